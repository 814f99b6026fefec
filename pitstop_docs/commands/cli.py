"""The commands: the only room that knows the terminal.

Exit codes: 0 all well, 1 problems in the sources or a brief that could not be made, 2 wrong usage
or nothing to work on."""

import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pitstop_docs import __version__
from pitstop_docs.build.journal import about_trace, write_journal
from pitstop_docs.commands import screen
from pitstop_docs.commands.options import (
    EditionOption,
    JobsOption,
    JsonOption,
    ProjectOption,
    SourceOption,
)
from pitstop_docs.commands.usage import Cli
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _

# What is slow to load, commands import themselves: most never use it.

app = Cli(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Structured sources become Word and PDF briefs for the bodies that decide."),
)


def main() -> None:
    """Run the command line; whatever stops it prints without a traceback, a bug with one."""
    try:
        app()
    except PitstopError as error:
        screen.print_error(str(error), error.hint)
        sys.exit(2)


def _close(reporter: Reporter, as_json: bool, **found: object) -> NoReturn:
    """Print the problems, as JSON with what was *found*, and end: 1 when there were errors."""
    if as_json:
        screen.print_json(reporter, **found)
    else:
        screen.print_problems(reporter.diagnostics)
        screen.print_count(reporter)
    raise typer.Exit(1 if reporter.errors else 0)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pitstop {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version.")),
    ] = False,
) -> None:
    pass


# --- build -------------------------------------------------------------------------------------


@app.command(help=_("Make the briefs: all of them, or those chosen."))
def build(
    edition: EditionOption = None,
    source: SourceOption = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar=_("FORMAT"),
            help=_("Only this format: docx, pdf, or odt by LibreOffice; may be repeated."),
        ),
    ] = None,
    letterhead: Annotated[
        list[str] | None,
        typer.Option(
            "--letterhead",
            "-l",
            metavar=_("LETTERHEAD"),
            help=_("Word files on this letterhead too, or on all; may be repeated."),
        ),
    ] = None,
    no_embed: Annotated[
        bool, typer.Option("--no-embed", help=_("Word files without their fonts: smaller."))
    ] = False,
    jobs: JobsOption = None,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="tcp://HOST:PORT",
            show_default=False,
            help=_("Let the workers of this Dask cluster make the briefs."),
        ),
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Say why each brief was made, or was not."))
    ] = False,
    profile: Annotated[bool, typer.Option("--profile", help=_("Say where the time went."))] = False,
    project: ProjectOption = Path("."),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("Print problems only."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Build briefs and print a summary."""
    from pitstop_docs.build.briefs import about_run
    from pitstop_docs.build.flow import Choice
    from pitstop_docs.build.flow import build as build_briefs
    from pitstop_docs.build.workers import Crew, cores

    choice = Choice(
        tuple(source or ()), tuple(edition or ()), tuple(format or ()), tuple(letterhead or ()),
        not no_embed,
    )  # fmt: skip
    reporter = Reporter()
    crew = Crew(jobs or cores(), scheduler)
    try:
        with screen.progress(hidden=quiet or as_json) as progress:
            run = build_briefs(project.resolve(), choice, reporter, progress, crew)
    except PitstopError:
        raise
    except Exception:
        write_journal(project, "build: a fault", about_trace(traceback.format_exc()))
        raise
    if as_json:
        briefs = [
            {
                "source": b.source, "edition": b.edition, "pages": b.pages,
                "word_pages": b.word.pages if b.word else None,
                "written": b.written, "problems": [p.as_json() for p in b.problems],
            }
            for b in run.briefs
        ]  # fmt: skip
        screen.print_json(reporter, briefs=briefs)
    else:
        if run.briefs and not quiet:
            screen.print_summary(run, project)
        if explain:
            screen.print_reasons(run.briefs)
        screen.print_problems(reporter.diagnostics)
        if not quiet or reporter.errors:
            screen.print_count(reporter, nothing_written=not run.briefs)
    if profile:
        screen.print_profile(run)
    write_journal(project, "build", about_run(run, reporter))
    raise typer.Exit(1 if reporter.errors else 0)


# --- fit ---------------------------------------------------------------------------------------


@app.command(help=_("Show what each reader sees of a source, and what was left out."))
def fit(
    source: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("SOURCE"), help=_("The sources to show; all if you do not say.")),
    ] = None,
    edition: EditionOption = None,
    jobs: JobsOption = None,
    project: ProjectOption = Path("."),
    as_json: JsonOption = False,
) -> None:
    """Make the briefs of *source*, where they are not as they should be, and show how they were cut."""
    from pitstop_docs.build.flow import Choice
    from pitstop_docs.build.flow import build as build_briefs
    from pitstop_docs.build.workers import Crew, cores
    from pitstop_docs.commands import tables

    reporter = Reporter()
    choice = Choice(tuple(source or ()), tuple(edition or ()))
    with screen.progress(hidden=as_json) as progress:
        run = build_briefs(project.resolve(), choice, reporter, progress, Crew(jobs or cores()))
    cuts = [built.cut for built in run.briefs if built.cut]
    if not as_json:
        tables.print_cuts(cuts)
    _close(reporter, as_json, briefs=[cut.as_json() for cut in cuts])


# --- cache and verify --------------------------------------------------------------------------


@app.command(help=_("Make the briefs again, from nothing, and compare them with what is there."))
def verify(
    edition: EditionOption = None,
    source: SourceOption = None,
    jobs: JobsOption = None,
    project: ProjectOption = Path("."),
    as_json: JsonOption = False,
) -> None:
    """Verify what was built."""
    from pitstop_docs.build.flow import Choice
    from pitstop_docs.build.verify import verify as verify_briefs
    from pitstop_docs.build.workers import Crew, cores

    reporter = Reporter()
    choice = Choice(tuple(source or ()), tuple(edition or ()))
    with screen.progress(hidden=as_json) as progress:
        verdicts = verify_briefs(
            project.resolve(), choice, reporter, progress, Crew(jobs or cores())
        )
    if not as_json:
        screen.print_verdicts([v.finding for v in verdicts])
    _close(reporter, as_json, files=[{"file": v.path, "finding": v.finding} for v in verdicts])


@app.command(help=_("Show how much is kept of what was made, or remove it."))
def cache(
    project: ProjectOption = Path("."),
    clean: Annotated[bool, typer.Option("--clean", help=_("Remove all of it."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Show or clean ``output/.cache/``."""
    from dataclasses import asdict

    from pitstop_docs.build.output import open_store

    store = open_store(project.resolve())
    removed = store.trim(0) if clean else 0
    found = store.contents()
    if as_json:
        screen.print_json(Reporter(), removed=removed, **asdict(found))
        return
    if clean:
        typer.echo(_("{size} MB removed").format(size=f"{removed / 1e6:.1f}"))
    typer.echo(
        _("{results} results, {files} files, {size} of at most {limit} MB, in {path}").format(
            results=found.results,
            files=found.files,
            size=f"{found.size / 1e6:.1f}",
            limit=f"{found.limit / 1e6:.0f}",
            path=project / "output" / ".cache",
        )
    )


# --- measure -----------------------------------------------------------------------------------


@app.command(help=_("Count the pages of the Word files with LibreOffice."))
def measure(
    edition: EditionOption = None,
    source: SourceOption = None,
    project: ProjectOption = Path("."),
    as_json: JsonOption = False,
) -> None:
    """Measure the Word files and print their pages."""
    from pitstop_docs.build.flow import Choice
    from pitstop_docs.build.flow import measure as measure_briefs
    from pitstop_docs.commands import tables

    reporter = Reporter()
    choice = Choice(tuple(source or ()), tuple(edition or ()))
    with screen.progress(hidden=as_json) as progress:
        found, changed = measure_briefs(project.resolve(), choice, reporter, progress)
    if found and not as_json:
        tables.print_measured({tuple(name.split("/")): one for name, one in found.items()})
    if changed and not as_json:
        typer.echo(_("The lock has changed: `pitstop build` puts page numbers into contents."))
    files = [
        {"file": name, "pages": one.pages, "program": one.program, "numbers": one.numbers}
        for name, one in sorted(found.items())
    ]
    _close(reporter, as_json, files=files)


# --- check -------------------------------------------------------------------------------------


@app.command(help=_("Read everything and list what is wrong, without making any brief."))
def check(
    project: ProjectOption = Path("."),
    output: Annotated[
        bool, typer.Option("--output", help=_("Check the Word files in output/ instead."))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the project, or the Word files that were made of it."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.proofing import proof_output

    reporter = Reporter()
    if not output:
        load(project.resolve(), reporter)
    elif not proof_output(project.resolve(), reporter):
        raise PitstopError(
            _("there are no Word files in output/"), _("make them first: pitstop build")
        )
    _close(reporter, as_json)


@app.command("list", help=_("List sources and editions."))
def list_(project: ProjectOption = Path("."), as_json: JsonOption = False) -> None:
    """List what there is to build."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.commands import tables

    reporter = Reporter()
    collection = load(project.resolve(), reporter)
    cases, editions = collection.cases, collection.editions.values()
    if not as_json:
        tables.print_list(_("Sources"), [(c.id, c.title, c.status) for c in cases])
        tables.print_list(_("Editions"), [(e.id, e.label, ", ".join(e.formats)) for e in editions])
    _close(
        reporter, as_json,
        sources=[
            {"id": c.id, "kind": c.kind, "title": c.title, "status": c.status} for c in cases
        ],
        editions=[
            {"id": e.id, "label": e.label, "pages": e.pages, "formats": e.formats}
            for e in editions
        ],
    )  # fmt: skip


# --- schema and new ----------------------------------------------------------------------------


@app.command(help=_("Write the JSON Schemas of all kinds of record, for editors."))
def schema(
    project: ProjectOption = Path("."),
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("The folder for them.")),
    ] = None,
) -> None:
    """Write the schemas."""
    from pitstop_docs.records.schema import write_schemas

    folder = output or project / "sources" / ".schemas"
    for path in write_schemas(folder):
        typer.echo(path.as_posix())


@app.command(help=_("Write the skeleton of a new source: practice, policy or testimony."))
def new(
    kind: Annotated[
        str, typer.Argument(metavar=_("KIND"), help=_("practice, policy or testimony"))
    ],
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("Its id: small letters, digits and hyphens."))
    ],
    project: ProjectOption = Path("."),
) -> None:
    """Write a commented skeleton."""
    from pitstop_docs.commands.skeleton import write_skeleton

    path = write_skeleton(project.resolve(), kind, id)
    typer.echo(_("{path} is ready: fill it, then run 'pitstop check'").format(path=path))


# --- letterhead --------------------------------------------------------------------------------

letterheads = Cli(no_args_is_help=True, help=_("Look at a municipality's letterhead."))
app.add_typer(letterheads, name="letterhead")


@letterheads.command(
    "check", help=_("List what is missing or wrong in a letterhead, and repair a copy of it.")
)
def letterhead_check(
    file: Annotated[
        Path, typer.Argument(metavar=_("FILE"), help=_("A Word file, .docx or .dotx."))
    ],
    repair: Annotated[
        Path | None,
        typer.Option("--repair", metavar=_("NEW FILE"), help=_("Write a repaired copy here.")),
    ] = None,
    project: ProjectOption = Path("."),
    as_json: JsonOption = False,
) -> None:
    """Check a letterhead."""
    from pitstop_docs.look.theme import Templates
    from pitstop_docs.writers.docx.letterheads import check_letterhead

    reporter = Reporter()
    repaired = check_letterhead(file, repair, Templates.of(project.resolve()), reporter)
    if repaired and not as_json:
        typer.echo(_("the repaired copy: {path}").format(path=repair))
    _close(reporter, as_json)
