"""How long it will still take: from what earlier briefs took, corrected by this run.

Enters: expected and measured seconds. Leaves: seconds, or None as long as nothing is known."""

from collections.abc import Sequence


def remaining(
    waiting: Sequence[float | None],
    done: Sequence[tuple[float | None, float]],
    workers: int,
) -> float | None:
    """Return the seconds that *waiting* briefs still take on so many *workers*.

    *waiting* are expected seconds; *done* are pairs of expected and real ones. A machine that is
    slower today than last time is taken at its pace of today; a brief of which nothing is known, at
    the mean of those that were made. None before the first is made, if anything is unknown."""
    real = [seconds for _expected, seconds in done]
    pairs = [(expected, seconds) for expected, seconds in done if expected]
    expected_sum = sum(expected for expected, _seconds in pairs)
    pace = sum(seconds for _expected, seconds in pairs) / expected_sum if expected_sum else 1.0
    usual = sum(real) / len(real) if real else None
    total = longest = 0.0
    for expected in waiting:
        seconds = expected * pace if expected else usual
        if seconds is None:
            return None
        total += seconds
        longest = max(longest, seconds)
    # No brief is divided between two workers.
    return max(total / max(workers, 1), longest)
