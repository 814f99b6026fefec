"""Single briefs, ours and the chain's, in turns: warm, and each in a process of its own.

Enters: a track. Leaves: samples of both, their pages and their memory."""

from collections.abc import Callable
from typing import TypeVar

from bench.lanes import Lane, run_once
from bench.results import CHAIN, LANES, OURS, Results, Sample
from bench.track import Brief, Track, one_of_each

T = TypeVar("T")


def measure_briefs(
    track: Track, rounds: int, results: Results, tell: Callable[[str], None]
) -> None:
    """Add what making the briefs of *track* takes in *rounds* to *results*."""
    results.rounds, results.briefs = rounds, len(track.briefs)
    for number in range(rounds):
        _warm_round(track, number, results)
        _cold_round(track, number, results)
        tell(f"single briefs: round {number + 1} of {rounds}")
    results.pages[CHAIN] = _pages(track)


def _warm_round(track: Track, number: int, results: Results) -> None:
    """Make every brief once in processes that have made others before.

    Fresh processes for each round: typst remembers what it has compiled, and would do the same
    brief a second time in no time."""
    with Lane(OURS, track.ours) as ours, Lane(CHAIN, track.chain) as chain:
        for brief in track.others:
            for lane in (ours, chain):
                lane.make(*brief)
        for edition, source in track.briefs:
            for lane in _turns((ours, chain), number):
                told = lane.make(edition, source)
                results.samples.append(Sample(lane.name, edition, source, number, told.steps))
                if lane is ours and number == 0:
                    results.pages.setdefault(OURS, {}).setdefault(edition, []).append(told.pages)
    results.start = {lane.name: lane.start.steps for lane in (ours, chain)}
    for lane in (ours, chain):
        results.reach(lane.name, "warm", lane.memory)


def _cold_round(track: Track, number: int, results: Results) -> None:
    """Make one brief of each edition in a process of its own, then all briefs in one."""

    def run(lane: str, briefs: list[Brief], state: str) -> float:
        command = track.build(briefs) if lane == OURS else track.chain
        given = "".join(f"{edition} {source}\n" for edition, source in briefs)
        seconds, memory = run_once(command, "" if lane == OURS else given)
        results.reach(lane, state, memory)
        return seconds

    for edition, source in one_of_each(track.briefs):
        for lane in _turns(LANES, number):
            steps = {"whole": run(lane, [(edition, source)], "cold")}
            results.samples.append(Sample(lane, edition, source, number, steps, "cold"))
    for lane in _turns(LANES, number):
        results.together.setdefault(lane, []).append(run(lane, track.briefs, "warm"))


def _turns(lanes: tuple[T, ...], number: int) -> tuple[T, ...]:
    """Return *lanes* in the order of round *number*: each begins every other time."""
    return lanes if number % 2 == 0 else lanes[::-1]


def _pages(track: Track) -> dict[str, list[int]]:
    """Count the pages of the chain's PDFs."""
    import pikepdf  # deferred: what measures memory stays small

    found: dict[str, list[int]] = {}
    for edition, source in track.briefs:
        with pikepdf.open(track.markdown / f"{edition}--{source}.pdf") as pdf:
            found.setdefault(edition, []).append(len(pdf.pages))
    return found
