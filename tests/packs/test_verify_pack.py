"""A pack that comes back: whole, touched, or something else altogether."""

import hashlib
import io
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pitstop_docs.build.flow import load
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.packs.status import current_of
from pitstop_docs.packs.verify import Verified, verify_pack
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from tests.packs.projects import CAMPAIGN, MAILED, files_in, packed_well
from tests.packs.test_packs import FORLI
from tests.project import replace_in

PRACTICE = "sources/practices/forno-di-borgo-finto.md"
Files = dict[str, bytes]


def verified(path: Path, root: Path) -> tuple[Verified, list[str]]:
    """Return what is right in the pack, and code and first words of the rest."""
    reporter = Reporter()
    current = current_of(load(root, Reporter()), read_ledger(root))
    found = verify_pack(path, root, current, reporter)
    return found, [f"{problem.code}: {problem.message}" for problem in reporter.diagnostics]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED, around: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(f"{around}{name}", content)
    return data.getvalue()


@pytest.mark.parametrize("form", ["folder", "zip", "packed again", "in a folder of its own"])
def test_a_whole_pack_is_whole(campaign: Path, tmp_path: Path, form: str) -> None:
    files = files_in(campaign / FORLI)
    path = {"folder": campaign / FORLI, "zip": campaign / f"{FORLI}.zip"}.get(form)
    if path is None:
        path = tmp_path / "pacco.zip"
        path.write_bytes(zipped(files, around="" if form == "packed again" else "forli/"))
    found, said = verified(path, campaign)
    assert said == []
    assert found.right == len(files) - 1
    assert found.row is not None
    assert found.row.istat == "040012"


def without(name: str) -> Callable[[Files], object]:
    return lambda files: files.pop(name)


def with_(name: str, data: bytes = b"altro") -> Callable[[Files], object]:
    return lambda files: files.update({name: data})


BRIEF = "forno-di-borgo-finto-giunta"
DAMAGES: dict[str, tuple[Callable[[Files], object], list[str]]] = {
    "changed": (with_(f"{BRIEF}.docx"), [f"pack-changed: '{BRIEF}.docx' is not the file that was sent"]),
    "lost": (without(f"{BRIEF}.pdf"), [f"pack-lacks: the file '{BRIEF}.pdf' is missing"]),
    "added": (with_("fattura.exe"), ["pack-added: 'fattura.exe' was not sent with the pack"]),
    "looked at": (with_(".DS_Store"), []),
    "signed": (with_(f"{BRIEF}.pdf.p7m"), []),
    "signed, but nothing of ours": (
        with_("contratto.pdf.p7m"), ["pack-added: 'contratto.pdf.p7m' was not sent with the pack"],
    ),
    "no sums": (
        without("SHA256SUMS"),
        ["pack-unreadable: this is no pack that can be read: the file 'SHA256SUMS' is missing"],
    ),
    "other sums": (
        with_("SHA256SUMS", b"ciao\n"),
        ["pack-unreadable: this is no pack that can be read: 'SHA256SUMS' is no list of digests"],
    ),
    "sums of elsewhere": (
        with_("SHA256SUMS", f"{'0' * 64}  ../../etc/passwd\n".encode()),
        ["pack-unreadable: this is no pack that can be read: 'SHA256SUMS' is no list of digests"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("in_zip", [False, True])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damages(campaign: Path, tmp_path: Path, damage: str, in_zip: bool) -> None:
    files = files_in(campaign / FORLI)
    change, expected = DAMAGES[damage]
    change(files)
    if in_zip:
        path = tmp_path / "pacco.zip"
        path.write_bytes(zipped(files))
    else:
        path = tmp_path / "pacco"
        path.mkdir()
        for name, data in files.items():
            (path / name).write_bytes(data)
    found, said = verified(path, campaign)
    assert said == expected
    assert found.signed == ((f"{BRIEF}.pdf.p7m",) if damage == "signed" else ())


def test_who_forges_all_of_it_is_not_in_the_register(campaign: Path, tmp_path: Path) -> None:
    files = files_in(campaign / FORLI)
    files["LEGGIMI.html"] = b"altro"
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        for name, data in files.items()
        if name != "SHA256SUMS"
    ]
    files["SHA256SUMS"] = "".join(lines).encode()
    path = tmp_path / "pacco.zip"
    path.write_bytes(zipped(files))
    found, said = verified(path, campaign)
    assert [line.partition(":")[0] for line in said] == ["pack-unknown"]
    assert found.row is None


@pytest.mark.parametrize(
    "name", ["../fuori.txt", "/fuori.txt", "C:\\fuori.txt", "a\x1b[2Jb", "a\u202egnp.exe"]
)
def test_names_in_an_archive_lead_nowhere(campaign: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "sotto" / "pacco.zip"
    path.parent.mkdir()
    path.write_bytes(zipped({**files_in(campaign / FORLI), name: b"x"}))
    before = {found for found in tmp_path.rglob("*") if campaign not in found.parents}
    _found, (said,) = verified(path, campaign)
    assert said.startswith("pack-added: ")
    assert said.isprintable()
    assert {found for found in tmp_path.rglob("*") if campaign not in found.parents} == before


def test_a_bomb_does_no_harm(campaign: Path, tmp_path: Path) -> None:
    files = files_in(campaign / FORLI)
    path = tmp_path / "bomba.zip"
    path.write_bytes(zipped({**files, f"{BRIEF}.pdf": bytes(200_000_000)}))
    assert path.stat().st_size < 2_000_000
    start = time.perf_counter()
    _found, said = verified(path, campaign)
    assert said == [f"pack-changed: '{BRIEF}.pdf' is not the file that was sent"]
    # One that says that it is small, and is not, fails its own checksum.
    data = path.read_bytes()
    path.write_bytes(
        data.replace((200_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    )
    _found, said = verified(path, campaign)
    assert said == [f"pack-changed: '{BRIEF}.pdf' is not the file that was sent"]
    # One that says that it is larger than all packs is not begun.
    path.write_bytes(
        data.replace((200_000_000).to_bytes(4, "little"), (4_200_000_000).to_bytes(4, "little"))
    )
    _found, said = verified(path, campaign)
    assert said == [
        "pack-unreadable: this is no pack that can be read: it holds more than a pack can"
    ]
    assert time.perf_counter() - start < 20


def test_two_members_of_one_name_are_no_pack(campaign: Path, tmp_path: Path) -> None:
    path = tmp_path / "pacco.zip"
    path.write_bytes((campaign / f"{FORLI}.zip").read_bytes())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("LEGGIMI.html", "altro")
    assert verified(path, campaign)[1] == [
        "pack-unreadable: this is no pack that can be read: two of its files have the same name"
    ]


def test_a_link_or_a_pipe_is_none_of_its_files(campaign: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(campaign / FORLI, tmp_path / "pacco"))
    (path / "LEGGIMI.html").rename(tmp_path / "leggimi")
    (path / "LEGGIMI.html").symlink_to(tmp_path / "leggimi")
    (path / "manifest.json").unlink()
    os.mkfifo(path / "manifest.json")
    assert verified(path, campaign)[1] == [
        "pack-changed: 'LEGGIMI.html' is not the file that was sent",
        "pack-changed: 'manifest.json' is not the file that was sent",
    ]


def test_what_is_no_archive(campaign: Path, tmp_path: Path) -> None:
    path = tmp_path / "pacco.zip"
    path.write_bytes(b"ciao")
    assert [line.partition(":")[0] for line in verified(path, campaign)[1]] == ["pack-unreadable"]
    with pytest.raises(PitstopError, match="there is no file or folder"):
        verified(tmp_path / "niente", campaign)


def test_what_is_newer_is_told(campaign: Path, tmp_path: Path) -> None:
    """The pack before is still whole: there is another one, and the source has another version."""
    before = Path(shutil.copytree(campaign / FORLI, tmp_path / "prima"))
    replace_in(campaign, PRACTICE, "version: 2", "version: 3")
    packed_well(campaign, MAILED)
    found, said = verified(before, campaign)
    assert found.right == 4
    assert [line.partition(":")[0] for line in said] == ["pack-older"] * 2
    assert any("forno-di-borgo-finto/giunta (2 → 3)" in line for line in said)
    assert verified(campaign / FORLI, campaign)[1] == []
    replace_in(campaign, CAMPAIGN, "Pane e forni", "Forni e pane")
    packed_well(campaign, MAILED)
