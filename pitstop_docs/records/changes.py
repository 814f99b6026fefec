"""What was called otherwise before: fields that moved, went, or became required.

Enters: nothing. Leaves: a table by which checking tells whoever wrote for an older version what to
write now. Sources outlive the code: a field that changes gets its row here, for ever."""

from dataclasses import dataclass

from pydantic import BaseModel

from pitstop_docs.problems.messages import N_


@dataclass(frozen=True, slots=True)
class Change:
    """The field ``old`` of ``model`` is ``new`` since version ``since``; paths are dotted, without the
    numbers of items. Without ``old``, ``new`` became required; without ``new``, ``old`` went.

    ``rewrite`` says what becomes of the value, where it does not stay as it is."""

    model: str
    old: str
    new: str
    since: str
    rewrite: str = ""

    def new_path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return where the value of the old field at *path* belongs: in the same items."""
        old, new = self.old.split("."), self.new.split(".")
        shared = next(i for i, name in enumerate([*old, None]) if [*new, ""][i : i + 1] != [name])
        own = [i for i, part in enumerate(path) if isinstance(part, str)][shared]
        return (*path[:own], *new[shared:])


_TITLES = (
    "where", "since", "until", "who", "for-whom", "cost", "maturity", "issuer", "applies-to", "norm",
    "audience", "sources-state",
)  # fmt: skip
_UNUSED = (
    "words.and", "words.contact-of", "words.enables", "words.photo-credit", "words.recommended",
    "captions.chart", "columns.references.number",
)  # fmt: skip
_REVIEW = N_("write who reviewed it and on which day, or 'status: draft' until then")

CHANGES = (
    *(Change("Labels", f"words.{name}", f"columns.facts.{name}", "0.1.0") for name in _TITLES),
    *(Change("Labels", name, "", "0.1.0") for name in _UNUSED),
    *(
        Change(model, "", field, "0.2.0", _REVIEW)
        for model in ("Case", "Testimony")
        for field in ("reviewed_by", "reviewed_on")
    ),
)


def change_of(model: type[BaseModel], path: tuple[str | int, ...]) -> Change | None:
    """Return what became of the field at *path*, if it is one that *model* had before."""
    return _row(model, path, "old")


def required_since(model: type[BaseModel], path: tuple[str | int, ...]) -> Change | None:
    """Return since when *model* requires the field at *path*, if it did not always."""
    return next((row for row in [_row(model, path, "new")] if row and not row.old), None)


def _row(model: type[BaseModel], path: tuple[str | int, ...], side: str) -> Change | None:
    dotted = ".".join(part for part in path if isinstance(part, str))
    models = {kind.__name__ for kind in model.__mro__}
    rows = (row for row in CHANGES if row.model in models and dotted)
    return next((row for row in rows if getattr(row, side) == dotted), None)
