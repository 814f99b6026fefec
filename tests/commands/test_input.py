"""What the standard input is, besides a terminal: with something to come, or at its end."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from pitstop_docs.commands.keys import Input


def ended_pipe() -> int:
    given, giving = os.pipe()
    os.write(giving, b"yes\n" * 9)
    os.close(giving)
    return given


def unreadable() -> int:
    return os.open(os.devnull, os.O_WRONLY)  # as nohup gives it


ENDED: dict[str, Callable[[], int]] = {
    "nothing": lambda: os.open(os.devnull, os.O_RDONLY),
    "a file": lambda: os.open(Path(__file__), os.O_RDONLY),
    "a pipe": ended_pipe,
    "a folder": lambda: os.open(Path(__file__).parent, os.O_RDONLY),
    "unreadable": unreadable,
}


@pytest.mark.parametrize("kind", ENDED)
def test_its_end_is_seen(kind: str) -> None:
    fd = ENDED[kind]()
    try:
        with ExitStack() as block:
            given = Input(fd, block)
            assert (given.is_terminal, given.is_at_its_end()) == (False, True)
    finally:
        os.close(fd)


def test_one_that_was_closed_is_at_its_end() -> None:
    with ExitStack() as block:
        assert Input(None, block).is_at_its_end()


def test_a_pipe_whose_writer_is_there_goes_on() -> None:
    fd, giving = os.pipe()
    try:
        os.write(giving, b"yes")
        with ExitStack() as block:
            assert not Input(fd, block).is_at_its_end()
    finally:
        os.close(giving)
        os.close(fd)
