"""What stands around a piece of content is written by plain objects.

WeasyPrint opens and closes states and marks through generators, 9,000 times a dossier, and takes each colour
apart to see that it is the one in use.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(Stream, "stacked", _stacked)
    put(Stream, "marked", _marked)
    put(Stream, "artifact", _artifact)
    put(Stream, "set_color", _comparing(Stream.set_color))


class _Closing(AbstractContextManager[None]):
    """Calls *close* at the end."""

    __slots__ = ("_close",)

    def __init__(self, close: Callable[[], None]) -> None:
        self._close = close

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._close()


def _stacked(self: Any) -> AbstractContextManager[None]:
    self.push_state()
    return _Closing(self.pop_state)


def _marked(self: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    if self._tags is None:
        return nullcontext()
    mcid = len(self._tags)
    assert box not in self._tags
    self._tags[box] = {"tag": tag, "mcid": mcid}
    self.begin_marked_content(tag, pydyf.Dictionary({"MCID": mcid}))
    return _Closing(self.end_marked_content)


def _artifact(self: Any) -> AbstractContextManager[None]:
    if self._tags is None:
        return nullcontext()
    self.begin_marked_content("Artifact")
    return _Closing(self.end_marked_content)


def _comparing(set_colour: Callable[..., None]) -> Callable[..., None]:
    def set_color(self: Any, color: Any, stroke: bool = False) -> None:
        if (
            stroke
            or self._current_color != (color.space, *color.coordinates)
            or self._current_alpha != f"a{color.alpha}"
        ):
            set_colour(self, color, stroke)

    return set_color
