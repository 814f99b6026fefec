"""The cases of reading and checking: each a folder that damages ``tests/minimal/``.

Enters: the name of a case. Leaves: a damaged project; README.md says what a folder holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pitstop_docs.look.theme import packaged_templates
from tests.pictures import jpeg, upright
from tests.project import POLICY, lay_over, make_image, make_project

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.rglob("expected.txt"))


@contextmanager
def damaged(root: Path, case: str) -> Iterator[Path]:
    """Let *root* be a project that is damaged as *case* says."""
    make_project(root)
    lay_over(root, HERE / case)
    if case in MADE:
        MADE[case](root)
    with pytest.MonkeyPatch.context() as patch:
        if case == "missing-label":
            # In a checkout the project's own templates are the default ones: nothing fills them up.
            own = root / "templates"
            patch.setattr("pitstop_docs.readers.project.packaged_templates", lambda: own)
        yield root


def link_outside(root: Path) -> None:
    outside = root.with_name("outside")
    outside.mkdir()
    (outside / "secret.md").write_text("---\nid: secret\n---\n", encoding="utf-8")
    (root / "sources/practices/secret.md").symlink_to(outside / "secret.md")
    (root / "sources/policies/password.md").symlink_to("/etc/passwd")
    (root / "sources/testimonies/socia.md").unlink()
    (root / "sources/testimonies").rmdir()
    (root / "sources/testimonies").symlink_to(outside)


def put_no_files(root: Path) -> None:
    (root / "sources/practices/folder.md").mkdir()
    (root / "sources/practices/lost.md").symlink_to(root / "nothing.md")
    (root / "sources/practices/loop.md").symlink_to("loop.md")
    (root / "sources/partners.yaml").unlink()
    (root / "sources/partners.yaml").mkdir()


def put_large_file(root: Path) -> None:
    (root / POLICY).write_text("x" * 500_001, encoding="utf-8")


def forget_labels(root: Path) -> None:
    text = (packaged_templates() / "labels/it.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("  undated:", "  risk:"))]
    (root / "templates/labels").mkdir(parents=True)
    (root / "templates/labels/it.yaml").write_text("\n".join(kept), encoding="utf-8")


def put_photographs(root: Path) -> None:
    inks = jpeg(upright().convert("CMYK"))
    for name, data in {"tagliata.jpg": jpeg(upright())[:700], "inchiostri.jpg": inks}.items():
        (root / "sources/media" / name).write_bytes(data)


# What no file of a repository can be.
MADE: dict[str, Callable[[Path], None]] = {
    "missing-label": forget_labels,
    "outside-project": link_outside,
    "bad-image": put_photographs,
    "guessed-colours": put_photographs,
    "unreadable": put_no_files,
    "too-large": put_large_file,
    "missing-file": lambda root: (root / "sources/project.yaml").unlink(),
    "undescribed-image": lambda root: make_image(root / "sources/media/scuola.png"),
    "image-outside-media": lambda root: (root / "sources/media/collegamento.png").symlink_to(
        "/etc/passwd"
    ),
}
