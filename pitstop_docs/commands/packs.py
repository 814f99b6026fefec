"""Commands about packs: pack, verify-pack, packs status.

Enters: what was typed. Leaves: packs in ``output/packs/``, lines on the terminal, an exit code. What is slow
to load, commands import themselves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pitstop_docs.commands import screen
from pitstop_docs.commands.briefs import Scheduler
from pitstop_docs.commands.options import AsJson, Jobs, Project
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import PitstopError, Reporter, printable
from pitstop_docs.problems.messages import _, language
from pitstop_docs.readers import require_project

if TYPE_CHECKING:
    from pitstop_docs.packs.packing import Packed
    from pitstop_docs.packs.status import State, Version

_TO = _("Only the municipality with this ISTAT code; may be repeated.")
_MAIL = _("Messages as drafts too (.eml), for the office's own mail program.")


@command("pack", _("Make the packs of a campaign: one for each municipality."))
def pack(
    campaign: Annotated[
        tuple[str, ...],
        Parameter(_("The campaigns; all if you do not say."), metavar=_("CAMPAIGN"), many=True),
    ] = (),
    to: Annotated[tuple[str, ...], Parameter(_TO, ("--to",), "ISTAT", many=True)] = (),
    dry_run: Annotated[
        bool,
        Parameter(_("Say who gets what; make the briefs, and no pack."), ("--dry-run",)),
    ] = False,
    mail: Annotated[bool, Parameter(_MAIL, ("--mail",))] = False,
    no_zip: Annotated[bool, Parameter(_("Loose files only."), ("--no-zip",))] = False,
    no_folder: Annotated[bool, Parameter(_("Archives only."), ("--no-folder",))] = False,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Make packs and print what became of them."""
    from pitstop_docs.build.workers import Labour, cores
    from pitstop_docs.packs.campaigns import read_campaigns
    from pitstop_docs.packs.flow import Wish
    from pitstop_docs.packs.flow import pack as make_packs
    from pitstop_docs.packs.plan import Shape

    root = project.resolve()
    require_project(root)
    ids = campaign or tuple(read_campaigns(root, Reporter()))
    if not ids:
        raise PitstopError(
            _("there are no campaigns"),
            _("write one: sources/campaigns/{name}.yaml").format(name="ID"),
        )
    wish = Wish(to, Shape(not no_folder, not no_zip, mail), dry_run)
    reporter, found = Reporter(), []
    for id in ids:
        with screen.progress(hidden=as_json) as progress:
            labour = Labour(jobs or cores(), scheduler)
            packed = make_packs(root, id, wish, reporter, progress, labour)
        found.append(packed)
        if not as_json:
            _print_packed(packed, dry_run, project)
    return screen.print_outcome(reporter, as_json, packs=[_as_json(packed) for packed in found])


def _print_packed(packed: "Packed", dry: bool, project: Path) -> None:
    from pitstop_docs.packs.texts import size

    if dry:
        rows = [
            (
                order.recipient.istat,
                order.recipient.name,
                _("{count} files").format(count=order.files),
                size(order.size, language()),
                order.recipient.letterhead or "",
                order.recipient.pec or "",
            )
            for order in packed.orders
        ]
        screen.print_list(packed.campaign.title, rows)
    words = (
        _("{count} municipalities, {files} files; {size} would be written")
        if dry
        else _("{made} packs made, {stayed} as they were, {failed} failed, {messages} messages")
    )
    print(
        words.format(
            count=len(packed.orders),
            files=sum(order.files for order in packed.orders),
            size=size(packed.needed, language()),
            made=len(packed.made),
            stayed=len(packed.stayed),
            failed=len(packed.failed),
            messages=packed.messages,
        )
    )
    if packed.made or packed.stayed:
        index = project / "output" / "packs" / packed.campaign.id / "index.html"
        print(_("All packs: {path}").format(path=index))


def _as_json(packed: "Packed") -> dict[str, object]:
    return {
        "campaign": packed.campaign.id,
        "orders": [
            {"istat": o.recipient.istat, "folder": o.name, "files": o.files, "bytes": o.size}
            for o in packed.orders
        ],
        "bytes": packed.needed,
        "made": packed.made,
        "stayed": packed.stayed,
        "failed": packed.failed,
        "messages": packed.messages,
    }


@command("verify-pack", _("Say whether a pack is whole and untouched, and what is newer."))
def verify_pack(
    file: Annotated[
        Path, Parameter(_("A pack: a folder or a .zip."), metavar=_("FILE"), read=Path)
    ],
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Verify a pack."""
    from pitstop_docs.packs.verify import verify_pack as verify

    root = project.resolve()
    reporter = Reporter()
    found = verify(file, root, _current(root), reporter)
    if not as_json:
        print(_("{count} files are as they were sent").format(count=found.right))
        for name in found.signed:
            print(_("signed: {name}").format(name=printable(name)))
        if found.row:
            words = _("the pack for {name} ({istat}), campaign {campaign}, made on {day}")
            row = found.row
            print(
                words.format(
                    name=row.name, istat=row.istat, campaign=row.campaign, day=row.made[:10]
                )
            )
    return screen.print_outcome(
        reporter, as_json, right=found.right, signed=found.signed,
        recipient=found.row and found.row.istat,
    )  # fmt: skip


@command("packs status", _("Say who has which version, and who should get a newer one."))
def status(
    csv: Annotated[
        Path | None,
        Parameter(
            _("Write it into this file, for a spreadsheet."), ("--csv",), _("FILE"), read=Path
        ),
    ] = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Print what the register knows."""
    from pitstop_docs.packs.register import NAME, open_register
    from pitstop_docs.packs.status import states, write_csv

    root = project.resolve()
    require_project(root)
    if not (root / NAME).is_file():
        raise PitstopError(_("no pack was made yet"), _("make them: pitstop pack"))
    with open_register(root) as register:
        found = list(states(register, _current(root)))
    if csv is not None:
        write_csv(csv, found)
        print(_("written: {path}").format(path=csv))
    elif not as_json:
        _print_states(found)
    if as_json:
        screen.print_json(Reporter(), packs=[_state_as_json(state) for state in found])
    return 0


def _print_states(found: "list[State]") -> None:
    from pitstop_docs.packs.status import versions_of

    for campaign in dict.fromkeys(state.row.campaign for state in found):
        rows = [
            (
                state.row.istat,
                state.row.name,
                state.row.made[:10],
                versions_of(state.row),
                _("newer: {names}").format(names=", ".join(map(str, state.newer)))
                if state.newer
                else "",
            )
            for state in found
            if state.row.campaign == campaign
        ]
        screen.print_list(campaign, rows)
    old = sum(bool(state.newer) for state in found)
    print(
        _("{count} packs, {old} of which hold something that is newer now").format(
            count=len(found), old=old
        )
    )


def _state_as_json(state: "State") -> dict[str, object]:
    row = state.row
    return {
        "campaign": row.campaign, "istat": row.istat, "name": row.name, "date": row.date,
        "made": row.made, "pack": row.digest, "folder": row.folder,
        "versions": {c.id: c.version for c in row.contents if c.version},
        "newer": [str(one) for one in state.newer],
    }  # fmt: skip


def _current(root: Path) -> "dict[str, Version]":
    """Return what the project would send now; nothing, where there is no project."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.build.ledger import read_ledger
    from pitstop_docs.packs.status import current_of

    if not (root / "sources").is_dir():
        return {}
    return current_of(load(root, Reporter()), read_ledger(root))
