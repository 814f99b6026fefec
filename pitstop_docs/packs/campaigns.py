"""``sources/campaigns/*.yaml`` → campaigns that name nothing that is not there.

Enters: a project's folder, what was read of it, its recipients. Leaves: campaigns by id; all that is wrong in
them, each at its line."""

from collections.abc import Iterable, Mapping
from os.path import lexists
from pathlib import Path

from pitstop_docs.look.templates import is_hidden
from pitstop_docs.packs.recipients import read_recipients
from pitstop_docs.problems.diagnostics import (
    Location,
    PitstopError,
    Reporter,
    did_you_mean,
    relative,
)
from pitstop_docs.problems.messages import _, few, ngettext
from pitstop_docs.readers.files import composed, read_bytes, text_of
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.records.campaigns import ALL, Campaign
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.recipients import Recipient

FOLDER = "sources/campaigns"


def read_campaigns(root: Path, reporter: Reporter) -> dict[str, Campaign]:
    """Return the campaigns of the project at *root* by id; what is wrong with a file goes to *reporter*."""
    folder = root / FOLDER
    found: dict[str, Campaign] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if is_hidden(path.name):
            continue
        if path.suffix != ".yaml":
            hint = _("a campaign is a file whose name ends in '.yaml', right in its folder")
            reporter.report("ignored-file", Location(relative(path, root)), hint=hint)
            continue
        campaign = _read(path, root, reporter)
        if campaign is None:
            continue
        first = found.setdefault(campaign.id, campaign)
        if first is not campaign:
            message = _("id '{id}' is taken by {place}").format(
                id=campaign.id, place=first.location
            )
            reporter.report("duplicate-id", campaign.at("id"), message)
    return found


def check_campaigns(root: Path, collection: Collection, reporter: Reporter) -> None:
    """Report what is wrong in the campaigns of the project at *root*, and in its municipalities."""
    recipients = read_recipients(root, reporter)
    for campaign in read_campaigns(root, reporter).values():
        valid = recipients.valid_on(campaign.date)
        check_campaign(campaign, collection, valid, act_forms(collection), reporter)


def act_forms(collection: Collection) -> tuple[str, ...]:
    """Return the ids of the forms of acts that there are."""
    return ()


def campaign_named(campaigns: Mapping[str, Campaign], id: str, root: Path) -> Campaign:
    """Return the campaign *id*; raises :class:`PitstopError` where there is none."""
    if id in campaigns:
        return campaigns[id]
    if lexists(root / FOLDER / f"{id}.yaml"):
        raise PitstopError(
            _("the campaign '{name}' cannot be read").format(name=id),
            _("pitstop check says what is wrong in it"),
        )
    hint = did_you_mean(id, campaigns)
    if not hint and campaigns:
        hint = _("there are: {known}").format(known=", ".join(campaigns))
    raise PitstopError(
        _("no campaign '{name}'").format(name=id),
        hint or _("write one: sources/campaigns/{name}.yaml").format(name=id),
    )


def _read(path: Path, root: Path, reporter: Reporter) -> Campaign | None:
    name = relative(path, root)
    data = read_bytes(path, root, reporter)
    text = text_of(data, name, reporter) if data is not None else None
    if text is None:
        return None
    loaded = load_yaml(text, name, reporter)
    if isinstance(loaded.value, dict):
        loaded.value.setdefault("id", composed(path.stem))
    passage = Passage(name, text.split("\n"), reporter)
    inline = InlineReader(passage)
    campaign = validate(
        Campaign, loaded.value, loaded.places, loaded.keys, inline, reporter, loaded.misread
    )
    if campaign is None:
        return None
    campaign = campaign.placed(loaded.places, tuple(passage.mentions))
    if campaign.id != composed(path.stem):
        message = _("the file is called '{name}', but its id is '{id}'")
        message = message.format(name=composed(path.name), id=campaign.id)
        reporter.report("file-name", campaign.at("id"), message)
    return campaign


# --- what a campaign names -----------------------------------------------------------------------


def check_campaign(
    campaign: Campaign,
    collection: Collection,
    recipients: Iterable[Recipient],
    acts: Iterable[str],
    reporter: Reporter,
) -> None:
    """Report names in *campaign* that are nobody's, sources that are not to leave the house yet, and a
    campaign that reaches no municipality. *recipients* are those of its day, *acts* the forms there are."""
    before = len(reporter.errors)
    listed = list(recipients)
    known: dict[tuple[str, ...], Iterable[str]] = {
        ("sources",): _sources(collection),
        ("topics",): {word for case in collection.cases for word in case.keywords},
        ("editions",): [*collection.editions],
        ("acts",): [ALL, *acts],
        ("to", "istat"): [recipient.istat for recipient in listed],
        ("to", "province"): {recipient.province for recipient in listed},
        ("to", "region"): {recipient.region for recipient in listed if recipient.region},
        ("to", "territory"): {recipient.territory for recipient in listed if recipient.territory},
    }
    for path, names in known.items():
        _check_names(campaign, path, sorted(names), reporter)
    population = campaign.to.population
    if None not in (population.min, population.max) and population.min > population.max:  # type: ignore[operator]
        message = _("'min' ({min}) is more than 'max' ({max})")
        place = campaign.at("to", "population", "min")
        message = message.format(min=population.min, max=population.max)
        reporter.report("wrong-range", place, message, _("write the smaller number in 'min'"))
    if len(reporter.errors) > before:
        return
    if not chosen_recipients(campaign, listed):
        reporter.report("no-recipients", campaign.at("to"))
    if not campaign.allow_drafts:
        _check_drafts(campaign, collection, reporter)


def _sources(collection: Collection) -> list[str]:
    """Return the ids of all sources that are there, right or wrong: what is wrong is told there."""
    return [entry.id for entry in collection.entries if issubclass(entry.kind, Case) and entry.id]


def _check_names(
    campaign: Campaign, path: tuple[str, ...], known: list[str], reporter: Reporter
) -> None:
    """Report each name in the list at *path* that is not *known*; capitals and accents do not count."""
    value: object = campaign
    for part in path:
        value = getattr(value, part)
    assert isinstance(value, tuple)
    names = {_bare(name) for name in known}
    for number, name in enumerate(value):
        if _bare(name) in names:
            continue
        hint = did_you_mean(name, known)
        if not hint and known:
            hint = _("there are: {known}").format(known=few(known, 8))
        reporter.report(
            "unknown-choice",
            campaign.at(*path, number),
            _("'{field}' names '{name}', which is not there").format(field=path[-1], name=name),
            hint,
        )


def _check_drafts(campaign: Campaign, collection: Collection, reporter: Reporter) -> None:
    drafts = [name for name, status in records_of(campaign, collection) if status != "reviewed"]
    if drafts:
        message = ngettext(
            "{count} record is not reviewed, and cannot leave the house: {names}",
            "{count} records are not reviewed, and cannot leave the house: {names}",
            len(drafts),
        ).format(count=len(drafts), names=few(drafts))
        reporter.report("draft-in-pack", campaign.location, message)


def records_of(campaign: Campaign, collection: Collection) -> list[tuple[str, str]]:
    """Return id and status of each source of *campaign*, and of each testimony that these print."""
    cases = chosen_cases(campaign, collection)
    found = {case.id: str(case.status) for case in cases}
    for case in cases:
        for id in case.testimonies:
            if id in collection.testimonies:
                found[id] = collection.testimonies[id].status
    return list(found.items())


def chosen_cases(campaign: Campaign, collection: Collection) -> list[Case]:
    """Return the sources that *campaign* sends, in the order of the collection."""
    if not (campaign.sources or campaign.topics):
        return list(collection.cases)
    topics = {_bare(topic) for topic in campaign.topics}
    return [
        case
        for case in collection.cases
        if case.id in campaign.sources or topics & {_bare(word) for word in case.keywords}
    ]


def chosen_recipients(campaign: Campaign, recipients: Iterable[Recipient]) -> list[Recipient]:
    """Return those of *recipients* that *campaign* is for, by ISTAT code."""
    to = campaign.to
    regions, territories = ({_bare(n) for n in names} for names in (to.region, to.territory))
    found = (
        recipient
        for recipient in recipients
        if (not to.istat or recipient.istat in to.istat)
        and (not to.province or recipient.province in to.province)
        and (not regions or _bare(recipient.region or "") in regions)
        and (not territories or _bare(recipient.territory or "") in territories)
        and to.population.holds(recipient.population)
    )
    return sorted(found, key=lambda recipient: recipient.istat)


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
