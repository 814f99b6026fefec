"""A brief on a letterhead: whose styles, whose pages, whose text around it.

Enters: a :class:`Letterhead` and what the writer makes of a Document. Leaves: the look that the writer
writes in, and a main part in which every section has the letterhead's header and footer. Its parts
are carried as they stand, under names of their own; only a draft's footers get a line more, which
says so (docs/word/letterheads.md).
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from pitstop_docs.tree.document import Document
from pitstop_docs.tree.typeset import DOT
from pitstop_docs.writers.docx.fields import add_page_number
from pitstop_docs.writers.docx.heights import Metric, height_of
from pitstop_docs.writers.docx.letterheads.apart import (
    drop_contents,
    keep_apart,
    name_styles,
    set_apart,
    used_styles,
)
from pitstop_docs.writers.docx.letterheads.opening import (
    LEFT_OUT,
    Letterhead,
    complete_parts,
    find_placeholder,
    find_section,
    other_placeholders,
)
from pitstop_docs.writers.docx.letterheads.styles import by_value
from pitstop_docs.writers.docx.look import Look, PageSetup, list_numbers, main_parts, page_setup
from pitstop_docs.writers.docx.markup import R, W, add, add_text, legal, parse, root, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package, Part, Relationship
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.settings import is_on, take_pages
from pitstop_docs.writers.docx.styles import Styles, style_names

FOLDER = "/word/letterhead/"
_OUTSIDE = "/word/letterhead-outside"  # for parts that lie outside /word/
DROPPED = ("commentRangeStart", "commentRangeEnd", "printerSettings", "sectPrChange")
_BOOKMARKS = 1_000_000  # the first id of the letterhead's bookmarks: ours count from 0
# What the writer colours directly, in tables.
_COLOURED = ("shd", "left")
# What a section of a brief takes from the letterhead's, in the order of 17.6.17.
_SHEET = ("paperSrc", "pgBorders", "pgNumType")


# --- the look ----------------------------------------------------------------------------------


def page_on(letterhead: Letterhead, ours: Look) -> PageSetup:
    """Return the sheet of *letterhead*; that of *ours* where it does not say its own."""
    document = letterhead.document
    section = find_section(document, find_placeholder(document))
    complete = section is not None and None not in (
        section.find(W + "pgSz"),
        section.find(W + "pgMar"),
    )
    return page_setup(section) if complete else ours.page


def taken_by(letterhead: Letterhead, look: Look, metrics: Mapping[str, Metric]) -> tuple[int, int]:
    """Return the height that *letterhead* takes from the text, in twips, on the first page and on each other:
    headers and footers higher than their margins, and its own text, whose styles have *metrics*."""
    main, page = letterhead.document, look.page
    placeholder = find_placeholder(main)
    section = find_section(main, placeholder)
    references = _references(main, section)
    known = {each.id: each for each in letterhead.package.related(DOCUMENT)}
    first, others = (
        sum(
            _excess(kind, known.get(references.get((kind, use), "")), letterhead, page, metrics)
            for kind in ("header", "footer")
        )
        for use in ("first" if is_on(section, "titlePg") else "default", "default")
    )
    if placeholder is not None:
        first += round(height_of(_body(main), metrics, page.text_width))
    return first, others


def _excess(
    kind: str,
    part: Relationship | None,
    letterhead: Letterhead,
    page: PageSetup,
    metrics: Mapping[str, Metric],
) -> int:
    """Return by how much a header or footer, *part*, is higher than its margin has room for."""
    if part is None or part.external or part.target not in letterhead.package.parts:
        return 0
    story = parse(letterhead.package.parts[part.target].data)
    margin = int(page.margins.get(W + ("top" if kind == "header" else "bottom"), "0"))
    if margin < 0:  # 17.6.11: the text stands there whatever the header takes
        return 0
    room = margin - int(page.margins.get(W + kind, "0"))
    return max(round(height_of(story, metrics, page.text_width)) - room, 0)


def look_on(letterhead: Letterhead, ours: Look) -> Look:
    """Return *ours* as it is on *letterhead*: its styles before ours, its theme, its sheet."""
    page = page_on(letterhead, ours)
    styles, numbering, _added = complete_parts(
        letterhead, ours, page.text_width - ours.page.text_width
    )
    own = set_apart(
        styles, numbering, parse(ours.styles), parse(ours.numbering),
        used_styles(letterhead.stories),
    )  # fmt: skip
    for lang in styles.iter(W + "lang"):
        lang.set(W + "val", ours.language)
    settings = parse(ours.settings)
    take_pages(settings, letterhead.part(PartKind.SETTINGS))
    theme = main_parts(letterhead.package).get(PartKind.THEME)
    return replace(
        ours,
        styles=serialise(styles),
        theme=letterhead.package.parts[theme].data if theme else None,
        settings=serialise(settings),
        numbering=serialise(numbering),
        ids=style_names(styles),
        list_numbers=list_numbers(styles),
        page=page,
        own=own,
    )


# --- the pages ---------------------------------------------------------------------------------


@dataclass(slots=True)
class LetterheadWriter:
    """Puts a letterhead around one brief: its text and its pages, in the package of that brief."""

    letterhead: Letterhead
    package: Package
    document: Document
    look: Look
    styles: Styles

    def lay_out(
        self, body: etree._Element, sections: list[tuple[etree._Element, int]]
    ) -> etree._Element:
        """Return the main part: the letterhead's text around *body*, whose *sections* get its pages.

        The last of *sections* is the body's own ``sectPr``: the letterhead's stands for it, so that
        its text after the placeholder still belongs to that section.
        """
        main = self.letterhead.document
        around = _body(main)
        placeholder = find_placeholder(main)
        section = find_section(main, placeholder)
        model = deepcopy(section) if section is not None else etree.Element(W + "sectPr")
        references = _references(main, section)
        if placeholder is None:
            for element in list(around):
                around.remove(element)
        drop_unprintable(main)
        _silence(other_placeholders(main, placeholder))
        name_styles(main, self.look.own)
        keep_apart(main, self.look.own)
        ids = self._carry(_used(main) | set(references.values()))
        _rename_ids(main, ids)
        self._carry_others()
        references = {use: ids[id] for use, id in references.items()}
        self._add_footers(model, references)
        self._insert(around, body, placeholder, section, sections)
        _fill(sections, model, references, self.look)
        return main

    def _insert(
        self,
        around: etree._Element,
        body: etree._Element,
        placeholder: etree._Element | None,
        section: etree._Element | None,
        sections: list[tuple[etree._Element, int]],
    ) -> None:
        """Move the content of *body* to the placeholder, and its last section to the letterhead's."""
        last = sections[-1][0]
        body.remove(last)
        by_value(body, *_COLOURED)
        if placeholder is None:
            around.extend(list(body))
            around.append(last)
            return
        for element in list(body):
            placeholder.addprevious(element)
        if section is None:
            around.append(last)
        else:
            section.addprevious(last)
            _remove(section)
        if placeholder.find(f"{W}pPr/{W}sectPr") is None:
            around.remove(placeholder)
            return
        # It ends its section: without it the section would go on.
        for child in list(placeholder):
            placeholder.remove(child)
        properties = add(placeholder, "pPr")
        if id := self.styles.paragraph("PitStop Table End"):
            add(properties, "pStyle", val=id)
        properties.append(last)

    # --- parts ---------------------------------------------------------------------------------

    def _carry(self, used: set[str]) -> dict[str, str]:
        """Carry what the main part points to by *used* ids; return its new ids."""
        ids = {}
        relationships = self.package.related(DOCUMENT)
        for known in self.letterhead.package.related(DOCUMENT):
            if known.id in used:
                ids[known.id] = f"lh{known.id}"
                relationships.keep(self._moved(replace(known, id=ids[known.id])))
        return ids

    def _carry_others(self) -> None:
        """Carry what styles' lists and the theme point to: pictures as bullets and fills."""
        parts = main_parts(self.letterhead.package)
        for kind, name in (
            (PartKind.NUMBERING, "/word/numbering.xml"),
            (PartKind.THEME, "/word/theme/theme1.xml"),
        ):
            for known in self.letterhead.package.related(parts.get(kind, "")):
                self.package.related(name).keep(self._moved(known))

    def _moved(self, known: Relationship) -> Relationship:
        return known if known.external else replace(known, target=self._carry_part(known.target))

    def _carry_part(self, name: str) -> str:
        """Put the part *name* and what it points to into the package; return its name there."""
        inside = name.removeprefix("/word/")
        new = FOLDER + inside if inside != name else _OUTSIDE + name
        if new not in self.package.parts:
            source = self.letterhead.package
            data = source.parts[name].data
            kind = source.parts[name].content_type
            if kind in (PartKind.HEADER.content_type, PartKind.FOOTER.content_type):
                data = self._around(data, footer=kind == PartKind.FOOTER.content_type)
            part = Part(new, source.parts[name].content_type, data, shared=True)
            self.package.add(part)
            for known in source.related(name):
                self.package.related(new).keep(self._moved(known))
        return new

    def _around(self, data: bytes, *, footer: bool) -> bytes:
        """Return a header or *footer* that is no part of the brief's outline; in a draft, each footer
        has a line before it that says so, on every page."""
        story = parse(data)
        _silence(other_placeholders(story))
        keep_apart(story, self.look.own)
        if footer and self.document.status_label:
            story.insert(0, self._line(self._running()))
        return serialise(story)

    def _running(self) -> str:
        """Return what a foot of ours says; that of an act says of itself that it is a draft."""
        document = self.document
        status = document.status_label if document.id.kind != "act" else ""
        return DOT.join(filter(None, (document.running, status)))

    def _line(self, text: str) -> etree._Element:
        paragraph = etree.Element(W + "p")
        if id := self.styles.paragraph("PitStop Small"):
            add(add(paragraph, "pPr"), "pStyle", val=id)
        add_text(add(paragraph, "r"), legal(text))
        return paragraph

    def _add_footers(self, model: etree._Element, references: dict[tuple[str, str], str]) -> None:
        """Add a footer of ours, with the page's number, where the letterhead has none."""
        uses = ["default"]
        if is_on(model, "titlePg"):
            uses.append("first")
        if is_on(self.letterhead.part(PartKind.SETTINGS), "evenAndOddHeaders"):
            uses.append("even")
        missing = [use for use in uses if ("footer", use) not in references]
        if not missing:
            return
        element = root("ftr")
        paragraph = self._line(f"{self._running()}{DOT}")
        element.append(paragraph)
        add_page_number(paragraph, legal(self.document.page_format), None)
        name = "/word/footer1.xml"
        id = self.package.attach(DOCUMENT, PartKind.FOOTER, name, serialise(element))
        references.update({("footer", use): id for use in missing})


def drop_unprintable(main: etree._Element) -> None:
    """Take out of *main* what leads to parts that stay behind (notes, comments, printers), and contents."""
    drop_contents(main)
    for element in list(main.iter(*(W + tag for tag in LEFT_OUT))):
        if (run := element.getparent()) is not None:
            _remove(run)
    for element in list(main.iter(*(W + tag for tag in DROPPED))):
        _remove(element)


def _silence(paragraphs: list[etree._Element]) -> None:
    """Leave empty what asks for the brief a second time: its words would be printed."""
    for text in (text for paragraph in paragraphs for text in paragraph.iter(W + "t")):
        text.text = ""


def _remove(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _body(main: etree._Element) -> etree._Element:
    body = main.find(W + "body")
    return add(main, "body") if body is None else body


def _references(main: etree._Element, section: etree._Element | None) -> dict[tuple[str, str], str]:
    """Return ids by ("header", "first"): a section goes on with those of the sections before it."""
    references = {}
    for each in main.iter(W + "sectPr") if section is not None else ():
        for kind in ("header", "footer"):
            for reference in each.iterfind(f"{W}{kind}Reference"):
                use = reference.get(W + "type", "default")
                references[kind, use] = reference.get(R + "id", "")
        if each is section:
            break
    return references


def _used(main: etree._Element) -> set[str]:
    """Return the ids of relationships that *main* names."""
    return {
        str(value)
        for element in main.iter(etree.Element)
        for name, value in element.items()
        if str(name).startswith(R)
    }


def _rename_ids(main: etree._Element, ids: Mapping[str, str]) -> None:
    """Let the letterhead's text use the new *ids*, and bookmarks that are none of ours."""
    for element in main.iter(etree.Element):
        for name, value in element.items():
            if str(name).startswith(R):
                element.set(name, ids.get(str(value), ""))
    bookmarks: dict[str, str] = {}
    for element in main.iter(W + "bookmarkStart", W + "bookmarkEnd"):
        id = element.get(W + "id", "")
        element.set(W + "id", bookmarks.setdefault(id, str(_BOOKMARKS + len(bookmarks))))


def _fill(
    sections: list[tuple[etree._Element, int]],
    model: etree._Element,
    references: Mapping[tuple[str, str], str],
    look: Look,
) -> None:
    """Fill each ``sectPr``: the first begins as the letterhead's, the others go on on its page."""
    for index, (section, columns) in enumerate(sections):
        if index:
            # No references: such a section goes on with the headers before it. LibreOffice takes
            # the style from the last paragraph of one that names them again.
            add(section, "type", val="continuous")
        else:
            for (kind, use), id in sorted(references.items(), reverse=True):
                add(section, f"{kind}Reference", type=use).set(R + "id", id)
            section.extend(map(deepcopy, model.findall(W + "type")))
        for tag, attributes in (("pgSz", look.page.size), ("pgMar", look.page.margins)):
            element = add(section, tag)
            for name, value in attributes.items():
                element.set(name, value)
        for part in (part for tag in _SHEET for part in model.findall(W + tag)):
            section.append(deepcopy(part))
            if index and part.tag == W + "pgNumType":
                section[-1].attrib.pop(W + "start", "")
        add(section, "cols", num=str(columns), space=str(look.gutter))
        if index == 0 and is_on(model, "titlePg"):
            add(section, "titlePg")
