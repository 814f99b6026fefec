"""Packs: what a region's take beside a plain copy of the same bytes; whether a country's take longer each.

Enters: a project whose briefs are made, how many municipalities, which sources. Leaves: seconds, bytes, the
memory of the process. Run as a program it is such a process. Real municipalities are those that
``PITSTOP_COMUNI`` names.

The plain copy is one loop: each file is read, written elsewhere and flushed, and so is each folder, as packs
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

REGION, COUNTRY = 330, 7896  # municipalities of Emilia-Romagna, and of Italy
_FEW = 100
_SOURCES = 5


def measure_packs(project: Path, rounds: int, country: int) -> Packs:
    """Measure packs of the briefs of *project*, a region's in *rounds*, then *country* municipalities."""
    found = Packs()
    for _round in range(rounds):
        for name in ("packs", "messages too"):
            found.add(name, _measured(project, REGION, _SOURCES, name))
    for count in (_FEW, country):
        found.add(f"{count}, one source", _measured(project, count, 1, "gone"))
    return found


def _measured(project: Path, count: int, sources: int, how: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.packs", str(project), str(count), str(sources), how]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout))


def main(root: Path, count: int, sources: int, how: str) -> None:
    """Pack the first *sources* for *count* municipalities, and print what it took."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.build.inputs import read_inputs
    from pitstop_docs.build.ledger import read_ledger
    from pitstop_docs.build.made import find_made
    from pitstop_docs.build.output import open_store
    from pitstop_docs.packs.members import Unaddressed, documents_of
    from pitstop_docs.packs.packing import PACKS, Packed, Packing
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
    rows = read_ledger(root).rows.items()
    made = {id: find_made(store, row.key) for id, row in rows if id.source in chosen}
    fields: dict[str, Any] = {"id": "prova", "title": "Prova", "date": date(2026, 12, 1)}
    campaign = Campaign.model_construct(None, sender="Prova", **fields)
    whole = {id: one for id, one in made.items() if one}
    documents = documents_of(root, store, campaign, collection, whole, ())
    packed, mail = Packed(campaign), how == "messages too"
    start = time.perf_counter()
    whom = _municipalities(count)
    packed.orders = plan_packs(campaign, whom, documents, Unaddressed(), read_inputs(root).makers)
    with open_register(root) as register:
        packing = Packing(
            root, packed, Shape(mail=mail), documents, Unaddressed(), register, Reporter()
        )
        if how == "gone":
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
    if how != "gone":
        found["plain"] = _copied(base, root / PACKS / "copia")
    print(json.dumps(found))
    shutil.rmtree(root / PACKS)


def _municipalities(count: int) -> list[Any]:
    from tests.packs.municipalities import COUNTRY as REAL
    from tests.packs.municipalities import country, municipalities

    real = country() if REAL else []
    return real[:count] if len(real) >= count else municipalities(count)


def _size(base: Path, name: str) -> int:
    files: Iterable[Path] = (*(base / name).iterdir(), base / f"{name}.zip")
    return sum(path.stat().st_size for path in files)


def _files(base: Path) -> list[Path]:
    return [path for path in sorted(base.rglob("*")) if path.is_file()]


def _copied(base: Path, to: Path) -> float:
    """Copy all of *base*, each file and each folder flushed; return the seconds."""
    files = _files(base)
    os.sync()  # what was written before is not copied at our cost
    start = time.perf_counter()
    folders: set[Path] = set()
    for path in files:
        target = to / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        folders.add(target.parent)
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
