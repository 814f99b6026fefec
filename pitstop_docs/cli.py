"""The commands: the only room that knows the terminal.

Exit codes: 0 all well, 1 problems in the sources or a brief that could not be made, 2 wrong usage
or nothing to work on."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pitstop_docs import __version__
from pitstop_docs.diagnostics import Diagnostic, PitstopError, Reporter, Severity, did_you_mean
from pitstop_docs.messages import _, ngettext
from pitstop_docs.usage import Cli

if TYPE_CHECKING:  # importing them for real would load what most commands never use
    from pitstop_docs.build import Built, Progress
    from pitstop_docs.measure.lock import Measured

app = Cli(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Structured sources become Word and PDF briefs for the bodies that decide."),
)

ProjectOption = Annotated[
    Path,
    typer.Option(
        "--project",
        "-p",
        metavar=_("FOLDER"),
        show_default=False,
        help=_("The project's folder; the one you are in if you do not say."),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print the result as JSON."))]


def main() -> None:
    """Run the command line; whatever stops it prints without a traceback, a bug with one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # « » and accents stop a program whose terminal claims not to know them.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except PitstopError as error:
        _print_error(str(error), error.hint)
        sys.exit(2)


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
    edition: Annotated[
        list[str] | None,
        typer.Option(
            "--edition", "-e", metavar=_("EDITION"), help=_("Only this edition; may be repeated.")
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar=_("SOURCE"), help=_("Only this source; may be repeated.")
        ),
    ] = None,
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
    project: ProjectOption = Path("."),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("Print problems only."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Build briefs and print a summary."""
    from pitstop_docs.build import ODT, Choice
    from pitstop_docs.build import build as build_briefs
    from pitstop_docs.writers import WRITERS

    formats = (*WRITERS, ODT)
    for name in format or ():
        if name not in formats:
            raise PitstopError(
                _("no format '{name}'").format(name=name),
                did_you_mean(name, formats)
                or _("there are: {known}").format(known=", ".join(formats)),
            )
    reporter = Reporter()
    choice = Choice(
        tuple(source or ()), tuple(edition or ()), tuple(format or ()), tuple(letterhead or ()),
        not no_embed,
    )  # fmt: skip
    with _progress(hidden=quiet or as_json) as progress:
        results = build_briefs(project.resolve(), choice, reporter, progress)
    if as_json:
        briefs = [
            {
                "source": b.source, "edition": b.edition, "pages": b.pages,
                "word_pages": b.word.pages if b.word else None,
                "written": b.written, "problems": [p.as_json() for p in b.problems],
            }
            for b in results
        ]  # fmt: skip
        _print_json(reporter, briefs=briefs)
    else:
        _print_problems(reporter.diagnostics)
        if results and not quiet:
            _print_summary(results, project)
        if not quiet or reporter.errors:
            _print_count(reporter, nothing_written=not results)
    raise typer.Exit(1 if reporter.errors else 0)


@contextmanager
def _progress(hidden: bool) -> "Iterator[Progress]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda done, total, name: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=name
        )


def _print_summary(results: "list[Built]", project: Path) -> None:
    """Print a table of sources and editions: pages, and a mark where something is wrong."""
    editions = list(dict.fromkeys(built.edition for built in results))
    cells = {(built.source, built.edition): built for built in results}
    table = _table(editions)
    for source in dict.fromkeys(built.source for built in results):
        table.add_row(source, *(_cell(cells.get((source, edition))) for edition in editions))
    _print_table(table)
    page = project / "output" / "index.html"
    Console().print(Text(_("All briefs: {path}").format(path=page)), soft_wrap=True)


def _table(editions: list[str]) -> Table:
    """Return a table of sources, with a column for each edition."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Source"), no_wrap=True)
    for edition in editions:
        table.add_column(edition, justify="right")
    return table


def _print_table(table: Table) -> None:
    # A log has no edge to wrap at.
    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(table)


def _cell(built: "Built | None") -> Text:
    if built is None:
        return Text("–", style="dim")
    if built.failed:
        return Text(_("failed"), style="bold red")
    pages = built.pages
    text = "docx" if pages is None else _("{pages} p.").format(pages=pages)
    return Text(f"{text} !", style="yellow") if built.problems else Text(text)


# --- measure -----------------------------------------------------------------------------------


@app.command(help=_("Count the pages of the Word files with LibreOffice."))
def measure(
    edition: Annotated[
        list[str] | None,
        typer.Option(
            "--edition", "-e", metavar=_("EDITION"), help=_("Only this edition; may be repeated.")
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar=_("SOURCE"), help=_("Only this source; may be repeated.")
        ),
    ] = None,
    project: ProjectOption = Path("."),
    as_json: JsonOption = False,
) -> None:
    """Measure the Word files and print their pages."""
    from pitstop_docs.build import Choice
    from pitstop_docs.build import measure as measure_briefs

    reporter = Reporter()
    choice = Choice(tuple(source or ()), tuple(edition or ()))
    with _progress(hidden=as_json) as progress:
        found, changed = measure_briefs(project.resolve(), choice, reporter, progress)
    if as_json:
        files = [
            {"file": name, "pages": one.pages, "program": one.program, "numbers": one.numbers}
            for name, one in sorted(found.items())
        ]
        _print_json(reporter, files=files)
    else:
        _print_problems(reporter.diagnostics)
        if found:
            _print_measured({tuple(name.split("/")): one for name, one in found.items()})
        if changed:
            typer.echo(_("The lock has changed: `pitstop build` puts page numbers into contents."))
        _print_count(reporter)
    raise typer.Exit(1 if reporter.errors else 0)


def _print_measured(found: "dict[tuple[str, ...], Measured]") -> None:
    """Print a table of sources and editions with the pages of their Word files."""
    table = _table(list(dict.fromkeys(edition for edition, _source in found)))
    for source in dict.fromkeys(source for _edition, source in found):
        row = [found.get((str(column.header), source)) for column in table.columns[1:]]
        cells = (_("{pages} p.").format(pages=one.pages) if one else "–" for one in row)
        table.add_row(source, *cells)
    _print_table(table)
    programs = ", ".join(sorted({one.program for one in found.values()}))
    typer.echo(_("Word's pages, measured with {program}").format(program=programs))


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
    from pitstop_docs.build import load
    from pitstop_docs.proofing import proof_output

    reporter = Reporter()
    if not output:
        load(project.resolve(), reporter)
    elif not proof_output(project.resolve(), reporter):
        raise PitstopError(
            _("there are no Word files in output/"), _("make them first: pitstop build")
        )
    if as_json:
        _print_json(reporter)
    else:
        _print_problems(reporter.diagnostics)
        _print_count(reporter)
    raise typer.Exit(1 if reporter.errors else 0)


@app.command("list", help=_("List sources and editions."))
def list_(project: ProjectOption = Path("."), as_json: JsonOption = False) -> None:
    """List what there is to build."""
    from pitstop_docs.build import load

    reporter = Reporter()
    collection = load(project.resolve(), reporter)
    if as_json:
        sources = [
            {"id": c.id, "kind": c.kind, "title": c.title, "status": c.status}
            for c in collection.cases
        ]
        editions = [
            {"id": e.id, "label": e.label, "pages": e.pages, "formats": e.formats}
            for e in collection.editions.values()
        ]
        _print_json(reporter, sources=sources, editions=editions)
    else:
        console = Console()
        for title, rows in (
            (_("Sources"), [(c.id, c.title, c.status) for c in collection.cases]),
            (
                _("Editions"),
                [(e.id, e.label, ", ".join(e.formats)) for e in collection.editions.values()],
            ),
        ):
            table = Table(
                title=title, title_justify="left", box=None, pad_edge=False, show_header=False
            )
            for row in rows:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)
            console.print()
        _print_problems(reporter.diagnostics)
    raise typer.Exit(1 if reporter.errors else 0)


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
    from pitstop_docs.schema import write_schemas

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
    from pitstop_docs.skeleton import write_skeleton

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
    from pitstop_docs.letterheads import check_letterhead
    from pitstop_docs.theme import Templates

    reporter = Reporter()
    repaired = check_letterhead(file, repair, Templates.of(project.resolve()), reporter)
    if as_json:
        _print_json(reporter)
    else:
        _print_problems(reporter.diagnostics)
        _print_count(reporter)
        if repaired:
            typer.echo(_("the repaired copy: {path}").format(path=repair))
    raise typer.Exit(1 if reporter.errors else 0)


# --- printing ----------------------------------------------------------------------------------


def _print_problems(diagnostics: list[Diagnostic]) -> None:
    console = Console(stderr=True)
    for problem in diagnostics:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        line = Text(f"{problem.location}: ", style="bold")
        line.append(f"{problem.severity}[{problem.code}]", style=colour)
        line.append(f": {problem.message}", style="default")
        console.print(line, soft_wrap=True)
        if problem.hint:
            console.print(Text(f"    {problem.hint}", style="dim"), soft_wrap=True)


def _print_count(reporter: Reporter, nothing_written: bool = False) -> None:
    errors = len(reporter.errors)
    warnings = len(reporter.diagnostics) - errors
    parts = [
        ngettext("{count} error", "{count} errors", errors).format(count=errors),
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
    ]
    text = ", ".join(parts)
    if nothing_written and errors:
        text += ". " + _("Nothing was written: the previous briefs are untouched.")
    Console(stderr=True).print(Text(text), soft_wrap=True)


def _print_json(reporter: Reporter, **data: object) -> None:
    problems = [problem.as_json() for problem in reporter.diagnostics]
    typer.echo(json.dumps({"problems": problems, **data}, ensure_ascii=False, indent=1))


def _print_error(message: str, hint: str) -> None:
    console = Console(stderr=True)
    line = Text(_("error: {message}").format(message=message), style="default")
    console.print(line, soft_wrap=True)
    if hint:
        console.print(Text(f"    {hint}", style="dim"), soft_wrap=True)
