"""The collector waits, and goes on as it was."""

import gc

import pytest

from pitstop_docs.runs.collector import collector_held_back


@pytest.mark.parametrize("enabled", [True, False])
def test_it_goes_on_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        with collector_held_back():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
