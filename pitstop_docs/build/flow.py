"""The whole flow on one screen: read, check, compose, plan, make (fit and write), index.

Enters: a project's folder, what to make of it and who makes it. Leaves: files under
``output/briefs/`` and ``output/letterheads/``, the index, the manifest, and what was found wrong. Errors
of reading and checking, and of a letterhead, write nothing; a later one concerns its brief alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pitstop_docs.build.briefs import (
    Brief,
    Built,
    Draft,
    Progress,
    Run,
    compose_all,
    find_kept,
    make_all,
    plan_drafts,
    restore_all,
)
from pitstop_docs.build.fit_page import write_fit_page
from pitstop_docs.build.index import Entry, read_entries, write_index
from pitstop_docs.build.inputs import Survey, read_survey
from pitstop_docs.build.ledger import Choice, Stamp
from pitstop_docs.build.make import DOCX, Order
from pitstop_docs.build.output import Output, report_unwritable
from pitstop_docs.build.page_lock import Measured, PageLock, read_lock
from pitstop_docs.build.paths import letterhead_of, path_of
from pitstop_docs.build.unchanged import INDEX, written_files
from pitstop_docs.build.word_pages import WordFile, convert_files, font_folders, measure_files
from pitstop_docs.build.workers import Crew, hire
from pitstop_docs.checks import check
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import Location, PitstopError, Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.project import read_project
from pitstop_docs.records.model import Collection
from pitstop_docs.writers import WRITERS
from pitstop_docs.writers.docx.letterheads import find_letterheads, open_letterheads
from pitstop_docs.writers.odt.office import Office

ODT = "odt"

__all__ = ["Brief", "Built", "Choice", "Run", "build", "load", "plan"]


def load(root: Path, reporter: Reporter) -> Collection:
    """Read and check the project at *root*; all problems go to *reporter*."""
    templates = Templates.of(root)
    collection = read_project(root, templates, reporter)
    check(collection, templates, reporter)
    return collection


def build(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress, crew: Crew | None = None
) -> Run:
    """Build the chosen briefs; makes nothing, and writes nothing, when reading finds errors."""
    run = Run()
    _known(choice.formats, (*WRITERS, ODT), _("no format '{name}'"))
    survey = read_survey(root)
    lock = read_lock(root, reporter)
    # Known to be there before anything is made.
    office = Office(font_folders(root)) if ODT in choice.formats else None
    with hire(crew or Crew(), survey, Order(_wanted(choice), embed=choice.embed)) as executor:
        with run.timed("read"):
            collection = load(root, reporter)
            letterheads = _letterheads(root, choice, reporter)
        if reporter.errors:
            return run
        if not any(collection.cases):
            raise PitstopError(
                _("there are no sources to make briefs of"),
                _("write one: pitstop new practice ID"),
            )
        briefs = list(plan(collection, choice, letterheads, lock))
        output = Output.open(root)
        with run.timed("compose"):
            drafts = compose_all(collection, briefs, survey, output, run)
        with run.timed("plan"):
            present = written_files(root)
            kept = find_kept(drafts, present, output)
            wanted = _all_paths(collection, Templates.of(root))
            todo = plan_drafts(drafts, kept, present, wanted, output)
            run.spared = todo.altered
        try:
            output.prune(todo.prune)
            make = (*todo.make, *restore_all(drafts, todo, kept, output, run))
            make_all(drafts, make, survey, executor, output, run, progress)
            if office is not None:
                _convert(root, collection, choice, run, office, reporter)
        finally:  # Ctrl-C too: what was made is known next time
            _finish(collection, choice, drafts, wanted, survey, output, run, reporter)
    return run


def plan(
    collection: Collection,
    choice: Choice,
    letterheads: tuple[str, ...] = (),
    lock: PageLock | None = None,
) -> Iterator[Brief]:
    """Yield the briefs to make, source by source; raises :class:`PitstopError` on an unknown name."""
    cases = {case.id: case for case in collection.cases}
    _known(choice.sources, cases, _("no source '{name}'"))
    _known(choice.editions, collection.editions, _("no edition '{name}'"))
    measured = (lock or PageLock()).files
    asked = _wanted(choice)
    for case in cases.values():
        for edition in collection.editions.values():
            formats: tuple[str, ...] = tuple(f for f in edition.formats if f in asked)
            if DOCX in formats:
                formats += tuple(f"{DOCX}@{id}" for id in letterheads)
            wanted = (not choice.sources or case.id in choice.sources) and (
                not choice.editions or edition.id in choice.editions
            )
            if wanted and formats:
                name = f"{edition.id}/{case.id}"
                yield Brief(
                    case,
                    edition,
                    Order(formats, edition.up_to, choice.embed, measured.get(name), case.location),
                )


def _wanted(choice: Choice) -> tuple[str, ...]:
    """Return the formats that writers are asked for: an ODT file is made of a Word file."""
    asked = {DOCX if format == ODT else format for format in choice.formats}
    return tuple(format for format in WRITERS if not asked or format in asked)


def _letterheads(root: Path, choice: Choice, reporter: Reporter) -> tuple[str, ...]:
    """Return the ids of the letterheads chosen; what is wrong with them goes to *reporter*."""
    if not choice.letterheads:
        return ()
    if choice.formats and DOCX not in choice.formats:
        raise PitstopError(
            _("a letterhead is for Word files"), _("leave --format out, or add --format docx")
        )
    templates = Templates.of(root)
    opened = open_letterheads(choice.letterheads, root, templates, reporter)
    return tuple(letterhead.id for letterhead in opened)


def _known(names: tuple[str, ...], known: object, message: str) -> None:
    ids = list(known)  # type: ignore[call-overload]
    for name in names:
        if name not in ids:
            hint = did_you_mean(name, ids) or _("there are: {known}").format(known=", ".join(ids))
            raise PitstopError(message.format(name=name), hint)


def _all_paths(collection: Collection, templates: Templates) -> set[str]:
    """Return the paths of all files that the whole project asks for, or may be asked for."""
    letterheads = tuple(find_letterheads(templates))
    return {
        path_of(b.case.id, b.edition.id, format)
        for b in plan(collection, Choice(), letterheads)
        for format in b.order.formats
    }


def _finish(
    collection: Collection, choice: Choice, drafts: list[Draft], wanted: set[str], survey: Survey,
    output: Output, run: Run, reporter: Reporter,
) -> None:  # fmt: skip
    """Write the index and the manifest, and sort what was found."""
    pairs = ((case.id, edition) for case in collection.cases for edition in collection.editions)
    order = {pair: number for number, pair in enumerate(pairs)}
    run.briefs.sort(key=lambda built: order[built.source, built.edition])
    run.removed = output.removed
    for built in run.briefs:
        for problem in built.problems:
            reporter.add(problem)
    with run.timed("index"):
        try:
            _write_pages(output, collection, drafts, run.briefs)
        except OSError as error:
            report_unwritable(INDEX, error, Location(INDEX), reporter)
    if output.store.trouble and not reporter.errors:
        reporter.warning(
            "cannot-keep",
            _("results cannot be kept in output/.cache: {reason}").format(
                reason=output.store.trouble
            ),
            Location("output/.cache"),
            _("the briefs are right, but the next build makes them again"),
        )
    stamp = None
    whole = ODT not in choice.formats and len(run.briefs) == len(drafts)
    if not reporter.errors and whole and survey.still_holds():
        stamp = Stamp(
            survey.everything, tuple(d.recipe.brief for d in drafts), tuple(reporter.diagnostics)
        )
    output.save([d.recipe for d in drafts], wanted, choice.name, stamp, reporter)


def _write_pages(
    output: Output, collection: Collection, drafts: list[Draft], results: list[Built]
) -> None:
    """List every brief there is, with what was made before this run too, and how each was cut."""
    root, templates = output.root, Templates.of(output.root)
    entries = read_entries(root)
    for built in results:
        key = (built.source, built.edition)
        old = entries.get(key, Entry())
        written = (format for format in built.written if not letterhead_of(format))
        formats = tuple(sorted({*old.formats, *written}))
        entries[key] = Entry(
            built.pages or old.pages, formats, built.failed, built.word or old.word
        )
    write_index(root, collection, templates, entries)
    cuts = {(built.source, built.edition): built.cut for built in results if built.cut}
    write_fit_page(root, collection, templates, cuts)


def _convert(
    root: Path, collection: Collection, choice: Choice, run: Run, office: Office, reporter: Reporter
) -> None:
    """Make ODT files of the Word files that are there now."""
    written = {(b.source, b.edition): b for b in run.briefs if DOCX in b.written}
    files = [f for f in word_files(root, collection, choice) if (f.source, f.edition) in written]
    for file in convert_files(root, files, office, reporter, lambda *told: None):
        written[file.source, file.edition].written.append(ODT)


def word_files(root: Path, collection: Collection, choice: Choice) -> list[WordFile]:
    """Return the Word files of the chosen briefs, made or not, those on letterheads too."""
    letterheads = tuple(find_letterheads(Templates.of(root)))
    return [
        WordFile(
            brief.case.id,
            brief.edition.id,
            root / path_of(brief.case.id, brief.edition.id, format),
            brief.edition.pages,
            brief.case.location,
            letterhead_of(format),
        )
        for brief in plan(collection, choice, letterheads)
        for format in brief.order.formats
        if format.partition("@")[0] == DOCX
    ]


def measure(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress
) -> tuple[dict[str, Measured], bool]:
    """Measure the chosen Word files in ``output/`` with LibreOffice, into the lock.

    Returns what was found by file ("giunta/succiso"), and whether the lock changed."""
    collection = load(root, reporter)
    if reporter.errors:
        return {}, False
    entries = read_entries(root)
    found, changed = measure_files(
        root, word_files(root, collection, choice), entries, reporter, progress
    )
    for key, entry in entries.items():
        one = found.get(f"{key[1]}/{key[0]}")
        if one is not None and entry.word is not None:
            word = replace(entry.word, pages=one.pages, program=one.program)
            entries[key] = replace(entry, word=word)
    write_index(root, collection, Templates.of(root), entries)
    return found, changed
