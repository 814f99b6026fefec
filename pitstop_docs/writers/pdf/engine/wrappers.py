"""What selectors ask of an element is kept without a lock.

Until Python 3.12 a property that is worked out once takes a lock when it is: nine times an element.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from weasyprint.css import cssselect2

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    kind = cssselect2.ElementWrapper
    for name, own in [*vars(kind).items()]:
        if isinstance(own, cached_property):
            put(kind, name, _Kept(name, own.func))


class _Kept:
    """A property that is worked out when it is first asked for, and an attribute from then on."""

    def __init__(self, name: str, work_out: Callable[[Any], Any]) -> None:
        self._name = name
        self._work_out = work_out

    def __get__(self, instance: Any, _kind: Any = None) -> Any:
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._work_out(instance)
        return value
