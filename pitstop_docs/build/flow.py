"""The whole flow on one screen: read, check, compose, plan, make (fit and write), pages, ledger.

Enters: a project's folder, what to make of it and who makes it. Leaves: files under ``output/``, the pages
that list them, the ledger, and what was found wrong. A source of which something is wrong is not made, and
its old files stay; errors of what everything is made of, and of a letterhead that somebody asks for, write
nothing; a later one concerns its brief alone."""

import traceback
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from pitstop_docs.build.briefs import Brief, Composed, brief_of, outlined
from pitstop_docs.build.choice import Choice, formats_of
from pitstop_docs.build.drafts import Draft, drafts_of, press_targets
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.kept_outlines import Outlines
from pitstop_docs.build.ledger import Ledger, Stamp
from pitstop_docs.build.outlines import outline_of
from pitstop_docs.build.output import Asked, Output, open_store
from pitstop_docs.build.page_lock import Measured, PageLock, name_of, read_lock
from pitstop_docs.build.pages import draw_pages
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.readout import Readout, know, sort_out
from pitstop_docs.build.run import Progress, Run
from pitstop_docs.build.standing import Standing
from pitstop_docs.build.steps import Steps, details_of, failed
from pitstop_docs.build.word_pages import (
    WordFile,
    convert_files,
    font_folders,
    measured_of,
    tell_of_excess,
    tell_of_unmeasured,
)
from pitstop_docs.build.workers import Labour, at_work
from pitstop_docs.checks import check
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import BriefId, Location, PitstopError, Reporter
from pitstop_docs.problems.messages import _, few, ngettext
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.records.acts import drafted_acts
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.collector import collector_held_back
from pitstop_docs.writers.letterheads import find_letterheads
from pitstop_docs.writers.odt.office import Office
from pitstop_docs.writers.targets import WRITERS, Odt, Pdf, Target, Word, target_named


def load(root: Path, reporter: Reporter, reader: ProjectReader | None = None) -> Collection:
    """Read and check the project at *root*; all problems go to *reporter*. Whoever brings a *reader*,
    which remembers what it has read, has it save that."""
    templates = Templates.of(root)
    own = reader or ProjectReader(root, open_store(root))
    with collector_held_back():
        collection = own.read(templates, reporter)
        check(collection, templates, WRITERS, reporter)
    # A build that will make nothing leaves no folder behind.
    if reader is None and (root / "output").is_dir():
        own.save()
    return collection


def load_chosen(
    root: Path, choice: Choice, reporter: Reporter, reader: ProjectReader | None = None
) -> Readout:
    """Read and check the project at *root*; problems of what *choice* names go to *reporter*."""
    found = Reporter()
    collection = load(root, found, reader) if reader else load(root, found)
    return sort_out(collection, found, choice, reporter)


def build(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress, labour: Labour | None = None,
    standing: Standing | None = None,
) -> Run:  # fmt: skip
    """Build the chosen briefs of sources that are right; the files of others stay, and are marked. A process
    that stays brings what is *standing*, in the place of *labour*."""
    run = Run()
    know(choice.formats, (*WRITERS, Odt.format), _("no format '{name}'"))
    labour = labour or Labour()
    if standing:
        labour = Labour(executor=standing.executor, inputs=standing.inputs)
    inputs = labour.inputs or read_inputs(root)
    lock = read_lock(root, reporter)
    # Known to be there before anything is made.
    office = Office(font_folders(root)) if Odt.format in choice.formats else None
    warm = [target_named(format) for format in formats_of(choice)]
    with at_work(labour, inputs, warm, choice.embed) as executor:
        with run.timed("read"):
            read = load_chosen(root, choice, reporter, standing.reader if standing else None)
            told = len(reporter.errors)
            letterheads = _letterheads(root, choice, reporter)
        if read.stopped or len(reporter.errors) > told:
            return run
        if choice.shop:
            know((choice.shop,), read.right.shops, _("no print shop '{name}'"))
        if not read.sources:
            raise PitstopError(
                _("there are no sources to make briefs of"),
                _("write one: pitstop new practice ID"),
            )
        inputs = inputs.coloured(read.right.project.theme_colours)
        output = Output.open(root)
        with run.timed("compose"), collector_held_back():
            drafts = drafts_of(read.right, choice, letterheads, output.ledger)
            outlines = Outlines(inputs, output.store)
            briefs = list(_compose(drafts, choice, outlines, lock, run, output, standing))
            outlines.save()
        with run.timed("plan"), collector_held_back():
            asked = _asked(read, output.ledger)
            _mark_wrong(read, choice, asked, run, output)
            steps = Steps.of(inputs, output, run, briefs, asked, standing)
        try:
            output.prune(steps.plan.prune)
            steps.restore()
            steps.make(executor, progress)
            if office is not None:
                _convert(run, briefs, output, office, reporter)
        finally:  # Ctrl-C too: what was made is known next time
            _finish(read, choice, briefs, asked, inputs, lock, output, run, reporter)
    return run


def wanted(
    collection: Collection, choice: Choice, inputs: Inputs, lock: PageLock | None = None
) -> Iterator[Brief]:
    """Yield the chosen documents in the formats that they are written in, composed one after the other."""
    for draft in drafts_of(collection, choice):
        measured = _measured(draft, lock or PageLock())
        yield brief_of(
            draft.compose(), draft.targets, inputs, choice.embed, measured, draft.profiles
        )


def _compose(
    drafts: Iterable[Draft],
    choice: Choice,
    outlines: Outlines,
    lock: PageLock,
    run: Run,
    output: Output,
    standing: Standing | None,
) -> Iterator[Brief]:
    """Yield each document as it is wanted, composed where its outline is not kept; one that cannot be composed
    fails alone."""
    for draft in drafts:
        if standing:
            standing.go_on()
        try:
            outline, compose = outlines.of(draft), draft.compose
            if outline is None:
                compose = Composed(draft.compose())
                outline = outline_of(compose.document)
                outlines.keep(draft, outline)
            measured = _measured(draft, lock)
            yield outlined(
                outline, compose, draft.targets, outlines.inputs, choice.embed, measured,
                draft.profiles,
            )  # fmt: skip
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            run.made[draft.id] = failed(draft.id, draft.case.location, reason)
            run.traces[draft.id] = traceback.format_exc()
            output.note_failure(draft.id)


def _measured(draft: Draft, lock: PageLock) -> Measured | None:
    return lock.files.get(name_of(draft.id, Word()))


def _letterheads(root: Path, choice: Choice, reporter: Reporter) -> tuple[str, ...]:
    """Return the ids of the letterheads chosen; what is wrong with them goes to *reporter*."""
    if not choice.letterheads:
        return ()
    if choice.formats and Word.format not in choice.formats:
        raise PitstopError(
            _("a letterhead is for Word files"), _("leave --format out, or add --format docx")
        )
    templates = Templates.of(root)
    from pitstop_docs.writers.docx.letterheads import open_letterheads  # slow to load

    opened = open_letterheads(choice.letterheads, root, templates, reporter)
    return tuple(letterhead.id for letterhead in opened)


def _asked(read: Readout, ledger: Ledger) -> Asked:
    """Return what the whole project asks for, or may be asked for; of sources that are wrong too."""
    words = [Word(), *map(Word, find_letterheads(Templates.of(read.right.root)))]
    asked: dict[BriefId, frozenset[Target]] = {}
    for name, source in read.names(ledger).items():
        languages = (source.case.language,) if source.case else read.right.project.languages
        for edition, language in product(read.right.editions.values(), languages):
            targets = [target_named(format) for format in edition.formats]
            more: list[Target] = [Odt(), *words] if Word() in targets else []
            if Pdf() in targets:
                more += press_targets(read.right, source.case)
            asked[BriefId(name, edition.id, language)] = frozenset({*targets, *more})
            room = frozenset(t for t in (*targets, *more) if isinstance(t, Word) or t == Pdf())
            asked[BriefId(name, edition.id, language, "addressed")] = room
        # What acts a source has that is wrong is not known: those stay that are there.
        acts = [id for id in ledger.rows if id.source == name and id.kind == "act"]
        if source.path not in read.wrong and source.case:
            case = source.case
            drafted = drafted_acts(case, read.right.act_forms)
            acts = [BriefId(name, act, case.language, "act") for _body, act in drafted]
        asked |= dict.fromkeys(acts, frozenset({Odt(), *words}))
    return asked


def _mark_wrong(read: Readout, choice: Choice, asked: Asked, run: Run, output: Output) -> None:
    """Take down that briefs of sources that are wrong are not made: what was there before them stays."""
    run.wrong = read.wrong_names(choice)
    names = read.names(output.ledger)
    formats = formats_of(choice)
    for id, targets in asked.items():
        source = names[id.source]
        if (
            source.path in read.wrong
            and source.name in run.wrong
            and (not choice.editions or id.edition in choice.editions)
            and any(target.format in formats for target in targets)
        ):
            output.note_failure(id)


def _convert(
    run: Run, briefs: list[Brief], output: Output, office: Office, reporter: Reporter
) -> None:
    """Make ODT files of the Word files that are there now."""
    files = [
        WordFile(brief.id, Word(), brief.outline.pages, brief.outline.location)
        for brief in briefs
        if Word() in run.made[brief.id].files
    ]
    for file, digest in convert_files(output.root, files, office, reporter):
        run.made[file.id] = run.made[file.id].with_file(Odt(), digest)
        output.note_one(file.id, Odt(), digest)


def _finish(
    read: Readout, choice: Choice, briefs: list[Brief], asked: Asked, inputs: Inputs, lock: PageLock,
    output: Output, run: Run, reporter: Reporter,
) -> None:  # fmt: skip
    """Draw the pages, write the ledger, and sort what was found."""
    told = len(reporter.errors)
    order = {id: number for number, id in enumerate(asked)}
    run.made = dict(sorted(run.made.items(), key=lambda each: order[each[0]]))
    run.removed = output.removed
    for made in run.made.values():
        for problem in made.problems:
            reporter.add(problem)
    _tell_of_older(output, run, reporter)
    _tell_of_pages(briefs, output, run, lock, reporter)
    well = len(reporter.errors) == told
    if output.store.trouble and well:
        reporter.report(
            "cannot-keep",
            Location("output/.cache"),
            _("results cannot be kept in output/.cache: {reason}").format(
                reason=output.store.trouble
            ),
        )
    stamp = None
    whole = Odt.format not in choice.formats and len(run.made) == len(briefs)
    if well and whole and inputs.still_holds():
        ids = tuple(brief.id for brief in briefs)
        stamp = choice.name, Stamp(inputs.everything, ids, tuple(reporter.diagnostics), run.wrong)

    def draw(ledger: Ledger) -> dict[str, str]:
        with run.timed("pages"):
            return draw_pages(output.root, read.right, ledger, output.store, reporter)

    headings = read.headings(output.ledger)
    output.save(details_of(briefs, inputs), asked, headings, stamp, draw, reporter)


def _tell_of_pages(
    briefs: list[Brief], output: Output, run: Run, lock: PageLock, reporter: Reporter
) -> None:
    """Say of the files on letterheads which take too many pages, and that pages are not known."""
    files = [
        WordFile(brief.id, target, brief.outline.pages, brief.outline.location)
        for brief in briefs
        if brief.id in run.made  # a build may be interrupted
        and brief.id.is_edition  # an act is as long as it is
        for target in run.made[brief.id].files
        if isinstance(target, Word) and target.letterhead
    ]
    known = {file: measured_of(output.root, file, lock) for file in files}
    tell_of_excess({file: one for file, one in known.items() if one}, reporter)
    tell_of_unmeasured([file for file, one in known.items() if one is None], reporter)


def _tell_of_older(output: Output, run: Run, reporter: Reporter) -> None:
    """Say which files of these briefs were not made again with them."""
    older = [
        path_of(id, target)
        for id, row in output.changed.items()
        if id in run.made and not run.made[id].failed
        for target in sorted(row.older)
        if (output.root / path_of(id, target)).is_file()
    ]
    if older:
        reporter.report(
            "older-files",
            Location(older[0]),
            ngettext(
                "{count} file is older than its brief: {paths}",
                "{count} files are older than their briefs: {paths}",
                len(older),
            ).format(count=len(older), paths=few(older, 3)),
        )
