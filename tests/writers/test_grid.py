"""One record of the page's geometry: the theme's numbers are those of the pages laid out."""

from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Area, LineBreak, Paragraph, Section, Text
from pitstop_docs.writers.lines import TEXT, letters_a_line, lines_of
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from pitstop_docs.writers.pdf.bands import ColumnName
from pitstop_docs.writers.pdf.extents import PX_PER_PT
from pitstop_docs.writers.pdf.grid import PT_PER_MM, grid_of
from tests import specimen

THEME = (packaged_templates() / "theme.yaml").read_text(encoding="utf-8")
OTHERS = (
    ("columns: {gap: 9, indent: 6, main: 64}", "columns: {gap: 20, indent: 3, main: 50}"),
    ("outer: 16}", "outer: 30}"),
    ("measure: 39", "measure: 30"),
)
BORDER = 0.75  # pt, beside the first strip's side column (base/bands.css)


@pytest.fixture(params=[(), OTHERS], ids=["packaged", "other"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> PdfWriter:
    text = THEME
    for old, new in request.param:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (tmp_path / "theme.yaml").write_text(text, encoding="utf-8")
    return PdfWriter(Templates((tmp_path, packaged_templates())), tmp_path)


def section(id: str, area: Area, times: int = 1) -> Section:
    text = Paragraph(id=f"{id}-text", content=(Text(" ".join([specimen.LOREM] * times)),))
    return Section(id=id, title=(Text(id),), level=2, area=area, blocks=(text,))


def test_the_columns_of_the_packaged_theme() -> None:
    grid = grid_of(load_theme(Templates((packaged_templates(),))))
    room = 210 - 18 - 16 - 9
    assert grid.height == pytest.approx((297 - 15 - 20) * PT_PER_MM)
    assert grid.widths == {
        "first main": pytest.approx(room * 0.64 * PT_PER_MM),
        "first side": pytest.approx((room * 0.36 - 6) * PT_PER_MM),
        "main": pytest.approx(room / 2 * PT_PER_MM),
        "side": pytest.approx(room / 2 * PT_PER_MM),
        "wide": pytest.approx(39 * 9.8),
    }
    assert grid.letters == pytest.approx(47.6, abs=0.1)


def test_pages_have_the_columns_of_their_theme(writer: PdfWriter) -> None:
    areas: tuple[Area, ...] = ("main", "side", "wide", "main", "side")
    names: tuple[ColumnName, ...] = ("first main", "first side", "wide", "main", "side")
    assert set(names) == set(get_args(ColumnName))
    body = tuple(section(name, area) for name, area in zip(names, areas, strict=True))
    document = specimen.document(head=(), body=body, foot=())
    tightest = TextSetting(writer.text.size_min, writer.text.leading_min)
    layout = writer.layout(document, Reporter(), tightest)
    texts = {f"{name}-text": name for name in names}
    found = {
        texts[box.element.get("id")]: box.width / PX_PER_PT
        for page in layout.rendered.pages
        for box in page._page_box.descendants()
        if type(box).__name__ == "BlockBox" and box.element.get("id") in texts
    }
    found["first side"] += BORDER
    assert found == {name: pytest.approx(width) for name, width in writer.grid.widths.items()}
    assert layout.height == pytest.approx(writer.grid.height)


def test_letters_are_counted_as_the_engine_sets_them(writer: PdfWriter) -> None:
    first = section("first main", "main", 20), section("first side", "side", 20)
    later = section("wide", "wide", 20), section("main", "main", 20), section("side", "side", 20)
    document = specimen.document(head=(), body=(*first, *later), foot=())
    size = writer.text.size_min
    extents = writer.measure(document, TextSetting(size, writer.text.leading_min))
    letters = len(" ".join([specimen.LOREM] * 20))
    for name, width in writer.grid.widths.items():
        if name != "first side":  # set in another font
            counted = lines_of(letters, letters_a_line(width, TEXT.letter * size))
            assert counted == pytest.approx(len(extents[f"{name}-text"].pieces), rel=0.07)


def test_what_is_too_much_is_counted_through_the_gap_above_the_foot(writer: PdfWriter) -> None:
    """Line by line, also where the foot alone goes over to the next page, and leaves its gap behind."""
    foot = (Paragraph(id="contact", content=(Text("Scriveteci."),), style="small"),)
    setting = TextSetting(10, 1.4)

    def left(lines: int) -> tuple[float, bool]:
        text = Paragraph(id="t", content=(Text("Riga"), *(LineBreak(), Text("Riga")) * (lines - 1)))
        body = Section(id="s", title=(Text("Parte"),), level=2, area="wide", blocks=(text,))
        document = specimen.document(head=(), body=(body,), foot=foot, pages=1)
        layout = writer.layout(document, Reporter(), setting)
        return layout.spare(1), layout.foot_gap is not None

    found = [left(lines) for lines in range(38, 44)]
    spares = [spare for spare, _alone in found]
    assert [alone for _spare, alone in found] == [spare < 0 for spare in spares]
    assert spares[0] > 0 > spares[-1]
    assert [a - b for a, b in pairwise(spares)] == pytest.approx([10 * 1.4] * (len(spares) - 1))
