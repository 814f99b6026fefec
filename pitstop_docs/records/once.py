"""What depends on one record alone is found out once, and known as long as that record is there.

Enters: a question to a record. Leaves: the same question, which remembers its answers. A project that is
read again has the same records, but for those whose file is another."""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from pitstop_docs.records.record import Record

R = TypeVar("R", bound=Record)
A = TypeVar("A")


def once(question: Callable[[R], A]) -> Callable[[R], A]:
    """Return *question*, asked once of each record: of the object, since to compare its content takes longer
    than to answer. No answer may hold the record."""
    known: dict[int, tuple[weakref.ref[R], A]] = {}

    @wraps(question)
    def ask(record: R) -> A:
        number = id(record)
        if number not in known:
            gone = weakref.ref(record, lambda _record: known.pop(number))
            known[number] = gone, question(record)
        return known[number][1]

    return ask
