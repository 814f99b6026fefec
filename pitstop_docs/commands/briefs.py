"""Commands about briefs: build, fit, verify, cache, measure.

Enters: what was typed. Leaves: files in ``output/``, lines on the terminal, an exit code. What is slow
to load, commands import themselves: a build with nothing to do never does."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.journal import write_journal
from pitstop_docs.build.ledger import Stamp, read_ledger
from pitstop_docs.build.unchanged import unchanged
from pitstop_docs.commands import screen
from pitstop_docs.commands.options import (
    AsJson,
    Editions,
    Jobs,
    Project,
    Sources,
)
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project
from pitstop_docs.runs.collector import collector_held_back, keep_for_good

if TYPE_CHECKING:
    from pitstop_docs.build.run import Run


# --- build -------------------------------------------------------------------------------------


_FORMAT = _("Only this format: docx, pdf, or odt by LibreOffice; may be repeated.")
_LETTERHEAD = _("Word files on this letterhead too, or on all; may be repeated.")
_NO_EMBED = _("Word files without their fonts: smaller.")
_SCHEDULER = _("Let the workers of this Dask cluster make the briefs.")
_EXPLAIN = _("Say why each brief was made, or was not.")

Formats = Annotated[tuple[str, ...], Parameter(_FORMAT, ("-f", "--format"), _("FORMAT"), many=True)]
Letterheads = Annotated[
    tuple[str, ...], Parameter(_LETTERHEAD, ("-l", "--letterhead"), _("LETTERHEAD"), many=True)
]
Scheduler = Annotated[str, Parameter(_SCHEDULER, ("--scheduler",), "tcp://HOST:PORT")]


@command("build", _("Make the briefs: all of them, or those chosen."))
def build(
    edition: Editions = (),
    source: Sources = (),
    format: Formats = (),
    letterhead: Letterheads = (),
    no_embed: Annotated[bool, Parameter(_NO_EMBED, ("--no-embed",))] = False,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    explain: Annotated[bool, Parameter(_EXPLAIN, ("--explain",))] = False,
    profile: Annotated[bool, Parameter(_("Say where the time went."), ("--profile",))] = False,
    project: Project = Path("."),
    quiet: Annotated[bool, Parameter(_("Print problems only."), ("-q", "--quiet"))] = False,
    as_json: AsJson = False,
) -> int:
    """Build briefs and print a summary."""
    choice = Choice(source, edition, format, letterhead, not no_embed)
    reporter = Reporter()
    detailed = explain or profile or as_json
    root = project.resolve()
    ledger, inputs = read_ledger(root), read_inputs(root)
    stamp = unchanged(inputs, ledger, choice)
    if stamp is not None and not detailed:
        _print_unchanged(stamp, reporter, project, quiet)
        return 1 if reporter.errors else 0

    from pitstop_docs.build.workers import Labour, begun, cores

    labour = Labour(jobs or cores(), scheduler, at_once=1 if stamp is None else 0)
    with collector_held_back(), begun(labour, inputs, choice) as labour:
        from pitstop_docs.build.flow import build as build_briefs
        from pitstop_docs.build.run import about_run

        with screen.progress(hidden=quiet or as_json) as progress:
            run = build_briefs(root, choice, reporter, progress, labour)
        keep_for_good()  # this process ends soon: to look through all of it would keep people waiting
    if as_json:
        screen.print_json(reporter, briefs=_as_json(run), wrong=run.wrong)
    else:
        _print_run(run, reporter, project, quiet, explain)
    if profile:
        screen.print_profile(run)
    write_journal(project, "build", about_run(run, reporter))
    return 1 if reporter.errors else 0


def _print_unchanged(stamp: Stamp, reporter: Reporter, project: Path, quiet: bool) -> None:
    for problem in stamp.problems:
        reporter.add(problem)
    if stamp.briefs and not quiet:
        screen.print_unchanged(len(stamp.briefs), project)
    screen.print_problems(reporter.diagnostics)
    if not quiet or reporter.errors:
        screen.print_count(reporter, stamp.wrong)


def _print_run(run: "Run", reporter: Reporter, project: Path, quiet: bool, explain: bool) -> None:
    if run.made and not quiet:
        screen.print_summary(run, project)
        screen.print_trimmed(made.cut for made in run.made.values() if made.cut)
    if explain:
        screen.print_reasons(run)
    screen.print_problems(reporter.diagnostics)
    if not quiet or reporter.errors:
        screen.print_count(reporter, run.wrong, nothing_written=not run.made)


def _as_json(run: "Run") -> list[dict[str, object]]:
    return [
        {
            "source": id.source, "edition": id.edition, "kind": id.kind, "pages": made.pages,
            "word_pages": made.word.pages if made.word else None,
            "written": [target.name for target in made.files],
            "problems": [problem.as_json() for problem in made.problems],
        }
        for id, made in run.made.items()
    ]  # fmt: skip


# --- what was built ----------------------------------------------------------------------------


@command("fit", _("Show what each reader sees of a source, and what was left out."))
def fit(
    source: Annotated[
        tuple[str, ...],
        Parameter(_("The sources to show; all if you do not say."), metavar=_("SOURCE"), many=True),
    ] = (),
    edition: Editions = (),
    jobs: Jobs = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Make the briefs of *source*, where they are not as they should be, and show how they were cut."""
    from pitstop_docs.build.flow import build as build_briefs
    from pitstop_docs.build.workers import Labour, cores

    reporter = Reporter()
    choice = Choice(source, edition)
    with screen.progress(hidden=as_json) as progress:
        run = build_briefs(project.resolve(), choice, reporter, progress, Labour(jobs or cores()))
    cuts = [made.cut for made in run.made.values() if made.cut]
    if not as_json:
        screen.print_cuts(cuts)
    found = [cut.as_json() for cut in cuts]
    return screen.print_outcome(reporter, as_json, briefs=found, wrong=run.wrong)


@command("verify", _("Make the briefs again, from nothing, and compare them with what is there."))
def verify(
    edition: Editions = (),
    source: Sources = (),
    jobs: Jobs = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Verify what was built."""
    from pitstop_docs.build.verify import verify as verify_briefs
    from pitstop_docs.build.workers import Labour, cores

    reporter = Reporter()
    choice = Choice(source, edition)
    with screen.progress(hidden=as_json) as progress:
        verdicts = verify_briefs(
            project.resolve(), choice, reporter, progress, Labour(jobs or cores())
        )
    if not as_json:
        screen.print_verdicts([v.finding for v in verdicts])
    files = [{"file": v.path, "finding": v.finding} for v in verdicts]
    return screen.print_outcome(reporter, as_json, files=files)


@command("cache", _("Show how much is kept of what was made, or remove it."))
def cache(
    project: Project = Path("."),
    clean: Annotated[bool, Parameter(_("Remove all of it."), ("--clean",))] = False,
    as_json: AsJson = False,
) -> int:
    """Show or clean ``output/.cache/``."""
    from pitstop_docs.build.output import open_store

    require_project(project.resolve())
    store = open_store(project.resolve())
    removed = store.trim(0) if clean else 0
    found = store.contents()
    if as_json:
        screen.print_json(Reporter(), removed=removed, **asdict(found))
        return 0
    if clean:
        print(_("{size} MB removed").format(size=f"{removed / 1e6:.1f}"))
    print(
        _("{results} results, {files} files, {size} of at most {limit} MB, in {path}").format(
            results=found.results,
            files=found.files,
            size=f"{found.size / 1e6:.1f}",
            limit=f"{found.limit / 1e6:.0f}",
            path=project / "output" / ".cache",
        )
    )
    return 0


@command("measure", _("Count the pages of the Word files with LibreOffice."))
def measure(
    edition: Editions = (),
    source: Sources = (),
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Measure the Word files and print their pages."""
    from pitstop_docs.build.measure import measure as measure_briefs

    reporter = Reporter()
    choice = Choice(source, edition)
    with screen.progress(hidden=as_json) as progress:
        found, changed = measure_briefs(project.resolve(), choice, reporter, progress)
    if found and not as_json:
        screen.print_measured(found)
    if changed and not as_json:
        print(_("The lock has changed: `pitstop build` puts page numbers into contents."))
    files = [
        {"file": file.name, "pages": one.pages, "program": one.program, "numbers": one.numbers}
        for file, one in sorted(found.items(), key=lambda each: each[0].name)
    ]
    return screen.print_outcome(reporter, as_json, files=files)
