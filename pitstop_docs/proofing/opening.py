"""A Word file → its parts as trees, with what the rules ask of them.

Enters: bytes of anybody's making: nothing in them is fetched, expanded or run. Leaves: a
:class:`Finished`, or an error.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError, read_archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EXCERPT = 40  # characters


@dataclass(frozen=True)
class Finished:
    """The XML parts of one file by name (``word/document.xml``), and where the file is."""

    parts: Mapping[str, etree._Element]
    place: Location

    @property
    def document(self) -> etree._Element:
        """The main part."""
        return self.parts["word/document.xml"]

    @cached_property
    def stories(self) -> tuple[etree._Element, ...]:
        """All parts that hold text: the document, its notes, headers and footers."""
        names = ("document", "footnotes", "endnotes", "header", "footer")
        return tuple(
            part
            for name, part in self.parts.items()
            if posixpath.dirname(name) == "word" and posixpath.basename(name).startswith(names)
        )

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        """Styles by id."""
        part = self.parts.get("word/styles.xml")
        found = part.iterfind(W + "style") if part is not None else ()
        return {style.get(W + "styleId", ""): style for style in found}

    def chain(self, style: str | None) -> Iterator[etree._Element]:
        """Yield *style* and those that it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = value(self.styles[style].find(W + "basedOn"))


def value(element: etree._Element | None) -> str | None:
    """Return ``w:val`` of *element*."""
    return element.get(W + "val") if element is not None else None


def style_of(paragraph: etree._Element) -> str | None:
    """Return the id of a paragraph's style."""
    return value(paragraph.find(f"{W}pPr/{W}pStyle"))


def text_of(element: etree._Element) -> str:
    """Return the words in *element*."""
    return "".join(t.text or "" for t in element.iter(W + "t"))


def excerpt(element: etree._Element) -> str:
    """Return the first words in *element*, by which a person finds it in Word."""
    text = " ".join(text_of(element).split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def open_finished(data: bytes, place: Location, reporter: Reporter) -> Finished | None:
    """Return the parts of *data*, or None after an error."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        files = read_archive(data, lambda name: name.endswith(".xml"))
        parts = {name: etree.fromstring(file, parser) for name, file in files.items()}
        if parts["word/document.xml"].find(W + "body") is None:
            raise KeyError("w:body")
    except WordFileError as error:
        report_unreadable(str(error), place, reporter, error.hint)
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        message = _("this is not a Word document that can be read: {error}").format(error=error)
        report_unreadable(message, place, reporter)
    else:
        return Finished(parts, place)
    return None


def report_unreadable(message: str, place: Location, reporter: Reporter, hint: str = "") -> None:
    """Say why the file at *place* is no Word document that can be read, and what to do."""
    reporter.report("docx-unreadable", place, message, hint)
