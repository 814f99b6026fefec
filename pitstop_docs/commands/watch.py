"""The command watch: what is saved is made at once, until somebody quits.

Enters: what was typed, once and then key by key. Leaves: files in ``output/``, a line for each brief that is
another. When our own code is another, the process begins anew in its own place."""

import errno
import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.journal import about_trace, write_journal
from pitstop_docs.commands import screen
from pitstop_docs.commands.keys import Input, ended_by_signals, heard_keys
from pitstop_docs.commands.options import Editions, Jobs, Project, Sources
from pitstop_docs.commands.parser import command
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _, decimal, few, ngettext
from pitstop_docs.readers import require_project

if TYPE_CHECKING:
    from pitstop_docs.build.watching import Change, Ended, Inbox
    from pitstop_docs.tree.cut import Passage

_OPENS = {"darwin": "open"}.get(sys.platform, "xdg-open")  # a program shows it that is right for it
_LOADS = "import pitstop_docs.commands.cli, pitstop_docs.build.watching, pitstop_docs.build.make"
_PASSAGES = 2  # of those that fell out or came in, how many a line quotes


@command(
    "watch",
    _("Make the briefs again whenever something is saved, until you type q or close the terminal."),
)
def watch(
    edition: Editions = (), source: Sources = (), jobs: Jobs = None, project: Project = Path(".")
) -> int:
    """Build again and again."""
    require_project(project.resolve())
    _forget_children()
    try:
        with ended_by_signals():
            _watch(Choice(source, edition), jobs, project)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        if error.errno != errno.EIO:  # nobody reads us any more: the terminal was closed
            raise
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 0
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _watch(choice: Choice, jobs: int | None, project: Path) -> None:
    """Return when our own code is another."""
    from pitstop_docs.build.watching import Event, watch
    from pitstop_docs.build.workers import Labour, cores

    inbox: Inbox = SimpleQueue()
    events = {"r": Event.ALL, "o": Event.OPEN}

    def press(key: str) -> None:
        if key in events:
            inbox.put(events[key])

    with heard_keys(press) as given:
        teller = _Teller(project, given)
        watch(project.resolve(), choice, Labour(jobs or cores()), inbox, teller)


def _forget_children() -> None:
    """Bury what the process that we were has left: whoever begins anew has children that it never had."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


class _Teller:
    """Says on the terminal what happens; see :class:`pitstop_docs.build.watching.Teller`."""

    def __init__(self, project: Path, given: Input) -> None:
        self.project, self.given = project, given

    def ready(self) -> None:
        if (
            self.given.is_at_its_end()
        ):  # as that of a terminal does: nobody is there who could end us
            _say(_("nothing is watched: there is no terminal, and the standard input has ended"))
            raise KeyboardInterrupt
        folder = self.project / "sources"
        _say(_("watching {folder}: what you save is made at once").format(folder=folder))
        if self.given.is_terminal:
            print(_("r: make all · o: open the last PDF · q: quit"), flush=True)

    def change(self, change: "Change") -> None:
        id, made = change.step.id, change.made
        if made.failed:
            _say(f"{id}: {_('failed')}")
            return
        if made.cut is None:  # an act: as long as it is
            return
        parts = [filled(made.cut.fills)]
        if change.out:
            parts.append(_("fell out: {passages}").format(passages=_quoted(change.out)))
        if change.into:
            parts.append(_("came in: {passages}").format(passages=_quoted(change.into)))
        _say(f"{id}: {', '.join(parts)}")

    def built(self, ended: "Ended") -> None:
        run = ended.run
        changed = [step for step in run.steps.values() if str(step.action) != "stay"]
        if changed:
            words = ngettext(
                "{count} document in {time} s", "{count} documents in {time} s", len(changed)
            )
            _say(words.format(count=len(changed), time=decimal(round(ended.seconds, 1))))
        elif run.made and not ended.again:
            words = ngettext(
                "nothing changes: {count} document is as it should be",
                "nothing changes: {count} documents are as they should be",
                len(run.made),
            )
            _say(words.format(count=len(run.made)))
        if run.removed:
            _say(_("removed: {path}").format(path=few(run.removed)))
        screen.print_problems(ended.problems)
        if ended.problems or ended.mended:
            screen.print_count(ended.reporter, run.wrong)
        if changed or ended.problems:
            from pitstop_docs.build.run import about_run

            write_journal(self.project, "watch", about_run(run, ended.reporter))

    def nothing(self) -> None:
        _say(_("saved, but nothing has changed"))

    def stopped(self, error: PitstopError) -> None:
        screen.print_error(str(error), error.hint)

    def fault(self) -> None:
        traceback.print_exc()
        write_journal(self.project, "watch: a fault", about_trace(traceback.format_exc()))

    def open(self, path: Path | None) -> None:
        program = shutil.which(_OPENS)
        if path is None:
            _say(_("there is no PDF yet"))
        elif program is None:
            _say(_("open it yourself: {path}").format(path=path))
        else:
            none = subprocess.DEVNULL
            subprocess.Popen(
                [program, str(path)], stdin=none, stdout=none, stderr=none, start_new_session=True
            )

    def may_renew(self) -> bool:
        tried = subprocess.run(
            [sys.executable, "-c", _LOADS], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if not tried.returncode:
            _say(_("pitstop itself has changed: it begins anew"))
            return True
        _say(_("pitstop itself has changed, and cannot be loaded: nothing is made until it can"))
        screen.print_hint(tried.stderr.strip().rpartition("\n")[2])
        return False


def filled(fills: Sequence[float]) -> str:
    """Return how many pages there are, and how full they are in all."""
    words = ngettext(
        "{count} page, {full} per cent full", "{count} pages, {full} per cent full", len(fills)
    )
    full = round(100 * sum(min(fill, 1) for fill in fills) / len(fills))
    return words.format(count=len(fills), full=full)


def _quoted(passages: Sequence["Passage"]) -> str:
    return few(
        [_("“{words}”").format(words=passage.first_words) for passage in passages], _PASSAGES
    )


def _say(words: str) -> None:
    """Print a line, at once, with the time at which it is true."""
    print(screen.printable(f"{time.strftime('%H:%M:%S')} {words}"), flush=True)
