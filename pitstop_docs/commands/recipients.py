"""Commands about the municipalities to which packs go: recipients, recipients import.

Enters: what was typed. Leaves: lines on the terminal, a list in ``sources/recipients/``, an exit code."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pitstop_docs.commands import screen
from pitstop_docs.commands.options import AsJson, Project
from pitstop_docs.commands.parser import Misuse, Parameter, command
from pitstop_docs.problems.diagnostics import (
    PitstopError,
    Reporter,
    did_you_mean,
    printable,
    relative,
)
from pitstop_docs.problems.messages import _, few, ngettext
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.readers import require_project

if TYPE_CHECKING:  # slow to load, and most commands need none of it
    from pitstop_docs.packs.importing import Import
    from pitstop_docs.packs.published import Incoming
    from pitstop_docs.records.recipients import Recipient

_DEFAULT = "comuni.csv"


def _list_name(word: str) -> str:
    from pitstop_docs.runs.names import is_device

    if not re.fullmatch(r"[A-Za-z0-9][\w-]{0,59}\.csv", word, re.ASCII) or is_device(word):
        raise Misuse(
            _("'{name}' is no name for a list").format(name=word),
            _("write letters, digits and hyphens, and '.csv' at the end: appennino.csv"),
        )
    return word


def _province(word: str) -> str:
    from pitstop_docs.records.provinces import REGIONS

    if word.upper() not in REGIONS:
        raise Misuse(
            _("no province is called '{province}'").format(province=word),
            _("write two letters: RE"),
        )
    return word.upper()


def _region(word: str) -> str:
    from pitstop_docs.packs.published import plain
    from pitstop_docs.records.provinces import REGIONS

    names = {plain(part): name for name in REGIONS.values() for part in (name, *name.split("/"))}
    if plain(word) not in names:
        raise Misuse(
            _("no region is called '{region}'").format(region=word),
            did_you_mean(word, set(REGIONS.values())),
        )
    return names[plain(word)]


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Misuse(
            _("'{word}' is no date").format(word=word), _("write a date: 2026-11-23")
        ) from None


@command("recipients", _("Show to which municipalities packs can go, by province."))
def recipients(project: Project = Path("."), as_json: AsJson = False) -> int:
    """Count the municipalities that are valid today."""
    from pitstop_docs.packs.recipients import read_recipients

    root = project.resolve()
    require_project(root)
    reporter = Reporter()
    found = read_recipients(root, reporter)
    valid = list(found.valid_on(date.today()))
    counts = Counter(record.province for record in valid)
    reached = Counter(record.province for record in valid if record.pec)
    on_paper = Counter(record.province for record in valid if record.letterhead)
    if not as_json:
        rows = [
            (
                province,
                str(count),
                _("without PEC: {count}").format(count=count - reached[province]),
                _("with letterhead: {count}").format(count=on_paper[province]),
            )
            for province, count in sorted(counts.items())
        ]
        title = ngettext("{count} municipality", "{count} municipalities", len(valid))
        screen.print_list(title.format(count=len(valid)), rows)
        if not valid:
            print(_("to begin a list: pitstop recipients import FILE"))
    return screen.print_outcome(
        reporter,
        as_json,
        recipients=[
            record.model_dump(mode="json", exclude_none=True) | {"file": record.location.path}
            for record in valid
        ],
    )


@command(
    "recipients import",
    _("Take municipalities, and their certified addresses, from the lists of ISTAT and of IPA."),
)
def import_lists(
    files: Annotated[
        tuple[Path, ...],
        Parameter(_("Lists that you downloaded, .csv or .xlsx."), (), _("FILE"), True, Path),
    ] = (),
    region: Annotated[
        tuple[str, ...],
        Parameter(_("Only this region; may be repeated."), ("--region",), _("REGION"), True, _region),
    ] = (),
    province: Annotated[
        tuple[str, ...],
        Parameter(
            _("Only this province, two letters; may be repeated."),
            ("--province",), _("PROVINCE"), True, _province,
        ),
    ] = (),
    to: Annotated[
        str | None,
        Parameter(
            _("The list in sources/recipients; comuni.csv if you do not say."),
            ("--to",), _("NAME.csv"), read=_list_name,
        ),
    ] = None,
    known: Annotated[
        bool, Parameter(_("Bring up to date what the list has, add nothing."), ("--known",))
    ] = False,
    ended: Annotated[
        date | None,
        Parameter(
            _("Last day of those that are no longer in the official list."),
            ("--ended",), _("DATE"), read=_day,
        ),
    ] = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Bring a list of the project up to date."""
    from pitstop_docs.packs.importing import imported, plan_import
    from pitstop_docs.packs.published import read_lists
    from pitstop_docs.packs.recipients import FOLDER, read_recipients

    if not files:
        raise Misuse(_("'{name}' is missing").format(name=_("FILE")))
    root = project.resolve()
    require_project(root)

    def wanted(record: "Recipient") -> bool:
        asked = not (region or province)
        return asked or record.region in region or record.province in province

    reporter = Reporter()
    incoming = read_lists(files, wanted, reporter)
    had = read_recipients(root, reporter)
    path = root / FOLDER / (to or _list_of(root, incoming))
    name = relative(path, root)
    own = [record for record in had if record.location.path == name]
    others = [record for record in had if record.location.path != name]
    plan = plan_import(incoming, own, others, wanted, ended)
    if known:
        plan.added.clear()
    old = None
    if not reporter.errors and (plan.added or plan.changed):
        old = _write(path, imported(path.read_bytes() if path.exists() else None, name, plan))
    kept = relative(old, root) if old else None
    if not as_json:
        _print(plan, name, reporter, kept, ended is not None)
    return screen.print_outcome(reporter, as_json, list=name, kept=kept, **_codes(plan))


def _list_of(root: Path, incoming: "Incoming") -> str:
    """Return which list is meant where nobody says: what adds none completes the only one that there is."""
    from pitstop_docs.packs.recipients import list_files

    lists = [path.name for path in list_files(root, Reporter()) if path.suffix == ".csv"]
    return lists[0] if len(lists) == 1 and not incoming.has_register else _DEFAULT


def _write(path: Path, data: bytes) -> Path | None:
    """Put *data* in *path*; return where the old list is kept, if there was one."""
    from pitstop_docs.runs.files import replace_keeping_old, write_whole

    try:
        if path.exists():
            return replace_keeping_old(path, data)
        write_whole(path, data)
    except OSError as error:
        raise PitstopError(
            _("'{name}' cannot be written: {reason}").format(
                name=path.name, reason=reason_of(error)
            ),
            _("close it if it is open, and check that you may write there and the disk has room"),
        ) from error
    return None


def _print(plan: "Import", name: str, reporter: Reporter, kept: str | None, ended: bool) -> None:
    """Say what became of the list, and what somebody must look at."""
    if reporter.errors:
        print(_("Nothing was written: first put right what is wrong."))
        return
    changed = [change.record for change in plan.changed]
    print(
        _("{list}: {added} added, {changed} changed, {same} left as they were").format(
            list=name, added=len(plan.added), changed=len(plan.changed), same=len(plan.same)
        )
    )
    vanished = (
        _("left, with their last day") if ended else _("left: --ended DATE gives them a last day")
    )
    lines = (
        (_("changed"), changed, ""),
        (_("no longer in the official list"), plan.vanished, vanished),
        (_("the index has another PEC"), plan.kept, _("yours stayed")),
        (
            _("in other lists of the project"),
            plan.elsewhere,
            _("left: --to names the list to change"),
        ),
    )
    for what, records, then in lines:
        if records:
            names = printable(few([f"{each.name} ({each.istat})" for each in records]))
            print(f"  {what}: {names}" + (f" ({then})" if then else ""))
    if not (changed or plan.added or plan.same or plan.elsewhere):
        print(
            "  "
            + _("none of these municipalities is known yet: import ISTAT's list first, or as well")
        )
    if plan.shared:
        addresses = printable(few(plan.shared))
        print(
            "  " + _("PEC of several municipalities, look at them: {list}").format(list=addresses)
        )
    if kept:
        print("  " + _("The old files are kept: {paths}").format(paths=kept))


def _codes(plan: "Import") -> dict[str, Any]:
    """Return *plan* for machines."""

    def codes(records: "Iterable[Recipient]") -> list[str]:
        return [record.istat for record in records]

    return {
        "added": codes(plan.added),
        "changed": {change.record.istat: dict(change.values) for change in plan.changed},
        "left": codes(plan.same),
        "vanished": codes(plan.vanished),
        "other_pec": codes(plan.kept),
        "elsewhere": codes(plan.elsewhere),
        "shared_pec": plan.shared,
    }
