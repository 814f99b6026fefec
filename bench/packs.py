"""Packs: what a region's take beside a plain copy of the same bytes; whether a country's take longer each.

Enters: a project whose briefs are made, how many municipalities, which sources. Leaves: seconds, bytes, the
memory of the process. Run as a program it is such a process. Real municipalities are those that
``PITSTOP_COMUNI`` names.

Addressed briefs are measured too: what each copy takes without being written, for a region and for every
municipality; and packs of them.

The plain copy is one loop: files are read, written elsewhere and flushed, and so are folders, as packs
are. Where packs are too many to be kept, each is counted and removed before the next."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bench.report import Packs

ADDRESSED = "addressed"
REGION, COUNTRY = 330, 7896  # municipalities of Emilia-Romagna, and of Italy
_FEW = 100
_SOURCES = 5


def measure_packs(project: Path, rounds: int, country: int) -> Packs:
    """Measure packs of the briefs of *project*, a region's in *rounds*, then *country* municipalities."""
    found = Packs()
    for _round in range(rounds):
        for name in ("packs", "messages too", ADDRESSED):
            found.add(name, _measured(project, REGION, _SOURCES, name))
    for count in (_FEW, country):
        found.add(f"{count}, one source", _measured(project, count, 1, "gone"))
        found.add(
            f"{count}, one source, {ADDRESSED}", _measured(project, count, 1, f"{ADDRESSED} gone")
        )
    return found


def _measured(project: Path, count: int, sources: int, how: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.packs", str(project), str(count), str(sources), how]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout))


def main(root: Path, count: int, sources: int, how: str) -> None:
    """Pack the first *sources* for *count* municipalities, and print what it took."""
    from pitstop_docs.build.choice import Choice
    from pitstop_docs.build.flow import build, load
    from pitstop_docs.build.inputs import read_inputs
    from pitstop_docs.build.ledger import read_ledger
    from pitstop_docs.build.made import find_made
    from pitstop_docs.build.output import open_store
    from pitstop_docs.build.paths import PACKS
    from pitstop_docs.packs.addressing import Addressing
    from pitstop_docs.packs.members import Unaddressed, documents_of
    from pitstop_docs.packs.packing import Packed, Packing
    from pitstop_docs.packs.place import Place
    from pitstop_docs.packs.plan import Shape, plan_packs
    from pitstop_docs.packs.register import open_register
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.records.campaigns import Campaign

    class Fleeting(Place):
        """Counts a pack, and removes it."""

        def put(self, name: str, *more: Any, **named: Any) -> int:
            size = super().put(name, *more, **named)
            gone.append(_size(self.base, name))
            shutil.rmtree(self.base / name)
            (self.base / f"{name}.zip").unlink()
            return size

    gone: list[int] = []
    shutil.rmtree(root / PACKS, ignore_errors=True)
    (root / PACKS).mkdir(parents=True)
    collection, store = load(root, Reporter()), open_store(root)
    chosen = [case.id for case in collection.cases][:sources]
    addressed = how.startswith(ADDRESSED)
    if addressed:
        build(root, Choice(tuple(chosen), addressed=True), Reporter(), lambda *told: None)
    rows = read_ledger(root).rows.items()
    made = {id: find_made(store, row.key) for id, row in rows if id.source in chosen}
    fields: dict[str, Any] = {"id": "prova", "title": "Prova", "date": date(2026, 12, 1)}
    fields["addressed"] = addressed
    campaign = Campaign.model_construct(None, sender="Prova", **fields)
    whole = {id: one for id, one in made.items() if one}
    documents = documents_of(root, store, campaign, collection, whole, ())
    packed, mail = Packed(campaign), how == "messages too"
    whom, makers = _municipalities(count), read_inputs(root).makers
    addressing = Addressing(documents, collection, makers) if addressed else None
    copies = _copies(addressing, documents.shared, whom) if addressing else {}
    start = time.perf_counter()
    packed.orders = plan_packs(campaign, whom, documents, Unaddressed(), makers, addressing)
    with open_register(root) as register:
        packing = Packing(
            root,
            packed,
            Shape(mail=mail),
            documents,
            Unaddressed(),
            register,
            Reporter(),
            addressing,
        )
        if how.endswith("gone"):
            packing.place = Fleeting(packing.place.base, packing.place.day)
        packing.run(packed.orders, lambda *told: None)
    seconds = time.perf_counter() - start
    base = root / PACKS / campaign.id
    found = {
        "seconds": seconds,
        "packs": len(packed.made),
        "files": sum(order.files for order in packed.orders),
        "bytes": sum(gone) or sum(path.stat().st_size for path in _files(base)),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0,
    }
    found |= copies
    if how in ("packs", ADDRESSED):
        found["plain"] = _copied(base, root / PACKS / "copia")
    print(json.dumps(found))
    shutil.rmtree(root / PACKS)


def _copies(addressing: Any, briefs: Any, whom: list[Any]) -> dict[str, float]:
    """Return the seconds that a PDF takes for one of *whom*, and a Word file and a PDF, once each is opened."""
    from statistics import mean

    seconds: dict[str, list[float]] = {".docx": [], ".pdf": []}
    for recipient in whom[:1]:
        addressing.address(recipient, briefs)
    for recipient in whom:
        for suffix, taken in seconds.items():
            alike = [brief for brief in briefs if brief.name.endswith(suffix)]
            start = time.perf_counter()
            addressing.address(recipient, alike)
            taken.append((time.perf_counter() - start) / len(alike))
    return {
        "pdf": mean(seconds[".pdf"]),
        "pair": mean(map(sum, zip(*seconds.values(), strict=True))),
    }


def _municipalities(count: int) -> list[Any]:
    from tests.packs.municipalities import COUNTRY as REAL
    from tests.packs.municipalities import country, municipalities

    real = country() if REAL else []
    found = real[:count] if len(real) >= count else municipalities(count)
    # The table of real ones has no addresses.
    return [one.model_copy(update={"pec": f"{one.istat}@example.org"}) for one in found]


def _size(base: Path, name: str) -> int:
    files: Iterable[Path] = (*(base / name).iterdir(), base / f"{name}.zip")
    return sum(path.stat().st_size for path in files)


def _files(base: Path) -> list[Path]:
    return [path for path in sorted(base.rglob("*")) if path.is_file()]


def _copied(base: Path, to: Path) -> float:
    """Copy the files of the first pack as often as there are packs, each file and each folder flushed; return
    the seconds.

    What is read is always in memory: writing alone is compared."""
    zips = sorted(base.glob("*.zip"))
    files = [*_files(zips[0].with_suffix("")), zips[0]]
    os.sync()  # what was written before is not flushed at our cost
    start = time.perf_counter()
    for number in range(len(zips)):
        folder = to / str(number)
        folder.mkdir(parents=True)
        for path in files:
            with (folder / path.name).open("xb") as file:
                file.write(path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
