"""What somebody types and reads; a run that is killed."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from pitstop_docs.commands.cli import main
from tests.packs.projects import BASE, change_campaign, files_in
from tests.packs.test_packs import FORLI
from tests.packs.test_verify_pack import PRACTICE
from tests.project import replace_in


def typed(root: Path, *words: str) -> tuple[int, str, str]:
    """Return the exit code of ``pitstop`` *words*, and what it printed."""
    said, told = io.StringIO(), io.StringIO()
    command = ["pitstop", *words, "--project", str(root)]
    with redirect_stdout(said), redirect_stderr(told), patch.object(sys, "argv", command):
        code = main()
    return code, said.getvalue(), told.getvalue()


def test_a_dry_run_says_who_gets_what(campaign: Path) -> None:
    code, said, _told = typed(campaign, "pack", "prova", "--dry-run", "--jobs", "1")
    assert code == 0
    assert [line.split()[:2] for line in said.splitlines() if line[:6].isdigit()] == [
        ["033004", "Bettola"], ["040012", "Forlì"], ["065067", "None"],
    ]  # fmt: skip
    assert "3 municipalities, 21 files; " in said


def test_all_campaigns_are_packed_where_none_is_named(campaign: Path) -> None:
    other = campaign / "sources/campaigns/altra.yaml"
    shutil.copyfile(campaign / "sources/campaigns/prova.yaml", other)
    code, said, _told = typed(campaign, "pack", "--jobs", "1", "--json")
    assert code == 0
    found = {one["campaign"]: one for one in json.loads(said)["packs"]}
    assert len(found["altra"]["made"]) == len(found["prova"]["stayed"]) == 3


def test_a_campaign_that_is_not_there(campaign: Path) -> None:
    code, _said, told = typed(campaign, "pack", "provo")
    assert (code, "did you mean 'prova'?" in told) == (2, True)


def test_a_pack_is_verified_wherever_somebody_is(campaign: Path, tmp_path: Path) -> None:
    code, said, _told = typed(campaign, "verify-pack", str(campaign / f"{FORLI}.zip"))
    assert (code, "the pack for Forlì (040012), campaign prova" in said) == (0, True)
    (campaign / FORLI / "LEGGIMI.html").write_bytes(b"altro")
    code, _said, told = typed(campaign, "verify-pack", str(campaign / FORLI))
    assert (code, "error[pack-changed]" in told) == (1, True)
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    code, said, told = typed(nowhere, "verify-pack", str(campaign / f"{FORLI}.zip"))
    assert (code, "warning[pack-unknown]" in told) == (0, True)
    assert "6 files are as they were sent" in said


def test_the_register_is_asked(campaign: Path, tmp_path: Path) -> None:
    replace_in(campaign, PRACTICE, "version: 2", "version: 3")
    code, said, _told = typed(campaign, "packs", "status")
    assert code == 0
    assert "newer: forno-di-borgo-finto/giunta (2 → 3)" in said
    assert "3 packs, 3 of which hold something that is newer now" in said
    sheet = tmp_path / "stato.csv"
    assert typed(campaign, "packs", "status", "--csv", str(sheet))[0] == 0
    assert len(sheet.read_text("utf-8-sig").splitlines()) == 4
    code, said, _told = typed(campaign, "packs", "status", "--json")
    assert {one["istat"] for one in json.loads(said)["packs"]} == {"033004", "040012", "065067"}
    shutil.rmtree(campaign / "output/packs")
    assert typed(campaign, "packs", "status")[0] == 2


def test_a_killed_run_leaves_whole_packs_and_goes_on(campaign: Path) -> None:
    rows = [f"{code:06};Comune {code};BO;;" for code in range(37001, 37081)]
    change_campaign(campaign, *rows)
    shutil.rmtree(campaign / "output/packs")
    command = [
        sys.executable,
        "-m",
        "pitstop_docs",
        "pack",
        "prova",
        "-j",
        "1",
        "-p",
        str(campaign),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = campaign / BASE
    end = time.monotonic() + 60
    while len(list(base.glob("037*.zip"))) < 20 and time.monotonic() < end:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    made = [path for path in base.iterdir() if path.name[:3] == "037" and path.is_dir()]
    assert 20 <= len(made) < 80
    whole = {"LEGGIMI.html", "SHA256SUMS", "manifest.json"}
    assert all(whole < set(os.listdir(path)) and len(os.listdir(path)) == 7 for path in made)
    code, said, _told = typed(campaign, "pack", "prova", "--jobs", "1", "--json")
    (found,) = json.loads(said)["packs"]
    assert code == 0
    # Those that were under way, in as many threads, may be made again.
    assert len(found["stayed"]) >= len(made) - 8
    assert len(found["made"]) + len(found["stayed"]) == 80
    assert not (base / ".making").exists()
    assert len(files_in(base)) == 80 * 8 + 1
