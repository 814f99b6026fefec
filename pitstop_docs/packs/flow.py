"""A campaign becomes packs: read, build, plan, place, write down, list.

Enters: a project's folder, a campaign's id and what somebody wants of it. Leaves:
``output/packs/<campaign>/``, the register, and what went wrong, municipality by municipality. A pack is there
whole or not at all; one that is as it should be is left alone, so that a run that was stopped goes on where
it was."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.flow import load as load_project
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.output import open_store
from pitstop_docs.build.paths import PACKS
from pitstop_docs.build.run import Progress, Run
from pitstop_docs.build.workers import Labour
from pitstop_docs.look.templates import Templates
from pitstop_docs.packs.addressing import Addressing
from pitstop_docs.packs.campaigns import (
    campaign_named,
    check_campaign,
    chosen_cases,
    chosen_recipients,
    read_campaigns,
)
from pitstop_docs.packs.letters import Letters
from pitstop_docs.packs.members import Addressed, Documents, documents_of
from pitstop_docs.packs.packing import Packed, Packing, fail
from pitstop_docs.packs.plan import FULL, Shape, bytes_needed, check_room, plan_packs
from pitstop_docs.packs.recipients import read_recipients
from pitstop_docs.packs.register import open_register
from pitstop_docs.packs.texts import TEMPLATES
from pitstop_docs.problems.diagnostics import PitstopError, Reporter, did_you_mean
from pitstop_docs.problems.messages import _, few, ngettext
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.model import Collection
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.files import locked
from pitstop_docs.writers.docx.letterheads import open_letterheads
from pitstop_docs.writers.letterheads import find_letterheads
from pitstop_docs.writers.targets import Word, target_named

_LOCK = f"{PACKS}/.lock"

# Of our own modules, those that decide what a pack looks like; what it carries has digests of its own.
_MAKERS = tuple(
    f"packs/{name}.py"
    for name in ("addressing", "mail", "members", "names", "packing", "place", "texts")
)

Free = Callable[[Path], int]
Address = Callable[[Campaign, Collection, Documents, Inputs, Labour], Addressed]


def disk_free(folder: Path) -> int:
    """Return how many bytes the disk of *folder* has left."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a campaign: for which municipalities (all of it, without any), in which form;
    only counted, where it is ``dry``."""

    to: tuple[str, ...] = ()
    shape: Shape = FULL
    dry: bool = False


def pack(
    root: Path, id: str, wish: Wish, reporter: Reporter, progress: Progress, labour: Labour | None = None,
    letters: Address = Letters, free: Free = disk_free,
) -> Packed:  # fmt: skip
    """Make the packs of the campaign *id*, as *wish* says; raises :class:`PitstopError` where there is no
    such campaign, or no room for it."""
    collection = load_project(root, Reporter())  # a build tells what is wrong in sources
    campaign = campaign_named(read_campaigns(root, Reporter()), id, root)
    shape = _shape(campaign, wish.shape)
    packed = Packed(campaign)
    valid = list(read_recipients(root, reporter).valid_on(campaign.date))
    told = len(reporter.errors)
    check_campaign(campaign, collection, valid, reporter)
    if len(reporter.errors) > told:
        return packed
    recipients = _wanted(chosen_recipients(campaign, valid), wish.to)
    recipients = _with_letterheads(root, recipients, packed, reporter)
    if not recipients:
        return packed
    letterheads = tuple(dict.fromkeys(r.letterhead for r in recipients if r.letterhead))
    choice = Choice(
        _sources(campaign, collection),
        campaign.editions,
        letterheads=letterheads,
        embed=campaign.embed_fonts,
        addressed=campaign.addressed,
    )
    packed.run = build(root, choice, reporter, progress, labour)
    if not _is_whole(packed.run, collection):
        return packed
    documents = documents_of(
        root, open_store(root), campaign, collection, packed.run.made, letterheads
    )
    recipients = _with_documents(recipients, documents, packed, reporter)
    inputs = read_inputs(root).coloured(collection.project.theme_colours)
    addressed = letters(campaign, collection, documents, inputs, labour or Labour())
    addressing = None
    if campaign.addressed:
        addressing = Addressing(documents, collection, inputs.makers)
    packed.orders = plan_packs(
        campaign, recipients, documents, addressed, _makers(inputs), addressing
    )
    (root / PACKS).mkdir(parents=True, exist_ok=True)
    with locked(root / _LOCK), open_register(root) as register:
        packing = Packing(root, packed, shape, documents, addressed, register, reporter, addressing)
        todo = packing.unfinished()
        packed.needed = bytes_needed(todo, shape)
        check_room(packed.needed, free(root / PACKS))
        if not wish.dry:
            packing.run(todo, progress)
    if shape.mail:
        _tell_of_silent(packed, reporter)
    return packed


def _sources(campaign: Campaign, collection: Collection) -> tuple[str, ...]:
    """Return the names of the sources of *campaign* as a build takes them: those too in which something is
    wrong, so that none is left out without a word."""
    if not (campaign.sources or campaign.topics):
        return ()
    chosen = (case.id for case in chosen_cases(campaign, collection))
    return tuple(dict.fromkeys((*campaign.sources, *chosen)))


def _shape(campaign: Campaign, shape: Shape) -> Shape:
    """Return what is made of each pack, where *campaign* leaves out a form too."""
    found = Shape(shape.folder and campaign.folder, shape.zip and campaign.zip, shape.mail)
    if not (found.folder or found.zip):
        raise PitstopError(
            _("of a pack there would be neither folder nor zip"),
            _("leave out --no-folder or --no-zip, or put the campaign's 'folder' and 'zip' right"),
        )
    return found


def _wanted(recipients: Sequence[Recipient], codes: tuple[str, ...]) -> list[Recipient]:
    """Return those of *recipients* with these *codes*, all without any; raises :class:`PitstopError`."""
    by_code = {recipient.istat: recipient for recipient in recipients}
    for code in codes:
        if code not in by_code:
            names = {recipient.name: recipient.istat for recipient in recipients}
            raise PitstopError(
                _("the campaign is not for the municipality '{code}'").format(code=code),
                _("its ISTAT code is {code}").format(code=names[code])
                if code in names
                else did_you_mean(code, by_code)
                or _("'pitstop pack --dry-run' says whom it is for"),
            )
    return [recipient for recipient in recipients if not codes or recipient.istat in codes]


def _with_letterheads(
    root: Path, recipients: Sequence[Recipient], packed: Packed, reporter: Reporter
) -> list[Recipient]:
    """Return the recipients without those whose letterhead is not there or cannot be used, which is told."""
    templates = Templates.of(root)
    there = find_letterheads(templates)
    wrong: dict[str, str] = {}
    for id in {r.letterhead for r in recipients if r.letterhead}:
        if id not in there:
            near = did_you_mean(id, there)
            wrong[id] = _("there is no letterhead '{id}'").format(id=id) + (
                f" ({near})" if near else ""
            )
            continue
        found = Reporter()
        open_letterheads((id,), root, templates, found)
        if found.errors:
            wrong[id] = _("the letterhead '{id}': {reason}").format(
                id=id, reason=found.errors[0].message
            )
    for recipient in recipients:
        if recipient.letterhead in wrong:
            hint = _(
                "'pitstop letterhead check' says what is wrong; without a letterhead, delete it here"
            )
            fail(packed, recipient, wrong[str(recipient.letterhead)], hint, reporter)
    return [recipient for recipient in recipients if recipient.letterhead not in wrong]


def _with_documents(
    recipients: Sequence[Recipient], documents: Documents, packed: Packed, reporter: Reporter
) -> list[Recipient]:
    """Return the recipients without those on whose letterhead a document could not be made, which is told."""
    for recipient in recipients:
        if names := documents.lacking(recipient.letterhead or ""):
            why = _("on the letterhead '{id}' there is no {names}").format(
                id=recipient.letterhead, names=few(names)
            )
            hint = _("'pitstop build --letterhead' with its name says why")
            fail(packed, recipient, why, hint, reporter)
    return [r for r in recipients if not documents.lacking(r.letterhead or "")]


def _is_whole(run: Run, collection: Collection) -> bool:
    """Tell whether every brief has all its files, but for those on letterheads."""
    return (
        bool(run.made)
        and not run.wrong
        and all(
            target_named(format) in made.files
            for id, made in run.made.items()
            for format in (
                (Word.format,) if id.kind == "act" else collection.editions[id.edition].formats
            )
        )
    )


def _makers(inputs: Inputs) -> str:
    """Return the digest of what decides the texts of a pack, and its form."""
    code = {name: inputs.code.files[name] for name in _MAKERS}
    templates = {n: tree.files.get(n, "") for tree in inputs.templates for n in TEMPLATES}
    return digest((code, templates, inputs.colours))


def _tell_of_silent(packed: Packed, reporter: Reporter) -> None:
    """Say who cannot be written to."""
    silent = [order.recipient for order in packed.orders if not order.recipient.pec]
    if silent:
        message = ngettext(
            "{count} municipality has no PEC address, and no message: {names}",
            "{count} municipalities have no PEC address, and no message: {names}",
            len(silent),
        ).format(count=len(silent), names=few([f"{r.name} ({r.istat})" for r in silent], 20))
        reporter.report("no-pec", silent[0].location, message)
