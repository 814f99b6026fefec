"""The whole flow on one screen: read, check, compose, plan, make, write, index.

Enters: a project's folder, what to make of it and who makes it. Leaves: files under
``output/briefs/``, the index, the manifest, and what was found wrong. Errors of reading and checking
write nothing; a later one concerns its brief alone."""

from collections.abc import Iterator
from pathlib import Path

from pitstop_docs.checks import check
from pitstop_docs.crew import Crew, hire
from pitstop_docs.diagnostics import Location, PitstopError, Reporter, did_you_mean
from pitstop_docs.index import Entry, read_entries, write_index
from pitstop_docs.making import (
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
from pitstop_docs.messages import _
from pitstop_docs.model import Collection
from pitstop_docs.output import Output, report_unwritable
from pitstop_docs.planning.manifest import Choice, Stamp
from pitstop_docs.planning.plan import path_of
from pitstop_docs.planning.standing import INDEX, written_files
from pitstop_docs.planning.survey import Survey, read_survey
from pitstop_docs.readers.project import read_project
from pitstop_docs.templates import Templates
from pitstop_docs.writers import WRITERS

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
    survey = read_survey(root)
    formats = tuple(f for f in WRITERS if not choice.formats or f in choice.formats)
    with hire(crew or Crew(), survey, formats) as executor:
        with run.timed("read"):
            collection = load(root, reporter)
        if reporter.errors:
            return run
        if not any(collection.cases):
            raise PitstopError(
                _("there are no sources to make briefs of"),
                _("write one: pitstop new practice ID"),
            )
        briefs = list(plan(collection, choice))
        output = Output.open(root)
        with run.timed("compose"):
            drafts = compose_all(collection, briefs, survey, output, run)
        with run.timed("plan"):
            present = written_files(root)
            kept = find_kept(drafts, present, output)
            wanted = _all_paths(collection)
            todo = plan_drafts(drafts, kept, present, wanted, output)
            run.spared = todo.altered
        try:
            output.prune(todo.prune)
            make = (*todo.make, *restore_all(drafts, todo, kept, output, run))
            make_all(drafts, make, survey, executor, output, run, progress)
        finally:  # Ctrl-C too: what was made is known next time
            _finish(collection, choice, drafts, wanted, survey, output, run, reporter)
    return run


def plan(collection: Collection, choice: Choice) -> Iterator[Brief]:
    """Yield the briefs to make, source by source; raises :class:`PitstopError` on an unknown name."""
    cases = {case.id: case for case in collection.cases}
    _known(choice.sources, cases, _("no source '{name}'"))
    _known(choice.editions, collection.editions, _("no edition '{name}'"))
    for case in cases.values():
        for edition in collection.editions.values():
            formats = tuple(f for f in edition.formats if not choice.formats or f in choice.formats)
            wanted = (not choice.sources or case.id in choice.sources) and (
                not choice.editions or edition.id in choice.editions
            )
            if wanted and formats:
                yield Brief(case, edition, formats)


def _known(names: tuple[str, ...], known: object, message: str) -> None:
    ids = list(known)  # type: ignore[call-overload]
    for name in names:
        if name not in ids:
            hint = did_you_mean(name, ids) or _("there are: {known}").format(known=", ".join(ids))
            raise PitstopError(message.format(name=name), hint)


def _all_paths(collection: Collection) -> set[str]:
    """Return the paths of all files that the whole project asks for."""
    briefs = plan(collection, Choice())
    return {path_of(b.case.id, b.edition.id, format) for b in briefs for format in b.formats}


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
            _write_index(output.root, collection, Templates.of(output.root), run.briefs)
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
    if not reporter.errors and len(run.briefs) == len(drafts) and survey.still_holds():
        stamp = Stamp(
            survey.everything, tuple(d.recipe.brief for d in drafts), tuple(reporter.diagnostics)
        )
    output.save([d.recipe for d in drafts], wanted, choice.name, stamp, reporter)


def _write_index(
    root: Path, collection: Collection, templates: Templates, results: list[Built]
) -> None:
    """List every brief there is, with what was made before this run too."""
    entries = read_entries(root)
    for built in results:
        key = (built.source, built.edition)
        old = entries.get(key, Entry())
        formats = tuple(sorted({*old.formats, *built.written}))
        entries[key] = Entry(built.pages or old.pages, formats, outdated=built.failed)
    write_index(root, collection, templates, entries)
