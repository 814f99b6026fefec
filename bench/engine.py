"""The layout engine plain and tuned: the same briefs in turns, in two processes that stay.

Enters: the command of a process that makes briefs, the briefs. Leaves: for each edition the seconds of
fitting and writing a PDF, round by round, plain and tuned."""

from bench.lanes import Lane
from pitstop_docs.writers.engine import PLAIN, TUNED, VARIABLE

ENGINES = (PLAIN, TUNED)
_STEPS = ("fit", "write pdf")


def measure_engine(
    command: list[str], others: list[tuple[str, str]], briefs: list[tuple[str, str]], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Return the seconds; *others* warm the processes up."""
    found: dict[str, dict[str, list[float]]] = {}
    with (
        Lane(PLAIN, command, {VARIABLE: PLAIN}) as plain,
        Lane(TUNED, command, {VARIABLE: ""}) as tuned,
    ):
        for brief in others:
            for lane in (plain, tuned):
                lane.make(*brief)
        for number in range(rounds):
            for edition, source in briefs:
                for lane in (plain, tuned) if number % 2 == 0 else (tuned, plain):
                    steps, _pages = lane.make(edition, source)
                    seconds = sum(steps[step] for step in _STEPS)
                    found.setdefault(edition, {}).setdefault(lane.name, []).append(seconds)
    return found
