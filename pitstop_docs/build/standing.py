"""What a process that stays brings to each of its builds, so that nothing is done twice.

Enters: what was read and who works, from one build to the next. Leaves: a :class:`Standing`, for
:func:`pitstop_docs.build.flow.build`."""

from collections.abc import Callable
from dataclasses import dataclass

from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.made import Made
from pitstop_docs.build.plan import Step
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.runs.jobs import Workers

# Told of each brief as soon as its files are there.
Tell = Callable[[Step, Made], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """The ``inputs`` that were just read, a ``reader`` that remembers, an ``executor`` at work. ``go_on`` is
    called between any two steps, and raises when what is built is of yesterday. The shortest brief
    is made first: somebody waits."""

    inputs: Inputs
    reader: ProjectReader
    executor: Workers
    go_on: Callable[[], None]
    tell: Tell
