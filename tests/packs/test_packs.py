"""A pack is whole or not there, the same every time, and made once."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pitstop_docs.packs import flow, packing
from pitstop_docs.packs.members import Member, member_of
from pitstop_docs.packs.place import Place
from pitstop_docs.packs.plan import Shape
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter
from pitstop_docs.proofing import proof_output
from pitstop_docs.records.recipients import Recipient, Recipients
from pitstop_docs.runs.digests import digest
from tests.letterheads import first_page
from tests.packs.municipalities import hostile
from tests.packs.projects import (
    BASE,
    CAMPAIGN,
    MAILED,
    change_campaign,
    files_in,
    packed,
    packed_well,
)
from tests.project import replace_in
from tests.test_reviewed import BRIEFS, built

__all__ = ["built"]  # a fixture: the reviewed project with all its briefs

GOLDEN = Path(__file__).parents[1] / "goldens" / "pack.txt"
FORLI = f"{BASE}/040012-forli"
MESSAGE = f"{BASE}/messaggi/040012-forli/01.eml"
ALL = ["033004", "040012", "065067"]


class Letters:
    """Writes letters of one line: stands for whoever composes them."""

    expected = (2, 60)

    def __init__(self, text: str = "Gentili di {name}") -> None:
        self.text = text
        self.written: list[str] = []

    def key(self, recipient: Recipient) -> str:
        return digest((self.text, recipient.name))

    def write(
        self, asked: Iterable[tuple[Recipient, tuple[Member, ...]]]
    ) -> Iterator[tuple[Recipient, tuple[Member, ...] | Diagnostic]]:
        for recipient, documents in asked:
            assert documents
            self.written.append(recipient.istat)
            if recipient.name == "None":
                message = "the letter does not fit"
                yield recipient, Diagnostic("pack-failed", recipient.location, message)
                continue
            data = self.text.format(name=recipient.name).encode()
            yield (
                recipient,
                tuple(
                    member_of(f"01-lettera{suffix}", data, what="Lettera", addressed=True)
                    for suffix in (".pdf", ".docx")
                ),
            )


def test_a_pack_is_what_the_golden_says(campaign: Path, accept: bool) -> None:
    files = files_in(campaign / FORLI)
    digests = {hashlib.sha256(data).hexdigest(): name for name, data in files.items()}
    manifest = files["manifest.json"].decode()
    for found, name in digests.items():
        manifest = manifest.replace(found, f"<digest of {name}>")
    for row in json.loads(files["manifest.json"])["files"]:
        assert row["bytes"] == len(files[row["nomeFile"]])
        manifest = manifest.replace(f'"bytes": {row["bytes"]}', '"bytes": …')
    text = "\n".join([*files, "", manifest])
    if accept:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_folder_zip_and_sums_say_the_same(campaign: Path) -> None:
    files = files_in(campaign / FORLI)
    with zipfile.ZipFile(campaign / f"{FORLI}.zip") as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        assert {info.filename: archive.read(info) for info in infos} == files
        assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in infos} == {(2026, 12, 1, 12, 0, 0)}
        first = [info.filename for info in infos[:3]]
        assert first == ["01-lettera.pdf", "01-lettera.docx", "LEGGIMI.html"]
    sums = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    checked = subprocess.run(
        sums, cwd=campaign / FORLI, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    assert len(files["SHA256SUMS"].splitlines()) == len(files) - 1


def test_what_is_there_is_left_alone(campaign: Path) -> None:
    before = {path: path.stat().st_ino for path in (campaign / BASE).rglob("*") if path.is_dir()}
    again = packed_well(campaign, MAILED)
    assert (again.made, again.stayed) == ([], ALL)
    after = {path: path.stat().st_ino for path in (campaign / BASE).rglob("*") if path.is_dir()}
    assert after == before


def test_the_same_campaign_has_the_same_bytes_elsewhere(
    campaign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whatever language the office is told about it; its own page is in that language."""
    before = files_in(campaign / BASE)
    shutil.rmtree(campaign / "output/packs")
    moved = campaign.rename(tmp_path / "elsewhere")
    monkeypatch.setenv("PITSTOP_LANG", "it")
    again = packed_well(moved, MAILED)
    assert sorted(again.made) == ALL
    after = files_in(moved / BASE)
    assert after.pop("index.html") != before.pop("index.html")
    assert after == before


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("{FORLI}/LEGGIMI.html", None),
        ("{FORLI}/LEGGIMI.html", b"un'altra cosa"),
        ("{FORLI}/appunti.txt", b"di qualcuno"),
        ("{FORLI}.zip", None),
        ("{FORLI}.zip", b"PK"),
    ],
)
def test_a_pack_that_somebody_changed_is_made_again(
    campaign: Path, path: str, data: bytes | None
) -> None:
    before = files_in(campaign / BASE)
    file = campaign / path.format(FORLI=FORLI)
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    assert packed_well(campaign, MAILED).made == ["040012"]
    assert files_in(campaign / BASE) == before


def test_a_change_of_the_same_length_is_seen(campaign: Path) -> None:
    readme = campaign / FORLI / "LEGGIMI.html"
    before = readme.read_bytes()
    readme.write_bytes(before.replace(b"Leggimi", b"leggimi", 1))
    assert packed_well(campaign, MAILED).made == ["040012"]
    assert readme.read_bytes() == before


def test_no_two_loose_files_are_one_file(campaign: Path) -> None:
    """An editor that writes into a file where it stands changes that municipality's alone."""
    files = [path for path in (campaign / BASE).rglob("*") if path.is_file()]
    assert {path.stat().st_nlink for path in files} == {1}
    brief = campaign / FORLI / "forno-di-borgo-finto-giunta.docx"
    others = {p: p.read_bytes() for p in campaign.rglob(brief.name) if p != brief}
    assert len(others) == 2
    with brief.open("r+b") as file:
        file.write(b"appunti")
    assert {path: path.read_bytes() for path in others} == others


def test_a_run_that_was_killed_goes_on(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_in(campaign / BASE)
    shutil.rmtree(campaign / "output/packs")
    put = Place.put

    def killed(self: Place, name: str, *more: object, **named: object) -> int:
        if name.startswith("065067"):
            raise KeyboardInterrupt
        return put(self, name, *more, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(packing, "_WRITERS", 1)
        patch.setattr(Place, "put", killed)
        with pytest.raises(KeyboardInterrupt):
            packed(campaign, MAILED)
    # What a process leaves that had no time to tidy up.
    (campaign / BASE / ".making/065067-none/folder").mkdir(parents=True)
    (campaign / BASE / ".making/065067-none/folder/LEGGIMI.html").write_bytes(b"mezzo")
    again = packed_well(campaign, MAILED)
    assert (again.stayed, again.made) == (["033004", "040012"], ["065067"])
    assert files_in(campaign / BASE) == before


@pytest.mark.parametrize("broken", ["_write_zip", "_write_folder"])
def test_whole_packs_or_none(campaign: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """What cannot be written leaves the old pack as it was; the others are made."""
    before = files_in(campaign / FORLI)
    replace_in(campaign, CAMPAIGN, "Pane e forni", "Forni e pane")
    write = getattr(Place, broken)

    def fails(self: Place, path: Path, files: object) -> object:
        written = write(self, path, files)
        if "040012" in str(path) and "messaggi" not in str(path):
            raise OSError(5, "Input/output error")
        return written

    monkeypatch.setattr(Place, broken, fails)
    found, reporter = packed(campaign)
    assert (sorted(found.made), found.failed) == (["033004", "065067"], ["040012"])
    (error,) = reporter.errors
    assert (error.code, error.location.line) == ("pack-failed", 3)
    assert "Forlì (040012)" in error.message
    assert "the disk does not answer as it should" in error.message
    assert files_in(campaign / FORLI) == before
    assert not (campaign / BASE / ".making").exists()
    monkeypatch.undo()
    assert packed_well(campaign).made == ["040012"]


def test_a_disk_that_fills_up_stops_the_run(
    campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(campaign / "output/packs")

    def full(self: Place, *arguments: object, **named: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Place, "put", full)
    with pytest.raises(PitstopError, match="the disk is full"):
        packed(campaign)


def test_a_campaign_that_outgrows_the_disk_is_refused(campaign: Path) -> None:
    shutil.rmtree(campaign / "output/packs")
    with pytest.raises(PitstopError, match=r"take 0\.0 GB, and the disk has 0\.1"):
        packed(campaign, free=lambda folder: 100_500_000)
    assert not (campaign / BASE).exists()
    packed_well(campaign, free=lambda folder: 200_000_000)


def test_a_dry_run_counts_and_writes_no_pack(campaign: Path) -> None:
    sizes = [len(data) for data in files_in(campaign / FORLI).values()]
    shutil.rmtree(campaign / "output/packs")
    found = packed_well(campaign, dry=True)
    assert [order.recipient.istat for order in found.orders] == ALL
    assert {order.files for order in found.orders} == {len(sizes)}
    assert found.needed > 6 * sum(sizes)
    # What is counted is a little more than what is written, never less.
    assert all(sum(sizes) <= order.size < 1.2 * sum(sizes) for order in found.orders)
    assert not (campaign / BASE).exists()


def test_nothing_depends_on_folder_or_zip(campaign: Path) -> None:
    shutil.rmtree(campaign / "output/packs")
    packed_well(campaign, Shape(folder=False))
    assert not (campaign / FORLI).exists()
    assert (campaign / f"{FORLI}.zip").is_file()
    # What is asked for later is made; a form that was not asked for again would be an older pack's.
    again = packed_well(campaign, Shape(zip=False))
    assert sorted(again.made) == ALL
    assert (campaign / FORLI).is_dir()
    assert not (campaign / f"{FORLI}.zip").exists()
    with pytest.raises(PitstopError, match="neither folder nor zip"):
        packed(campaign, Shape(zip=False, folder=False))


def test_messages_of_an_older_pack_are_gone(campaign: Path) -> None:
    replace_in(campaign, CAMPAIGN, "Pane e forni", "Forni e pane")
    packed_well(campaign)
    assert not (campaign / MESSAGE).exists()
    found = packed_well(campaign, MAILED)
    assert (sorted(found.made), found.messages) == (["040012", "065067"], 2)
    message = message_from_bytes((campaign / MESSAGE).read_bytes(), policy=default)
    assert message["Subject"] == "Forni e pane di paese"


@pytest.mark.parametrize("named", [True, False])
def test_a_source_that_is_wrong_is_never_left_out(campaign: Path, named: bool) -> None:
    """Whether the campaign names it or sends all that there is: no pack goes without it."""
    wrong = "sources/policies/spazi-vuoti-di-borgo-finto.md"
    replace_in(campaign, wrong, "status: reviewed", "status: rivisto")
    sources = "sources: [forno-di-borgo-finto, spazi-vuoti-di-borgo-finto]\n" if named else ""
    replace_in(campaign, CAMPAIGN, "sources: forno-di-borgo-finto\n", sources)
    before = files_in(campaign / BASE)
    found, reporter = packed(campaign)
    assert [error.location.path for error in reporter.errors] == [wrong]
    assert (found.run.wrong, found.made) == (("spazi-vuoti-di-borgo-finto",), [])
    assert files_in(campaign / BASE) == before


def test_one_municipality_alone(campaign: Path) -> None:
    shutil.rmtree(campaign / "output/packs")
    assert packed_well(campaign, to=("065067",)).made == ["065067"]
    with pytest.raises(PitstopError) as refused:
        packed(campaign, to=("Forlì",))
    assert refused.value.hint == "its ISTAT code is 040012"


def test_letters_come_first_and_fail_alone(campaign: Path) -> None:
    letters = Letters()
    found, reporter = packed(campaign, MAILED, letters=lambda *known: letters)
    assert (sorted(found.made), found.failed) == (["033004", "040012"], ["065067"])
    assert [error.message for error in reporter.errors] == ["the letter does not fit"]
    with zipfile.ZipFile(campaign / f"{FORLI}.zip") as archive:
        assert archive.namelist()[:3] == ["01-lettera.pdf", "01-lettera.docx", "LEGGIMI.html"]
        assert archive.read("01-lettera.pdf") == "Gentili di Forlì".encode()
    manifest = json.loads((campaign / FORLI / "manifest.json").read_bytes())
    assert manifest["files"][0]["nomeFile"] == "01-lettera.pdf"
    letters.written.clear()
    again, _reporter = packed(campaign, MAILED, letters=lambda *known: letters)
    assert (again.stayed, letters.written) == (["033004", "040012"], ["065067"])
    other = Letters("Cari di {name}")
    assert sorted(packed(campaign, letters=lambda *known: other)[0].made) == ["033004", "040012"]


def test_drafts_stay_home(campaign: Path) -> None:
    practice = "sources/practices/forno-di-borgo-finto.md"
    text = (campaign / practice).read_text(encoding="utf-8")
    (campaign / practice).write_text(text.replace("status: reviewed", "status: draft", 1), "utf-8")
    found, reporter = packed(campaign)
    (error,) = [problem for problem in reporter.errors if problem.code == "draft-in-pack"]
    assert "forno-di-borgo-finto" in error.message
    assert (found.made, found.orders) == ([], [])
    change_campaign(campaign, more="allow_drafts: true\n")
    packed_well(campaign, MAILED)
    manifest = json.loads((campaign / FORLI / "manifest.json").read_bytes())
    assert manifest["drafts"] is True
    assert {row["status"] for row in manifest["files"] if row["source"]} == {"draft"}
    readme = (campaign / FORLI / "LEGGIMI.html").read_text(encoding="utf-8")
    assert "qui dentro ci sono bozze" in readme
    assert "(bozza)" in readme
    message = message_from_bytes((campaign / MESSAGE).read_bytes(), policy=default)
    body = message.get_body()
    assert body is not None
    assert "non sono ancora stati rivisti" in body.get_content()


def test_a_witness_whom_nobody_reviewed_stays_home_too(campaign: Path) -> None:
    path = campaign / "sources/testimonies/fornaia.md"
    path.write_text(path.read_text("utf-8").replace("status: reviewed", "status: draft"), "utf-8")
    _found, reporter = packed(campaign)
    assert [error.code for error in reporter.errors] == ["draft-in-pack"]


def test_a_letterhead_that_cannot_be_used_costs_its_municipality(campaign: Path) -> None:
    folder = campaign / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "none.docx").write_bytes(b"no Word file")
    change_campaign(campaign, "040012;Forlì;FC;;", "065067;None;SA;;none")
    found, reporter = packed(campaign)
    assert (found.stayed + found.made, found.failed) == (["040012"], ["065067"])
    assert [error.code for error in reporter.errors] == ["pack-failed"]


def test_copies_in_packs_are_not_proofed_again(campaign: Path) -> None:
    assert proof_output(campaign, Reporter()) == 1


def test_a_letterhead_is_its_municipality_s_alone(campaign: Path) -> None:
    """Its Word files stand on it, under the same names; that nobody has measured them is told."""
    folder = campaign / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "none.docx").write_bytes(first_page())
    change_campaign(campaign, "040012;Forlì;FC;;", "065067;None;SA;;none")
    found, reporter = packed(campaign)
    assert (found.stayed, found.made) == (["040012"], ["065067"])
    said = {problem.code: problem for problem in reporter.diagnostics}
    assert "make measure" in said["not-measured"].hint
    plain, own = (files_in(campaign / BASE / name) for name in ("040012-forli", "065067-none"))
    assert plain.keys() == own.keys()
    differ = {name for name in plain if plain[name] != own[name]}
    assert differ == {
        "01-lettera.pdf",
        "01-lettera.docx",
        "forno-di-borgo-finto-giunta.docx",
        "LEGGIMI.html",
        "manifest.json",
        "SHA256SUMS",
    }
    on = campaign / "output/letterheads/none/giunta/forno-di-borgo-finto.docx"
    assert own["forno-di-borgo-finto-giunta.docx"] == on.read_bytes()


def test_three_hundred_and_thirty(campaign: Path) -> None:
    rows = [f"{code:06};Comune {code};BO;c{code}@pec.esempio.it;" for code in range(37001, 37331)]
    change_campaign(campaign, *rows)
    letters = Letters()
    found = packed_well(campaign, MAILED, letters=lambda *known: letters)
    assert (len(found.made), found.messages) == (330, 330)
    first, *others = (campaign / BASE / f"{row[:6]}-comune-{int(row[:6])}" for row in rows)
    brief = (first / "forno-di-borgo-finto-giunta.pdf").read_bytes()
    for folder in others:
        assert (folder / "forno-di-borgo-finto-giunta.pdf").read_bytes() == brief
        assert f"Comune {int(folder.name[:6])} (BO)" in (folder / "LEGGIMI.html").read_text("utf-8")
    assert packed_well(campaign, MAILED, letters=lambda *known: letters).made == []


def test_hostile_municipalities_stay_in_their_folders(
    campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should they come by another way than the reader's: whole packs, or a message that says why not."""
    outside = {path for path in campaign.rglob("*") if campaign / "output" not in path.parents}
    recipients = list(hostile())
    monkeypatch.setattr(flow, "read_recipients", lambda *known: Recipients(tuple(recipients)))
    found, reporter = packed(campaign, MAILED)
    assert len(found.made) + len(found.failed) == len(recipients)
    assert {error.code for error in reporter.errors} <= {"pack-failed"}
    base = campaign / BASE
    for recipient in recipients:
        if recipient.istat not in found.made:
            continue
        (folder,) = base.glob(f"{recipient.istat}-*/")
        assert len(os.listdir(folder)) == 7
        manifest = json.loads((folder / "manifest.json").read_bytes())
        assert manifest["recipient"]["istat"] == recipient.istat
        (message,) = (base / "messaggi" / folder.name).iterdir()
        assert message_from_bytes(message.read_bytes(), policy=default)["To"] == recipient.pec
    tops = {re.sub(r"^9\d{5}-[a-z0-9-]+(\.zip)?$", "", path.name) for path in base.iterdir()}
    assert tops == {"", "index.html", "messaggi", "033004-bettola", "040012-forli", "065067-none",
                    "033004-bettola.zip", "040012-forli.zip", "065067-none.zip"}  # fmt: skip
    after = {path for path in campaign.rglob("*") if campaign / "output" not in path.parents}
    assert after == outside


def test_reviewed_sources_need_no_leave(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that the reviewed project has, in all editions, to one municipality."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    root = Path(shutil.copytree(built, tmp_path / "project"))
    change_campaign(root, "040012;Forlì;FC;;")
    lines = (root / CAMPAIGN).read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("sources", "editions"))]
    (root / CAMPAIGN).write_text("".join(kept), "utf-8")
    packed_well(root)
    manifest = json.loads((root / FORLI / "manifest.json").read_bytes())
    assert manifest["drafts"] is False
    files = {(row["source"], row["edition"]) for row in manifest["files"] if row["source"]}
    assert files == set(BRIEFS)
    # Letter and LEGGIMI beside them.
    assert len(manifest["files"]) == 2 * len(BRIEFS) + 3
