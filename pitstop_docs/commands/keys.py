"""Single keys of a terminal, and its end, however that comes.

Enters: whom to tell of a key. Leaves: a block in which keys are heard, and which a KeyboardInterrupt ends when
somebody types q or Ctrl-C, closes the terminal or the pipe that is read, or sends a signal to end. The
terminal's settings are those of before, whenever this process does not use it."""

import os
import select
import signal
import stat
import sys
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
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


@contextmanager
def heard_keys(tell: Callable[[str], None]) -> Iterator[bool]:
    """Call *tell*, in another thread, with each key that is typed; give whether there is a terminal to type
    at. The end of the standard input, or q, ends this process as SIGTERM does."""
    kind = _kind_of_input()
    if not kind:  # a file, or nothing: it has no end that means something
        yield False
        return
    fd = sys.stdin.fileno()
    stopped, stop = os.pipe()
    keys = tell if kind == "terminal" else None
    thread = threading.Thread(target=_listen, args=(fd, stopped, keys), daemon=True)
    try:
        with _key_by_key(fd) if keys else nullcontext():
            thread.start()
            try:
                yield bool(keys)
            finally:
                os.write(stop, b".")
                thread.join()
    finally:
        os.close(stop)
        os.close(stopped)


def _kind_of_input() -> str:
    """Return "terminal", "pipe" or ""."""
    try:
        fd = sys.stdin.fileno()
        mode = os.fstat(fd).st_mode
    except (AttributeError, OSError, ValueError):  # closed before we began
        return ""
    if os.isatty(fd):
        return "terminal"
    return "pipe" if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else ""


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
