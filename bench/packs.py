"""Packs: what a region's take beside a plain copy of the same bytes; whether a country's take longer each.

Enters: a project, how many municipalities, which sources. Leaves: what packs took, each
kind in a process of its own (:mod:`bench.packing`).

Addressed briefs are measured too: what each copy takes without being written, for a region and for every
municipality; packs of them; and what the chain takes for some of the same."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.addressed import measure_chain
from bench.results import ADDRESSED, Extent, Packs

PLAIN, GONE, BUILD = "the same for all", "gone", "build"


def measure_packs(
    project: Path,
    chain_of: Callable[[Path], list[str]],
    extent: Extent,
    tell: Callable[[str], None],
) -> Packs:
    """Measure packs of the briefs of *project*: a region's, then those of ever more municipalities."""
    found = Packs()
    found.chain = measure_chain(project, extent.sources, extent.region, chain_of)
    tell("packs: the chain's addressed briefs")
    built = _measured(project, 1, extent.sources, BUILD)
    found.layouts, found.laid_out = built["seconds"], int(built["briefs"])
    for number in range(extent.whole):
        for how in (PLAIN, ADDRESSED):
            found.add(how, _measured(project, extent.region, extent.sources, how))
        tell(f"packs: round {number + 1} of {extent.whole}")
    for count in extent.country:
        found.add(f"{ADDRESSED}, one source: {count}", _measured(project, count, 1, GONE))
    tell("packs: of a country")
    return found


def _measured(project: Path, count: int, sources: int, how: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.packing", str(project), str(count), str(sources), how]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout))
