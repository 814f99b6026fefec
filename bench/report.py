"""Tables, for people and for the documents.

Enters: everything that one run measured. Leaves: its tables, printed or as Markdown; those of parts that were
not measured are left out."""

from rich.console import Console
from rich.table import Table

from bench.grids import Grid
from bench.results import Results
from bench.tables_briefs import brief_tables
from bench.tables_builds import build_tables
from bench.tables_packs import pack_tables


def print_report(results: Results, console: Console) -> None:
    """Print the tables for people."""
    console.print("\n".join(_heading(results)), soft_wrap=True)
    for grid in _grids(results):
        table = Table(
            title=grid.title, title_justify="left", box=None, pad_edge=False, header_style="bold"
        )
        for index, column in enumerate(grid.columns):
            table.add_column(column, justify="right" if index else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print()
        console.print(table)
        if grid.note:
            console.print(grid.note, soft_wrap=True)


def markdown_report(results: Results) -> str:
    """Return the tables as Markdown, for docs/performance.md."""
    lines = [f"{line}  " for line in _heading(results)]
    for grid in _grids(results):
        rule = ["---", *("---:" for _column in grid.columns[1:])]
        rows = [list(grid.columns), rule, *grid.rows]
        lines += ["", f"**{grid.title}**", "", *(f"| {' | '.join(row)} |" for row in rows)]
        lines += ["", grid.note] if grid.note else []
    return "\n".join(lines)


def _heading(results: Results) -> list[str]:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    return [f"{results.date} · {machine}", versions, "medians (fastest–slowest)"]


def _grids(results: Results) -> list[Grid]:
    tables = (*build_tables(results), *pack_tables(results), *brief_tables(results))
    return [grid for grid in tables if grid.rows]
