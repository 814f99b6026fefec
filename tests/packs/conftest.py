"""A campaign that is packed once for all tests; each takes a copy."""

import shutil
from pathlib import Path

import pytest

from tests.packs.projects import MAILED, make_campaign, packed_well
from tests.project import Once


@pytest.fixture
def campaign(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose campaign is packed, messages too."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    made = once("campaign", lambda folder: packed_well(make_campaign(folder), MAILED))
    # With its times: they say that nobody has changed a pack.
    return Path(shutil.copytree(made, tmp_path / "project"))
