"""Heights that are kept: what was measured of another state of a document is the same as measured anew."""

import json
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.tree.document import Block, Document, Figure, Inlines, Map, Section, Text
from pitstop_docs.tree.walk import change_inlines
from pitstop_docs.writers import pdf
from pitstop_docs.writers.pdf import Heights, PdfWriter
from pitstop_docs.writers.pdf.html import TextSetting
from tests import specimen

TIGHTEST = TextSetting(9.8, 1.35)
ADDED = " con parole che prima nessuno aveva scritto, tante quante ne servono per una riga in più"


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def titled(id: str, area: Any, *blocks: Block) -> Section:
    return Section(id=id, key=id, title=specimen.t(id), level=2, area=area, blocks=blocks)


def document() -> Document:
    """Two strips of two columns, one with a map that floats, and others between and below them, with notes."""
    numbers, facts = specimen.side()
    place = Figure(
        id="map-f",
        graphic=Map("M0 0 700 0 700 1000 0 1000 Z", 350.0, 300.0, "Succiso"),
        alt="Succiso",
    )
    body = (
        specimen.section("problem", "Il problema", cite=1),
        specimen.section("action", "Che cosa è stato fatto"),
        numbers, titled("map", "side", place), facts,
        *specimen.everything_blocks(),
        titled("needs", "main", specimen.para("needs-p", specimen.LOREM)),
        titled("barriers", "side", specimen.para("barriers-p", specimen.LOREM)),
        titled("end", "wide", specimen.para("end-p", specimen.LOREM)),
    )  # fmt: skip
    return specimen.document("commissione", pages=4, body=body)


def places() -> list[tuple[str, int]]:
    found = document()
    return [(z, n) for z in ("head", "body", "foot") for n in range(len(getattr(found, z)))]


def longer(document: Document, zone: str, place: int) -> Document:
    """Return *document* with more words in a block, as often as it has runs of them."""

    def more(content: Inlines) -> Inlines:
        return (*content, Text(ADDED)) if content else content

    blocks = list(getattr(document, zone))
    blocks[place] = change_inlines(blocks[place], more)
    changes: Any = {zone: tuple(blocks)}
    return replace(document, **changes)


@pytest.fixture(scope="module")
def kept(writer: PdfWriter) -> str:
    heights = Heights("look")
    writer.measure(document(), TIGHTEST, heights)
    return heights.text()


@pytest.mark.parametrize(("zone", "place"), places())
def test_only_what_changed_is_measured_again_and_comes_out_the_same(
    zone: str, place: int, kept: str, writer: PdfWriter
) -> None:
    changed = longer(document(), zone, place)
    cold, warm = Heights("look"), Heights.read("look", kept)
    assert warm.parts
    assert writer.measure(changed, TIGHTEST, warm) == writer.measure(changed, TIGHTEST, cold)
    assert warm.text() == cold.text()
    # What floats is measured again below other words.
    assert warm.measured <= (2 if zone == "head" else 1) < cold.measured


def test_what_was_kept_of_many_states_fits_together(writer: PdfWriter) -> None:
    heights, changed = Heights("look"), document()
    for zone, place in (("body", 1), ("body", 5), ("foot", 0), ("body", 6), ("head", 0)):
        changed = longer(changed, zone, place)
        known = Heights.read("look", heights.text())
        assert writer.measure(changed, TIGHTEST, known) == writer.measure(changed, TIGHTEST)
        heights = known


def test_a_sheet_that_is_only_measured_is_as_high_as_one_that_is_drawn(
    writer: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = writer.measure(document(), TIGHTEST)
    monkeypatch.setattr(pdf, "only_measured", nullcontext)
    assert writer.measure(document(), TIGHTEST) == measured


def test_nothing_is_laid_out_where_all_is_known(
    kept: str, writer: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = writer.measure(document(), TIGHTEST)
    monkeypatch.setattr(PdfWriter, "_lay_out", None)
    assert writer.measure(document(), TIGHTEST, Heights.read("look", kept)) == wanted


@pytest.mark.parametrize(
    ("basis", "setting"), [("look", TextSetting(10.0, 1.35)), ("other", TIGHTEST)]
)
def test_another_look_or_setting_has_heights_of_its_own(
    basis: str, setting: TextSetting, kept: str, writer: PdfWriter
) -> None:
    heights = Heights.read(basis, kept)
    assert writer.measure(document(), setting, heights) == writer.measure(document(), setting)
    assert heights.measured


def spoilt() -> list[Any]:
    def part(*row: Any) -> list[Any]:
        return [{"k": row}, {}]

    extent = [0.0, 1.0, [], 0, False, 0.0, 0.0, 0.0, 1.0, False]
    return [
        None, [], [{}], {}, 7, [[], []], [{"k": 1}, {}], [{}, {"k": "1"}], [{}, {"k": True}],
        part(1, 2), part("1", 0, "", {}), part(1, 0, "", []), part(1, 0, "", {"a": []}),
        part(1, 0, "", {"a": extent[:-1]}), part(1, 0, "", {"a": ["0", *extent[1:]]}),
        part(1, 0, "", {"a": [0.0, 1.0, [[0, 1]], *extent[3:]]}),
        part(float("nan"), 0, "", {}), part(1, 0, "", {"a": [float("inf"), *extent[1:]]}),
        part(1, 0, "", {"a": [0.0, 1.0, [], 0.5, *extent[4:]]}),
    ]  # fmt: skip


@pytest.mark.parametrize("row", spoilt())
def test_what_is_not_what_was_written_is_forgotten(row: Any) -> None:
    heights = Heights.read("look", json.dumps(row))
    assert (heights.parts, heights.gaps) == ({}, {})


@pytest.mark.parametrize("text", ["", "x", "[" * 100_000, "\ud800", "[{}, {}] []"])
def test_what_is_no_json_is_forgotten(text: str) -> None:
    assert not Heights.read("look", text).parts


def test_heights_are_kept_as_text(kept: str) -> None:
    assert Heights.read("look", kept).parts
    assert len(kept) < 60_000
