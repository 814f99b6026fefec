"""The layout engine plain and tuned: the same briefs in turns, in two processes that stay.

Enters: the command of a process that makes briefs, the briefs. Leaves: for each edition and engine what making
one takes, round by round: seconds on the clock to fit it and write the PDF, seconds of the processor for all of
it, and for laying it out in pages and writing it once."""

from bench.lanes import Lane
from pitstop_docs.writers.engine import PLAIN, TUNED, VARIABLE

FITTED = ("measure", "layout", "search", "write pdf")
Engines = dict[str, dict[str, list[dict[str, float]]]]  # edition → engine → rounds


def measure_engine(
    command: list[str], others: list[tuple[str, str]], briefs: list[tuple[str, str]], rounds: int
) -> Engines:
    """Return what each took; *others* warm the processes up."""
    found: Engines = {}
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
                    told = lane.make(edition, source)
                    seconds = sum(told.steps[step] for step in FITTED)
                    taken = {"seconds": seconds, "cpu": told.cpu, "once": told.once}
                    found.setdefault(edition, {}).setdefault(lane.name, []).append(taken)
    return found
