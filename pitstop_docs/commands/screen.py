"""What commands print: problems, progress, tables, bars, reasons.

Enters: diagnostics, what became of a build, cuts, pages. Leaves: lines on the terminal. Rich is loaded
when a table is printed: a build in which nothing changed should not wait for it."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pitstop_docs.build.paths import FIT
from pitstop_docs.problems.diagnostics import Diagnostic, Reporter, Severity
from pitstop_docs.problems.messages import _, decimal, few, ngettext

if TYPE_CHECKING:  # importing them for real would load what most commands never use
    from rich.console import Console
    from rich.text import Text

    from pitstop_docs.build.made import Made
    from pitstop_docs.build.page_lock import Measured
    from pitstop_docs.build.run import Progress, Run
    from pitstop_docs.build.word_pages import WordFile
    from pitstop_docs.commands.mending import Change
    from pitstop_docs.tree.cut import Cut

_BAR = 20  # characters of a full page
_BOLD, _DIM, _RED, _YELLOW = "1", "2", "31", "33"  # ECMA-48, 8.3.117


@contextmanager
def progress(hidden: bool) -> "Iterator[Progress]":
    """Show on a terminal how far a build is, and how long it will still take."""
    if hidden or not sys.stderr.isatty():
        yield lambda done, total, name, seconds: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(done: int, total: int, name: str, seconds: float | None) -> None:
            words = f"{name} · {_left(seconds)}" if name else _left(seconds)
            bar.update(task, completed=done, total=total, description=words)

        yield tell


def _left(seconds: float | None) -> str:
    """Return how long it takes, no more precisely than it can be known."""
    if seconds is None:
        return _("how long it takes will be known after the first brief")
    if seconds < 10:
        return _("a few seconds left")
    if seconds < 90:
        return _("about {seconds} seconds left").format(seconds=round(seconds, -1))
    return _("about {minutes} minutes left").format(minutes=round(seconds / 60))


def print_summary(run: "Run", project: Path) -> None:
    """Print a table of sources and editions: pages, and a mark where something is wrong."""
    from rich.table import Table
    from rich.text import Text

    briefs = {id: made for id, made in run.made.items() if id.is_edition}
    acts = {id: made for id, made in run.made.items() if id.kind == "act"}
    editions = list(dict.fromkeys(id.edition for id in briefs))
    cells = {(id.source, id.edition): made for id, made in briefs.items()}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Source"), no_wrap=True)
    for edition in editions:
        table.add_column(edition, justify="right")
    if acts:
        table.add_column(_("draft acts"), justify="right")
    for source in dict.fromkeys(id.source for id in run.made):
        row = [_cell(cells.get((source, edition))) for edition in editions]
        if acts:
            row.append(_count_cell([made for id, made in acts.items() if id.source == source]))
        table.add_row(source, *row)
    console = _console()
    console.print(table)
    actions = [str(step.action) for step in run.steps.values()]
    made, restored, stayed = (actions.count(a) for a in ("make", "restore", "stay"))
    counts = _("{made} made, {restored} put back, {stayed} as they were").format(
        made=made, restored=restored, stayed=stayed
    )
    console.print(Text(counts), soft_wrap=True)
    for path in run.removed:
        console.print(Text(_("removed: {path}").format(path=path)), soft_wrap=True)
    for path in run.spared:
        words = _("not removed, since somebody has changed it: {path}").format(path=path)
        console.print(Text(words), soft_wrap=True)
    console.print(Text(_where(project)), soft_wrap=True)


def _console() -> "Console":
    from rich.console import Console

    # A log has no edge to wrap at.
    return Console() if sys.stdout.isatty() else Console(width=200)


def _where(project: Path) -> str:
    return _("All briefs: {path}").format(path=project / "output" / "index.html")


def print_unchanged(count: int, project: Path) -> None:
    """Say that there was nothing to do."""
    words = ngettext(
        "Nothing has changed: {count} document is as it should be.",
        "Nothing has changed: {count} documents are as they should be.",
        count,
    )
    print(words.format(count=count))
    print(_where(project))


def _count_cell(made: "Sequence[Made]") -> "Text":
    """Return how many there are, or that one of them failed."""
    from rich.text import Text

    if any(each.failed for each in made):
        return Text(_("failed"), style="bold red")
    return Text(str(len(made)) if made else "–")


def _cell(made: "Made | None") -> "Text":
    from rich.text import Text

    if made is None:
        return Text("–", style="dim")
    if made.failed:
        return Text(_("failed"), style="bold red")
    pages = made.pages
    text = "docx" if pages is None else _("{pages} p.").format(pages=pages)
    return Text(f"{text} !", style="yellow") if made.problems else Text(text)


def print_problems(diagnostics: Iterable[Diagnostic]) -> None:
    """Print each problem with its place, and its remedy."""
    for problem in diagnostics:
        colour = _RED if problem.severity is Severity.ERROR else _YELLOW
        place = _styled(f"{problem.location}:", _BOLD)
        kind = _styled(f"{problem.severity}[{problem.code}]", colour)
        print(f"{place} {kind}: {printable(problem.message)}", file=sys.stderr)
        print_hint(problem.hint)


def print_hint(hint: str) -> None:
    """Print what to do, below what is wrong."""
    if hint:
        print(_styled(f"    {hint}", _DIM), file=sys.stderr)


def _styled(text: str, style: str) -> str:
    """Return *text* with what a terminal needs to show it so; elsewhere it stays plain."""
    text = printable(text)
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{style}m{text}\x1b[0m"


def printable(text: str) -> str:
    """Return *text* without what could command a terminal: names of files may hold anything."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def print_count(
    reporter: Reporter, wrong: Sequence[str] = (), nothing_written: bool = False
) -> None:
    """Print how many errors and warnings there are, and which sources that are *wrong* were not made."""
    errors = len(reporter.errors)
    warnings = len(reporter.diagnostics) - errors
    parts = [
        ngettext("{count} error", "{count} errors", errors).format(count=errors),
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
    ]
    text = ", ".join(parts)
    if wrong:
        words = ngettext(
            "{count} wrong source was not made again: {names}. Its briefs are those of before.",
            "{count} wrong sources were not made again: {names}. Their briefs are those of before.",
            len(wrong),
        )
        text += ". " + words.format(count=len(wrong), names=few(wrong))
    elif nothing_written and errors:
        text += ". " + _("Nothing was written: the previous briefs are untouched.")
    print(text, file=sys.stderr)


def print_outcome(
    reporter: Reporter, as_json: bool, wrong: Sequence[str] | None = None, **found: object
) -> int:
    """Print the problems, as JSON with what was *found*; return the exit code. *wrong* are the names of
    sources that were not made, where a command makes any."""
    if as_json:
        print_json(reporter, **found, **({} if wrong is None else {"wrong": wrong}))
    else:
        print_problems(reporter.diagnostics)
        print_count(reporter, wrong or ())
    return 1 if reporter.errors else 0


def print_json(reporter: Reporter, **data: object) -> None:
    """Print everything for machines."""
    problems = [problem.as_json() for problem in reporter.diagnostics]
    print(json.dumps({"problems": problems, **data}, ensure_ascii=False, indent=1))


def print_error(message: str, hint: str) -> None:
    """Print what stopped a command, and what to do about it."""
    print(printable(_("error: {message}").format(message=message)), file=sys.stderr)
    print_hint(hint)


def print_changes(changes: "Sequence[Change]") -> None:
    """Print each line of a source that is put right, before and after."""
    for change in changes:
        print(printable(f"{change.file}:{change.line}\n- {change.before}\n+ {change.after}\n"))


def agrees() -> bool:
    """Ask whether the lines shown are to be written; where nobody can answer, they are not."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        answer = input(_("Write these lines? [y/N] "))
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", "s", "si", "sì", "si'")


def print_kept(kept: Sequence[str], changes: int) -> None:
    """Print where the old files are, or that nothing was changed."""
    if kept:
        text = ngettext("{count} line is put right.", "{count} lines are put right.", changes)
        old = _("The old files are kept: {paths}").format(paths=", ".join(kept))
        print(printable(f"{text.format(count=changes)} {old}"), file=sys.stderr)
    elif changes:
        print(_("Nothing was changed: --yes writes these lines without asking."), file=sys.stderr)
    else:
        print(_("There is nothing that --fix can put right."), file=sys.stderr)


# --- why and how long --------------------------------------------------------------------------


def print_reasons(run: "Run") -> None:
    """Print for each brief what was done with it, and why."""
    for id, step in run.steps.items():
        done = {
            "stay": _("as it was"),
            "restore": _("put back"),
            "make": _("made"),
        }[str(step.action)]
        why = "; ".join(dict.fromkeys(_reason(str(r.cause), r.name) for r in step.reasons))
        print(f"{id}: {done}" + (f" ({why})" if why else ""))


def _reason(cause: str, name: str) -> str:
    words = {
        "new": _("it was never made"),
        "block": _("'{name}' has changed"),
        "new-block": _("'{name}' is new"),
        "lost-block": _("'{name}' is gone"),
        "opening": _("title, summary or data of the document have changed"),
        "order": _("the order has changed"),
        "image": _("image {name} has changed"),
        "letterhead": _("letterhead {name} has changed"),
        "template": _("template {name} has changed"),
        "library": _("library {name}"),
        "makers": _("pitstop itself has changed"),
        "formats": _("other formats were asked for"),
        "failed": _("the last attempt failed"),
        "forgotten": _("it is no longer in output/.cache"),
        "absent": _("{name} was missing"),
        "other": _("{name} was of another state of the sources"),
        "altered": _("{name} was not what pitstop had written"),
    }
    return words[cause].format(name=name)


def print_profile(run: "Run") -> None:
    """Print where the time went: of the build itself, then of all workers together."""
    for step, seconds in run.seconds.items():
        print(f"{step:>10} {seconds:8.2f} s", file=sys.stderr)
    steps: dict[str, float] = {}
    for id, made in run.made.items():
        # Of briefs that stay, it is what they took when they were made.
        for step, seconds in made.seconds.items() if run.steps[id].action == "make" else ():
            steps[step] = steps.get(step, 0) + seconds
    for step, seconds in steps.items():
        words = _("(all workers together)")
        print(f"{step:>10} {seconds:8.2f} s {words}", file=sys.stderr)


def print_verdicts(findings: Iterable[str]) -> None:
    """Print how many files are as they were made."""
    found = [str(finding) for finding in findings]
    words = {
        "same": _("{count} files have the same bytes"),
        "alike": _("{count} files have the same words and pages, made with other libraries"),
        "different": _("{count} files are different"),
        "stale": _("{count} files are not made from the sources of today"),
        "failed": _("{count} files cannot be made"),
    }
    for finding, sentence in words.items():
        if finding in found:
            print(sentence.format(count=found.count(finding)))


# --- tables and bars -----------------------------------------------------------------------------


def print_measured(found: "Mapping[WordFile, Measured]") -> None:
    """Print a table of sources and editions with the pages of their Word files."""
    from rich.table import Table

    cells = {(file.id.edition, _row(file)): one for file, one in found.items()}
    editions = list(dict.fromkeys(edition for edition, _source in cells))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Source"), no_wrap=True)
    for edition in editions:
        table.add_column(edition, justify="right")
    for source in dict.fromkeys(source for _edition, source in cells):
        row = (cells.get((edition, source)) for edition in editions)
        table.add_row(source, *(_("{pages} p.").format(pages=m.pages) if m else "–" for m in row))
    _console().print(table)
    programs = ", ".join(sorted({one.program for one in found.values()}))
    print(_("Word's pages, measured with {program}").format(program=programs))


def _row(file: "WordFile") -> str:
    return file.id.source + (f" ({file.word.letterhead})" if file.word.letterhead else "")


def print_list(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print *rows* under *title*."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, show_header=False)
    for row in rows:
        table.add_row(*map(Text, row))
    _console().print(table)
    print()


def print_trimmed(cuts: "Iterable[Cut]") -> None:
    """Say for each letterhead that has less room how many passages more are left out on it."""
    more: Counter[str] = Counter()
    for cut in cuts:
        more.update(cut.trimmed)
    for id, count in sorted(more.items()):
        words = ngettext(
            "on the letterhead '{id}', which has less room, {count} passage more is left out: {page}",
            "on the letterhead '{id}', which has less room, {count} passages more are left out: {page}",
            count,
        )
        print(words.format(id=id, count=count, page=FIT))


def print_cuts(cuts: "Iterable[Cut]") -> None:
    """Print for each brief a bar for each page, its text setting, and what was left out."""
    from rich.text import Text

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
        print_trimmed((cut,))
