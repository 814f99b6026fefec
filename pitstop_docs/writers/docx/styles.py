"""Styles by the name that Word shows; a style that the reference lacks is a warning, once."""

from collections.abc import Mapping
from dataclasses import dataclass

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _

REFERENCE = "docx/reference.docx"
REFERENCE_LOCATION = Location(f"templates/{REFERENCE}")


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
            self.reporter.warning(
                "missing-style",
                _("style '{name}' is missing: Word's default is used").format(name=name),
                REFERENCE_LOCATION,
                _("`make reference` writes the file again with all its styles"),
            )
        return id
