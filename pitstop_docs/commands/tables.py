"""What commands print in tables and bars: pages that were measured, how briefs were cut.

Enters: what LibreOffice counted, or cuts. Leaves: lines on the terminal.
"""

import sys
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pitstop_docs.build.page_lock import Measured
from pitstop_docs.build.word_pages import WordFile
from pitstop_docs.copyfit.report import Cut
from pitstop_docs.problems.messages import _, decimal, ngettext

_BAR = 20  # characters of a full page


def print_measured(found: Mapping[WordFile, Measured]) -> None:
    """Print a table of sources and editions with the pages of their Word files."""
    names = {(file.id.edition, _row(file)): one for file, one in found.items()}
    editions = list(dict.fromkeys(edition for edition, _source in names))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Source"), no_wrap=True)
    for edition in editions:
        table.add_column(edition, justify="right")
    for source in dict.fromkeys(source for _edition, source in names):
        row = (names.get((edition, source)) for edition in editions)
        table.add_row(source, *(_("{pages} p.").format(pages=m.pages) if m else "–" for m in row))
    _console().print(table)
    programs = ", ".join(sorted({one.program for one in found.values()}))
    print(_("Word's pages, measured with {program}").format(program=programs))


def _row(file: WordFile) -> str:
    return file.id.source + (f" ({file.word.letterhead})" if file.word.letterhead else "")


def print_list(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print *rows* under *title*."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, show_header=False)
    for row in rows:
        table.add_row(*map(Text, row))
    _console().print(table)
    print()


def print_cuts(cuts: Iterable[Cut]) -> None:
    """Print for each brief a bar for each page, its text setting, and what was left out."""
    console = _console()
    for cut in cuts:
        kept = len(cut.passages) - len(cut.left_out)
        line = Text(str(cut.id), style="bold")
        line.append(
            _("  {size} pt, leading {leading}; kept {kept} of {all} passages").format(
                size=decimal(cut.size), leading=decimal(cut.leading), kept=kept,
                all=len(cut.passages),
            ),
            style="default",
        )  # fmt: skip
        console.print(line, soft_wrap=True)
        for number, fill in enumerate(cut.fills, start=1):
            full = min(round(_BAR * fill), _BAR)
            console.print(
                Text(f"  {number:>2} {'█' * full}{'░' * (_BAR - full)} {round(100 * fill):>3} %"),
                soft_wrap=True,
            )
        if cut.left_out:
            words = ngettext(
                "  left out, the most important first: {count} passage",
                "  left out, the most important first: {count} passages",
                len(cut.left_out),
            )
            console.print(words.format(count=len(cut.left_out)), style="yellow", soft_wrap=True)
        for passage in cut.left_out:
            tied = _("it belongs to one that was left out")
            why = "" if passage.why == "no-room" else f" ({tied})"
            place = f"{passage.place}: " if passage.place else ""
            console.print(
                Text(f"    {place}{passage.part} · {passage.first_words}{why}"), soft_wrap=True
            )


def _console() -> Console:
    # A log has no edge to wrap at.
    return Console() if sys.stdout.isatty() else Console(width=200)
