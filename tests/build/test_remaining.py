"""How long it still takes, honestly."""

from pitstop_docs.build.remaining import remaining


def test_nothing_is_said_before_anything_is_known() -> None:
    assert remaining([None, None], [], 2) is None
    assert remaining([1.0, None], [], 2) is None


def test_what_is_known_is_divided_among_the_workers() -> None:
    assert remaining([4.0, 2.0, 2.0], [], 2) == 4.0
    assert remaining([4.0, 2.0, 2.0], [], 1) == 8.0
    assert remaining([], [], 2) == 0.0


def test_no_brief_is_divided() -> None:
    assert remaining([9.0], [], 4) == 9.0


def test_the_pace_is_that_of_today() -> None:
    assert remaining([4.0], [(1.0, 2.0), (1.0, 2.0)], 1) == 8.0


def test_what_is_not_known_takes_what_the_others_took() -> None:
    assert remaining([None, None], [(None, 3.0), (None, 5.0)], 1) == 8.0
