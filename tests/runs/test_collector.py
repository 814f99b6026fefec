"""The collector waits, and goes on as it was."""

import gc
import weakref

import pytest

from pitstop_docs.runs.collector import collected_after, collector_held_back, keep_for_good


@pytest.mark.parametrize("enabled", [True, False])
def test_it_goes_on_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        with collector_held_back():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_what_goes_round_in_circles_is_collected_when_the_block_ends() -> None:
    class Ring:
        pass

    with collected_after():
        ring = Ring()
        ring.__dict__["self"] = ring
        left = weakref.ref(ring)
        del ring
        assert left() is not None
    assert left() is None


def test_what_was_there_before_the_block_is_not_looked_at_again() -> None:
    looked_at: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            looked_at.append(about["generation"])

    gc.callbacks.append(note)
    try:
        with collected_after():
            kept = [[number] for number in range(100_000)]
    finally:
        gc.callbacks.remove(note)
    assert kept
    assert looked_at == [0]


def test_what_is_kept_for_good_is_not_looked_at() -> None:
    before = gc.get_freeze_count()
    try:
        keep_for_good()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
