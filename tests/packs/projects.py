"""Projects with a campaign, small enough to be packed many times.

Enters: a folder. Leaves: reviewed sources, municipalities and a campaign in it; what became of packing."""

from pathlib import Path
from typing import Any

from pitstop_docs.build.workers import Labour
from pitstop_docs.packs.flow import Wish, pack
from pitstop_docs.packs.packing import Packed
from pitstop_docs.packs.plan import FULL, Shape
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.recipients import Recipient
from tests.project import make_reviewed

LIST = "sources/recipients/comuni.csv"
CAMPAIGN = "sources/campaigns/prova.yaml"
WORDS = """\
title: Pane e forni di paese
date: 2026-12-01
sender: Unione dei Comuni inventata
sources: forno-di-borgo-finto
editions: giunta
letter:
  - Gentili amministratrici, gentili amministratori.
"""
TITLES = "istat;nome;provincia;pec;carta intestata"
ROWS = (
    "033004;Bettola;PC;;",
    "040012;Forlì;FC;protocollo@pec.esempio.it;",
    "065067;None;SA;none@pec.esempio.it;",
)
BASE = "output/packs/prova"
MAILED = Shape(mail=True)


def make_campaign(root: Path, *rows: str, more: str = "") -> Path:
    """Return *root*, which now holds a campaign for the municipalities *rows*, else for three."""
    make_reviewed(root)
    return change_campaign(root, *rows, more=more)


def change_campaign(root: Path, *rows: str, more: str = "") -> Path:
    """Let the campaign of *root* say *more*, and be for *rows*."""
    for name, text in ((LIST, "\n".join((TITLES, *(rows or ROWS)))), (CAMPAIGN, WORDS + more)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{text}\n", encoding="utf-8")
    return root


def packed(root: Path, shape: Shape = FULL, **more: Any) -> tuple[Packed, Reporter]:
    """Pack the campaign of *root*; return what became of it."""
    reporter = Reporter()
    wish = Wish(more.pop("to", ()), shape, more.pop("dry", False))
    found = pack(root, "prova", wish, reporter, lambda *told: None, Labour(), **more)
    return found, reporter


def packed_well(root: Path, shape: Shape = FULL, **more: Any) -> Packed:
    """Pack the campaign of *root*, and expect that all is well."""
    found, reporter = packed(root, shape, **more)
    assert [str(error) for error in reporter.errors] == []
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file below *folder*, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def municipality(**fields: Any) -> Recipient:
    """Return a municipality that says *fields*, whatever the rules of lists are."""
    known = {"istat": "040012", "name": "Forlì", "province": "FC", "pec": "a@pec.esempio.it"}
    empty = {name: field.default for name, field in Recipient.model_fields.items()}
    return Recipient.model_construct(None, **{**empty, **known, **fields})
