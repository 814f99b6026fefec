"""Single keys of a terminal, and the end of the standard input, however that comes.

Enters: whom to tell of a key. Leaves: a block in which keys are heard, and which a KeyboardInterrupt ends when
somebody types q or Ctrl-C, closes the terminal or the pipe that is read, or sends a signal to end. The
terminal's settings are those of before, whenever this process does not use it."""

import os
import select
import signal
import sys
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_QUIT = "q"
_PATIENCE = 1.0  # seconds after which a process in the background looks whether it is in front


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let the first signal to end raise KeyboardInterrupt in the block, and those after it nothing: what is
    put away then is put away whole. What whoever started us wants ignored stays so."""
    before: dict[signal.Signals, Any] = {}

    def end(number: int, frame: FrameType | None) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in _ENDS:
        if each is signal.SIGTERM or signal.getsignal(each) is not signal.SIG_IGN:
            before[each] = signal.signal(each, end)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@dataclass(frozen=True, slots=True)
class Input:
    """The standard input: a terminal, or not; ``fd`` is None if it was closed before we began."""

    fd: int | None
    block: ExitStack

    @property
    def is_terminal(self) -> bool:
        """Whether somebody can type."""
        return self.fd is not None and os.isatty(self.fd)

    def is_at_its_end(self) -> bool:
        """Tell whether no more can come of it; if more can, its end will end us, as that of a terminal does."""
        if self.fd is None or (not self.is_terminal and _is_at_end(self.fd)):
            return True
        if not self.is_terminal:
            self.block.enter_context(_listening(self.fd, None))
        return False


@contextmanager
def heard_keys(tell: Callable[[str], None]) -> Iterator[Input]:
    """Call *tell*, in another thread, with each key that is typed at a terminal. Its end, or q, ends this
    process as SIGTERM does; that of another input only once the block has asked whether it is at its end:
    first a build is made, though there be nothing to read."""
    with ExitStack() as block:
        given = Input(_given(), block)
        if given.fd is not None and given.is_terminal:
            block.enter_context(_key_by_key(given.fd))
            block.enter_context(_listening(given.fd, tell))
        yield given


def _given() -> int | None:
    try:
        fd = sys.stdin.fileno()
        os.fstat(fd)
    except (AttributeError, OSError, ValueError):
        return None
    return fd


def _is_at_end(fd: int) -> bool:
    """Read what there is; tell whether that was all."""
    try:
        while select.select([fd], [], [], 0)[0]:
            if not os.read(fd, 1 << 16):
                return True
    except OSError:  # not to be read, as nohup has it
        return True
    return False


@contextmanager
def _listening(fd: int, tell: Callable[[str], None] | None) -> Iterator[None]:
    stopped, stop = os.pipe()
    thread = threading.Thread(target=_listen, args=(fd, stopped, tell), daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.write(stop, b".")
        thread.join()
        os.close(stop)
        os.close(stopped)


@contextmanager
def _key_by_key(fd: int) -> Iterator[None]:
    """Have the terminal give each key at once, without showing it; while this process is stopped, or in the
    background, as it was."""
    before = termios.tcgetattr(fd)

    def take(*_signal: object) -> None:
        if _is_in_front(fd):
            tty.setcbreak(fd)

    def give_back() -> None:
        # To set a terminal from the background would stop us; one that is gone needs nothing.
        if _is_in_front(fd):
            with suppress(termios.error):
                termios.tcsetattr(fd, termios.TCSADRAIN, before)

    def pause(*_signal: object) -> None:
        give_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        take()

    old = {signal.SIGTSTP: pause, signal.SIGCONT: take}
    handlers = {number: signal.signal(number, handler) for number, handler in old.items()}
    take()
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        give_back()


def _is_in_front(fd: int) -> bool:
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        return False


def _listen(fd: int, stopped: int, tell: Callable[[str], None] | None) -> None:
    """Read *fd* until it ends, until q is typed, or until *stopped* can be read."""
    while True:
        if tell and not _is_in_front(fd) and _still_there(fd):
            if select.select([stopped], [], [], _PATIENCE)[0]:
                return
            continue
        if stopped in select.select([fd, stopped], [], [])[0]:
            return
        try:
            typed = os.read(fd, 64).decode("ascii", "replace").lower()
        except OSError:  # a terminal that was closed
            typed = ""
        if not typed or (tell and _QUIT in typed):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
            return
        if tell:
            for key in typed:
                tell(key)


def _still_there(fd: int) -> bool:
    try:
        termios.tcgetattr(fd)
    except termios.error:
        return False
    return True
