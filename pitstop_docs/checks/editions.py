"""Rules over editions: every part exists, and whatever is called for is there."""

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.editions import PARTS, SECTIONS, Edition
from pitstop_docs.records.model import Collection


def check_editions(collection: Collection, reporter: Reporter) -> None:
    """Parts and columns are known, none is listed twice, numbered sources have their list."""
    known = [*SECTIONS, *PARTS]
    for edition in collection.editions.values():
        seen: set[str] = set()
        for index, part in enumerate(edition.sections):
            place = edition.at("sections", index, "part")
            if part.part not in known:
                near = did_you_mean(part.part, known)
                listed = _("parts are: {known}").format(known=", ".join(known))
                message = _("no part '{part}'").format(part=part.part)
                reporter.report("unknown-part", place, message, near or listed)
            elif part.part in seen:
                message = _("part '{part}' is there twice").format(part=part.part)
                reporter.report("duplicate-part", place, message)
            seen.add(part.part)
            _check_columns(edition, index, reporter)
        if edition.citations == "numbers" and "sources" not in seen:
            reporter.report(
                "no-sources-part",
                edition.at("sections"),
                _("edition '{id}' numbers its sources but does not list them").format(
                    id=edition.id
                ),
            )


def _check_columns(edition: Edition, index: int, reporter: Reporter) -> None:
    part = edition.sections[index]
    columns = PARTS[part.part].columns if part.part in PARTS else ()
    for number, name in enumerate(part.columns):
        if name not in columns:
            known = _("columns are: {known}").format(known=", ".join(columns) or "–")
            reporter.report(
                "unknown-column",
                edition.at("sections", index, "columns", number),
                _("part '{part}' has no column '{name}'").format(part=part.part, name=name),
                did_you_mean(name, columns) or known,
            )


def check_made_editions(collection: Collection, reporter: Reporter) -> None:
    """The editions that the project makes exist."""
    known = sorted({*collection.editions, *collection.other_editions})
    for number, name in enumerate(collection.project.editions):
        if name not in known and not collection.may_exist(Edition, name):
            allowed = _("choose one of: {choices}").format(choices=", ".join(known))
            reporter.report(
                "unknown-value",
                collection.project.at("editions", number),
                _("there is no edition '{name}'").format(name=name),
                did_you_mean(name, known) or allowed,
            )


def check_formats(collection: Collection, formats: tuple[str, ...], reporter: Reporter) -> None:
    """Every format has a writer."""
    for edition in collection.editions.values():
        for number, name in enumerate(edition.formats):
            if name not in formats:
                near, shown = did_you_mean(name, formats), _("'{text}'").format(text=name)
                allowed = _("choose one of: {choices}").format(choices=", ".join(formats))
                reporter.report(
                    "unknown-value",
                    edition.at("formats", number),
                    _("{value} is not a value of '{field}'").format(value=shown, field="formats"),
                    f"{near} {allowed}" if near else allowed,
                )
