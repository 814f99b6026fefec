"""What a person who does not see the page needs of a Word file (WCAG 2.2, EN 301 549 clause 10)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.problems.messages import _, decimal
from pitstop_docs.proofing.opening import Finished, R, W, excerpt, style_of, text_of, value

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_TYPED = re.compile(r"\s*(?:[•·–—*-]|\(?\d{1,2}[.)]|[a-z]\))\s+\S")
# Words that say nothing without the sentence around them, in the languages of our readers.
_EMPTY_WORDS = frozenset(
    {"qui", "clicca", "cliccate", "clicchi", "link", "leggi", "vai", "pagina", "sito", "questo"}
    | {"questa", "collegamento", "here", "click", "read", "more", "this", "page", "site"}
)


def no_title(finished: Finished, reporter: Reporter) -> None:
    """The document has a title among its properties (2.4.2)."""
    core = finished.parts.get("docProps/core.xml")
    title = core.findtext(_TITLE) if core is not None else None
    if not (title or "").strip():
        reporter.report("docx-no-title", finished.place)


def no_language(finished: Finished, reporter: Reporter) -> None:
    """The document says in which language it is (3.1.1)."""
    styles = finished.parts.get("word/styles.xml")
    lang = styles.find(f"{W}docDefaults//{W}lang") if styles is not None else None
    if not value(lang):
        reporter.report("docx-no-language", finished.place)


def heading_order(finished: Finished, reporter: Reporter) -> None:
    """Headings skip no level (1.3.1)."""
    before = 0
    for paragraph in finished.document.iter(W + "p"):
        level = _outline(finished, paragraph)
        if level is None or not text_of(paragraph).strip():
            continue
        if level > before + 1:
            reporter.report(
                "docx-heading-order",
                finished.place,
                _("heading '{text}' has level {level} after one of level {before}").format(
                    text=excerpt(paragraph), level=level, before=before
                ),
            )
        before = level


def _outline(finished: Finished, paragraph: etree._Element) -> int | None:
    """Return a heading's level, counted from 1; None for other paragraphs."""
    level = value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    for style in finished.chain(style_of(paragraph)):
        level = level or value(style.find(f"{W}pPr/{W}outlineLvl"))
    return int(level) + 1 if level is not None and level.isdigit() and int(level) < 9 else None


def table_header(finished: Finished, reporter: Reporter) -> None:
    """The first row of a table is marked as its header (1.3.1)."""
    for table in finished.document.iter(W + "tbl"):
        row = next(table.iter(W + "tr"), None)
        mark = row.find(f"{W}trPr/{W}tblHeader") if row is not None else None
        if mark is None or value(mark) in ("0", "false"):
            reporter.report(
                "docx-table-header",
                finished.place,
                _("the table '{text}' has no header row").format(text=excerpt(table)),
            )


def merged_cells(finished: Finished, reporter: Reporter) -> None:
    """No cell spans rows or columns: who hears a table loses count."""
    for table in finished.document.iter(W + "tbl"):
        if next(table.iter(W + "gridSpan", W + "vMerge", W + "hMerge"), None) is not None:
            reporter.report(
                "docx-merged-cells",
                finished.place,
                _("the table '{text}' has merged cells").format(text=excerpt(table)),
            )


def alt_text(finished: Finished, reporter: Reporter) -> None:
    """A picture says what it shows, or is marked as decorative (1.1.1)."""
    for story in finished.stories:
        for about in story.iter("{*}docPr"):
            mark = next(about.iter("{*}decorative"), None)
            decorative = mark is not None and mark.get("val") in ("1", "true")
            if not decorative and not about.get("descr", "").strip():
                reporter.report(
                    "docx-alt-text",
                    finished.place,
                    _("picture '{name}' has no alternative text").format(name=about.get("name")),
                )


def typed_list(finished: Finished, reporter: Reporter) -> None:
    """Lists are lists: bullets and numbers that somebody typed are read as words (1.3.1)."""
    lines = list(finished.document.iter(W + "p"))
    for first, second in pairwise(lines):
        typed = all(_TYPED.match(text_of(line)) for line in (first, second))
        # A single line may begin with a dash or a date; two in a row are a list.
        beside = first.getparent() is second.getparent() or _wrapped(first, second)
        if typed and beside and not any(_in_list(finished, line) for line in (first, second)):
            reporter.report(
                "docx-typed-list",
                finished.place,
                _("'{text}' begins with a bullet or number that was typed").format(
                    text=excerpt(first)
                ),
            )


def _wrapped(first: etree._Element, second: etree._Element) -> bool:
    """Tell whether the two lines stand in content controls that follow each other."""
    controls = [next(line.iterancestors(W + "sdt"), None) for line in (first, second)]
    return controls[0] is not None and controls[0].getnext() is controls[1]


def _in_list(finished: Finished, paragraph: etree._Element) -> bool:
    path = f"{W}pPr/{W}numPr"
    styles = finished.chain(style_of(paragraph))
    return paragraph.find(path) is not None or any(s.find(path) is not None for s in styles)


def link_text(finished: Finished, reporter: Reporter) -> None:
    """The words of a link say where it leads without the sentence around them (2.4.4)."""
    for story in finished.stories:
        for link in story.iter(W + "hyperlink"):
            text = text_of(link).strip()
            words = re.findall(r"\w+", text.casefold())
            drawn = next(link.iter(W + "drawing"), None) is not None
            if link.get(R + "id") and not drawn and set(words) <= _EMPTY_WORDS:
                reporter.report(
                    "docx-link-text",
                    finished.place,
                    _("the words '{text}' do not say where their link leads").format(text=text),
                )


def contrast(finished: Finished, reporter: Reporter) -> None:
    """Letters stand out from what is behind them, 4.5 to 1 at least (1.4.3)."""
    seen = set()
    for story in finished.stories:
        for run in story.iter(W + "r"):
            paragraph = next(run.iterancestors(W + "p"), None)
            if paragraph is None or not text_of(run).strip():
                continue
            ink, paper = _colours(finished, run, paragraph)
            ratio = int(_ratio(ink, paper) * 100) / 100  # never rounded up to what is enough
            if (ink, paper) not in seen and ratio < _LEAST_CONTRAST:
                reporter.report(
                    "docx-contrast",
                    finished.place,
                    _("'{text}': #{ink} on #{paper} is {ratio} to 1, less than 4.5").format(
                        text=excerpt(run), ink=ink, paper=paper, ratio=decimal(ratio)
                    ),
                )
            seen.add((ink, paper))


def _colours(finished: Finished, run: etree._Element, paragraph: etree._Element) -> tuple[str, str]:
    """Return the colours of letters and of what is behind them, ``RRGGBB``."""
    character = value(run.find(f"{W}rPr/{W}rStyle"))
    places: list[etree._Element] = [run, *finished.chain(character)]
    around = [paragraph, *finished.chain(style_of(paragraph))]
    ink = next(_found([*places, *around[1:]], "rPr", "color", "val"), "000000")
    fills = [*_found(places, "rPr", "shd", "fill"), *_found(around, "pPr", "shd", "fill")]
    cell = next(paragraph.iterancestors(W + "tc"), None)
    if cell is not None:
        fills += _found([cell], "tcPr", "shd", "fill")
    return ink, next(iter(fills), "FFFFFF")


def _found(
    places: list[etree._Element], properties: str, tag: str, attribute: str
) -> Iterator[str]:
    for place in places:
        element = place.find(f"{W}{properties}/{W}{tag}")
        colour = element.get(W + attribute, "auto") if element is not None else "auto"
        if re.fullmatch("[0-9A-Fa-f]{6}", colour):
            yield colour.upper()


@lru_cache(256)
def _ratio(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def floating(finished: Finished, reporter: Reporter) -> None:
    """Nothing floats: text boxes, frames and anchored pictures are read out of their place (1.3.2)."""
    for story in finished.stories:
        for found in story.iter("{*}anchor", "{*}txbxContent", W + "framePr", W + "pict"):
            reporter.report(
                "docx-floating",
                finished.place,
                _("a floating object ({kind}) is read out of its place").format(
                    kind=etree.QName(found).localname
                ),
            )


ACCESS = (
    no_title, no_language, heading_order, table_header, merged_cells, alt_text, typed_list,
    link_text, contrast, floating,
)  # fmt: skip
