"""Styles by the name that Word shows; a style that the reference lacks is a warning, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.docx.markup import W

REFERENCE = "docx/reference.docx"
REFERENCE_LOCATION = Location(f"templates/{REFERENCE}")


def style_names(styles: etree._Element) -> dict[tuple[str, str], str]:
    """Return the ids of *styles* by type and lower-case name."""
    return {
        (kind, name.lower()): style.get(W + "styleId", "")
        for kind, name, style in named_styles(styles)
    }


def named_styles(styles: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    """Yield type, name and element of each of *styles* that has a name."""
    for style in styles.iterfind(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            yield style.get(W + "type", "paragraph"), name.get(W + "val", ""), style


@dataclass(frozen=True, slots=True)
class Styles:
    """Style ids by type and name; ``None`` stands for Word's own default of that type."""

    ids: Mapping[tuple[str, str], str]
    reporter: Reporter

    def paragraph(self, name: str) -> str | None:
        """Return the id of paragraph style *name*."""
        return self._id("paragraph", name)

    def character(self, name: str) -> str | None:
        """Return the id of character style *name*."""
        return self._id("character", name)

    def table(self, name: str) -> str | None:
        """Return the id of table style *name*."""
        return self._id("table", name)

    def _id(self, type: str, name: str) -> str | None:
        id = self.ids.get((type, name.lower()))
        if id is None:
            self.reporter.report(
                "missing-style",
                REFERENCE_LOCATION,
                _("style '{name}' is missing: Word's default is used").format(name=name),
            )
        return id
