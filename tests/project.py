"""Small valid projects: one that tests damage, and one of final documents; what pitstop finds in them.

Enters: an empty folder. Leaves: ``tests/minimal/`` or ``tests/reviewed/`` in it with a picture each, and
diagnostics in English.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pitstop_docs.build.flow import load
from pitstop_docs.build.made import Made
from pitstop_docs.build.paths import path_of
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Reporter
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.records.model import Collection
from pitstop_docs.writers.targets import target_named

# Has a folder, known by its name, filled once for all tests: the fixture ``once``.
Once = Callable[[str, Callable[[Path], object]], Path]

MINIMAL = Path(__file__).parent / "minimal"
REVIEWED = Path(__file__).parent / "reviewed"
PRACTICE = "sources/practices/paese.md"
POLICY = "sources/policies/legge.md"


def make_project(root: Path) -> Path:
    """Return *root*, which now holds a small project in which nothing is wrong."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    make_image(root / "sources/media/bottega.png")
    return root


def make_reviewed(root: Path) -> Path:
    """Return *root*, which now holds a project of invented sources, all of them reviewed: all editions are
    full, and there is nothing to say of any."""
    shutil.copytree(REVIEWED, root, dirs_exist_ok=True)
    make_photograph(root / "sources/media/forno.jpg")
    return root


def make_photograph(path: Path) -> None:
    """Draw what ``tests/reviewed/`` says of its picture: three loaves on a bench before a window."""
    light = Image.linear_gradient("L").resize((1500, 1000))
    picture = ImageOps.colorize(light, (232, 226, 208), (96, 84, 78))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((500, 60, 1000, 520), fill=(206, 224, 236), outline=(70, 60, 56), width=14)
    draw.rectangle((0, 700, 1500, 1000), fill=(74, 52, 40))
    for left in (170, 580, 990):
        draw.ellipse(
            (left, 560, left + 340, 760), fill=(204, 150, 84), outline=(120, 78, 40), width=8
        )
    picture.filter(ImageFilter.GaussianBlur(3)).save(path, "JPEG", quality=88)


def make_image(path: Path) -> None:
    """Put a small picture in *path*."""
    Image.new("RGB", (4, 3), "white").save(path)


def replace_in(root: Path, name: str, old: str, new: str) -> None:
    """Put *new* in the place of *old*, which must stand exactly once in file *name*."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_bytes(text.replace(old, new).encode())


def written(made: Made) -> list[str]:
    """Return the names of the targets whose files are right."""
    return [target.name for target in made.files]


def path_in(root: Path, source: str, edition: str, target: str) -> Path:
    """Return where the file of a brief is that the target of that name asks for."""
    return root / path_of(BriefId(source, edition), target_named(target))


# It has read the packaged templates, and what is the same in all projects of tests.
_READER = ProjectReader(MINIMAL)


def collect(root: Path, reporter: Reporter) -> Collection:
    """Return what the project at *root* holds; all problems go to *reporter*. What was read before, in another
    project too, is not read again: ``tests/readers/test_once.py`` proves that nobody sees it."""
    _READER.root = root
    return load(root, reporter, _READER)


def diagnose(root: Path) -> list[Diagnostic]:
    """Return everything that is wrong in the project at *root*, by place."""
    reporter = Reporter()
    collect(root, reporter)
    return reporter.diagnostics


def lay_over(root: Path, case: Path) -> None:
    """Damage the project at *root* as the folder *case* says: its files replace those of the same
    name, and ``edits.txt`` changes lines of the others (see tests/checks/README.md)."""
    for path in sorted(case.rglob("*")):
        name = path.relative_to(case)
        if path.is_file() and name.parts[0] in ("sources", "templates"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
    edits = case / "edits.txt"
    if edits.is_file():
        for file_name, old, new in read_edits(edits.read_text(encoding="utf-8")):
            if old:
                replace_in(root, file_name, old, new)
            else:
                with (root / file_name).open("a", encoding="utf-8") as file:
                    file.write(new)


def read_edits(text: str) -> list[tuple[str, str, str]]:
    """Return each edit as file, lines to find and lines to write; no lines to find means "at the
    end"."""
    edits: list[tuple[str, str, str]] = []
    name, old, new = "", "", ""
    for line in [*text.splitlines(), ""]:
        starts = line[:1] != "+" and (new or (old and line[:1] != "-"))
        if starts:
            edits.append((name, old, new))
            old, new = "", ""
        if line[:2] in ("- ", "-"):
            old += line[2:] + "\n"
        elif line[:2] in ("+ ", "+"):
            new += line[2:] + "\n"
        elif line:
            name = line
    return edits
