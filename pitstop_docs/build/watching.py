"""Build again whenever a file is saved, with what stays in memory: the loop without a terminal.

Enters: a project's folder, a choice, events ("this was saved", "make all"), and whom to tell. Leaves: builds,
one after the other, each by :func:`pitstop_docs.build.flow.build`. Events are calls to look; what is built
again, the digests of inputs decide. Saved sources come first and alone; then, when nobody saves for a
moment, the whole."""

import gc
import time
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from pitstop_docs.build.choice import Choice, formats_of
from pitstop_docs.build.flow import build
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import Made, find_made
from pitstop_docs.build.output import open_store
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.plan import Step
from pitstop_docs.build.run import Run
from pitstop_docs.build.standing import Standing
from pitstop_docs.build.workers import Labour, at_work
from pitstop_docs.look.templates import Templates, is_hidden
from pitstop_docs.problems.diagnostics import (
    BriefId,
    Diagnostic,
    PitstopError,
    Reporter,
    UnknownName,
    relative,
)
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.runs.collector import collector_held_back, keep_for_good
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.jobs import Workers
from pitstop_docs.runs.saves import LOOK_EVERY, hearing
from pitstop_docs.tree.cut import Cut, Passage
from pitstop_docs.writers.targets import Pdf, target_named

_PACKAGE = Path(__file__).parents[1]
_QUIET = 1.0  # seconds without a save after which the whole is built
_PROBE = 4913  # vim writes a file of this name, or of a number above it, to see whether it may


class Event(Enum):
    """What somebody asks for, besides saving."""

    ALL = "all"
    OPEN = "open"


Inbox = SimpleQueue[frozenset[Path] | Event]


class Superseded(Exception):
    """Somebody has saved again: what is being built is of yesterday."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one brief beside what was there before it: passages that fell ``out`` of it, and that
    came ``into`` it."""

    step: Step
    made: Made
    out: tuple[Passage, ...] = ()
    into: tuple[Passage, ...] = ()


class Teller(Protocol):
    """Whoever says to people what happens."""

    def ready(self) -> None:
        """Everything is built; from now on files are heard of."""

    def change(self, change: Change) -> None:
        """A brief was made, or put back."""

    def built(self, ended: "Ended") -> None:
        """A build has ended."""

    def nothing(self) -> None:
        """A file was saved as it was."""

    def stopped(self, error: PitstopError) -> None:
        """Nothing can be built of what is there."""

    def fault(self) -> None:
        """A fault of pitstop ended a build: the exception is being handled."""

    def open(self, path: Path | None) -> None:
        """Show the PDF at *path*, the last one made."""

    def may_renew(self) -> bool:
        """Our own code has changed: say whether it can be loaded."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a build ended: the problems that were not said before, and whether the last error is ``mended``;
    ``again`` if it only looked whether something was left to do, after a build of the saved sources alone."""

    run: Run
    reporter: Reporter
    problems: tuple[Diagnostic, ...]
    mended: bool
    again: bool
    seconds: float


def watch(root: Path, choice: Choice, labour: Labour, inbox: Inbox, teller: Teller) -> None:
    """Build *choice* again and again, until our own code is another and can be loaded: then it is for the
    caller to begin anew. Whoever wants it to end raises an exception in this thread. Raises
    :class:`UnknownName` if at the start something of *choice* is not there; what goes later may come back."""
    inputs = read_inputs(root)
    folders = (root / "sources", *Templates.of(root).folders, _PACKAGE)
    warm = [target_named(format) for format in formats_of(choice)]
    warmed = replace(labour, at_once=labour.workers)  # whoever saves next will not wait for them
    with hearing(folders, inbox.put), at_work(warmed, inputs, warm) as executor:
        _Rounds(root, choice, inbox, teller, executor, inputs).until_renewed()


@dataclass(slots=True)
class _Rounds:
    """The builds of one process. ``touched`` are files that no build has been finished with, ``due`` says
    whether the whole is to be built."""

    root: Path
    choice: Choice
    inbox: Inbox
    teller: Teller
    executor: Workers
    inputs: Inputs
    reader: ProjectReader = field(init=False)
    cuts: dict[BriefId, Cut] = field(init=False)
    known: frozenset[Diagnostic] = frozenset()
    begun: bool = False  # what was asked for is known to have been there
    wrong: bool = False  # an error was said, and nobody has mended it as far as we know
    touched: set[str] = field(default_factory=set)
    due: bool = True
    asked: bool = False  # for all, by a key
    saved: bool = False  # something that counts
    doubted: bool = False  # whether it was: the digests will say
    refused: str = ""  # the digest of code that cannot be loaded
    last: Path | None = None

    def __post_init__(self) -> None:
        store = open_store(self.root)
        self.reader = ProjectReader(self.root, store)
        rows = read_ledger(self.root).rows.items()
        kept = {id: find_made(store, row.key) for id, row in rows}
        self.cuts = {id: made.cut for id, made in kept.items() if made and made.cut}

    def until_renewed(self) -> None:
        code = _code(self.inputs)
        self._round()
        self.begun = True
        keep_for_good()
        self.teller.ready()
        while True:
            self._wait()
            self._look()
            now = _code(self.inputs)
            if now == code:
                self.refused = ""
                self._round()
            elif now != self.refused:  # what we make is not what it makes
                if self.teller.may_renew():
                    return
                self.refused = now

    # --- hearing and looking -------------------------------------------------------------------

    def _wait(self) -> None:
        """Return when there is something to look at."""
        heard = self.touched or self.asked or self.saved or self.doubted
        if heard and not self.refused:  # while something was being built
            return
        try:
            self._take(self.inbox.get(timeout=_QUIET if self.due else LOOK_EVERY))
        except Empty:
            return
        self._drain()

    def _drain(self) -> None:
        while not self.inbox.empty():
            self._take(self.inbox.get())

    def _take(self, event: frozenset[Path] | Event) -> None:
        if event is Event.ALL:
            self.asked = True
        elif event is Event.OPEN:
            self.teller.open(self.last)
        elif isinstance(event, frozenset):
            self.saved = self.saved or any(_counts(path.as_posix()) for path in event)

    def _go_on(self) -> None:
        """Raise :class:`Superseded` if it would be in vain: not for a file that was only closed, or given
        another owner; but we shall look."""
        self._drain()
        if self.asked or (self.saved and not self.inputs.still_holds()):
            raise Superseded
        self.doubted, self.saved = self.doubted or self.saved, False

    def _look(self) -> None:
        """Read the inputs, if they seem to be others; learn what has changed in them."""
        if not self.saved and not self.doubted and self.inputs.still_holds():
            return
        before, self.inputs = self.inputs, read_inputs(self.root)
        self.touched |= _changed(before, self.inputs)
        if self.saved and not self.touched and _code(before) == _code(self.inputs):
            self.teller.nothing()
        self.saved = self.doubted = False

    # --- building ------------------------------------------------------------------------------

    def _round(self) -> None:
        """Build what the touched files are sources of; without any the whole, if it is due."""
        asked, self.asked = self.asked, False
        sources = self._sources() if self.touched and not asked else ()
        if not (self.touched or asked or self.due):
            return
        try:
            # Who else uses a source, the whole knows; it can wait until people have their answer.
            again = self.due and not (self.touched or asked)
            self.due = bool(sources) and self._build(sources, False)
            if not self.due:
                self._build((), again)
        except Superseded:
            self.due, self.asked = True, self.asked or asked
        else:
            self.touched.clear()

    def _sources(self) -> tuple[str, ...]:
        """Return the names of the sources that the touched files are, if they are that and nothing else."""
        names = {row.path: id for id, row in read_ledger(self.root).headings.items()}
        found = {names.get(name, "") for name in self.touched}
        if "" in found or (self.choice.sources and not found <= {*self.choice.sources}):
            return ()
        return tuple(sorted(found))

    def _build(self, sources: tuple[str, ...], again: bool) -> bool:
        """Build *sources*, or all that is chosen; return False where sources have other names now."""
        choice = Choice(sources or self.choice.sources, self.choice.editions)
        standing = Standing(self.inputs, self.reader, self.executor, self._go_on, self._tell)
        reporter, start = Reporter(), time.perf_counter()
        try:
            with collector_held_back():
                run = build(self.root, choice, reporter, _no_progress, standing=standing)
        except PitstopError as error:
            if sources:
                return False
            if isinstance(error, UnknownName) and not self.begun:
                raise
            self.wrong = True
            self.teller.stopped(error)
        except Superseded:
            raise
        except Exception:
            self.teller.fault()
        else:
            found = frozenset(reporter.diagnostics)
            # Of what was just saved they are said as often as they are found.
            said = self.known if again else frozenset()
            new = tuple(problem for problem in reporter.diagnostics if problem not in said)
            mended = self.wrong and not sources and not reporter.errors
            taken = time.perf_counter() - start
            self.teller.built(Ended(run, reporter, new, mended, again, taken))
            self.known = self.known | found if sources else found
            self.wrong = bool(reporter.errors) or (self.wrong and not mended)
            self._rest(bool(sources))
        return True

    def _rest(self, short: bool) -> None:
        """Do what can wait until people have their answer."""
        if not short:
            self.reader.save()
            gc.collect()

    def _tell(self, step: Step, made: Made) -> None:
        before = self.cuts.get(step.id)
        if made.cut is not None:
            self.cuts[step.id] = made.cut
        pdf = next((target for target in made.files if target == Pdf()), None)
        if pdf is not None:
            self.last = self.root / path_of(step.id, pdf)
        self.teller.change(Change(step, made, *_moved(before, made.cut)))


def _no_progress(done: int, total: int, name: str, seconds: float | None) -> None:
    """Tell nobody: each brief has its line."""


def _moved(before: Cut | None, now: Cut | None) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return what is newly left out of a brief, what has just been written too, and what is in it again."""
    if before is None or now is None:
        return (), ()
    missing = {(passage.part, passage.text) for passage in before.passages if passage.why}
    out = (p for p in now.passages if p.why and (p.part, p.text) not in missing)
    into = (p for p in now.passages if not p.why and (p.part, p.text) in missing)
    return tuple(out), tuple(into)


def _changed(before: Inputs, now: Inputs) -> set[str]:
    """Return the files that count and are others, by their paths; those of the project from its root."""
    found: set[str] = set()
    old, new = (before.sources, *before.templates), (now.sources, *now.templates)
    for one, other in zip(old, new, strict=True):
        names = {name for name, _digest in one.files.items() ^ other.files.items()}
        found.update(relative(one.folder / name, now.root) for name in names if _counts(name))
    return found


def _code(inputs: Inputs) -> str:
    """Return the digest of our own code."""
    return digest({name: one for name, one in inputs.code.files.items() if _counts(name)})


def _counts(name: str) -> bool:
    """Tell whether people would say of the file *name* that they have saved it."""
    *folders, last = name.split("/")
    is_probe = last.isdecimal() and int(last) >= _PROBE
    return not (is_hidden(last) or is_probe or "__pycache__" in folders)
