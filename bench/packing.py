"""A process that makes packs, and says what it took.

Enters: a project, how many municipalities, how many sources, how: first of all "build", which makes its
briefs. Leaves: JSON: seconds, bytes, the memory of the process. Real municipalities are those that
``PITSTOP_COMUNI`` names.

The plain copy is one loop: files are read, written elsewhere and flushed, and so are folders, as packs
are. Where packs are too many to be kept, each is counted and removed before the next."""

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

from bench.packs import BUILD, GONE, PLAIN
from bench.results import ADDRESSED
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build, load
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import find_made
from pitstop_docs.build.output import open_store
from pitstop_docs.build.paths import PACKS
from pitstop_docs.build.workers import Labour
from pitstop_docs.packs.addressing import Addressing
from pitstop_docs.packs.members import Documents, Member, Unaddressed, documents_of
from pitstop_docs.packs.packing import Packed, Packing
from pitstop_docs.packs.place import Place
from pitstop_docs.packs.plan import Shape, plan_packs
from pitstop_docs.packs.register import open_register
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.model import Collection
from pitstop_docs.records.recipients import Recipient

SUFFIXES = (".docx", ".pdf")
_WORKERS = 2
Taken = dict[str, float]


class Fleeting(Place):
    """Counts the bytes of each pack, and removes it."""

    gone = 0

    def put(self, name: str, *more: Any, **named: Any) -> int:
        """Put a pack, and take it away."""
        size = super().put(name, *more, **named)
        Fleeting.gone += _size(self.base, name)
        shutil.rmtree(self.base / name)
        (self.base / f"{name}.zip").unlink()
        return size


def main(root: Path, count: int, sources: int, how: str) -> None:
    """Pack the first *sources* for *count* municipalities, and print what it took."""
    shutil.rmtree(root / PACKS, ignore_errors=True)
    (root / PACKS).mkdir(parents=True)
    collection = load(root, Reporter())
    chosen = tuple(case.id for case in islice(collection.cases, sources))
    if how == BUILD:
        found = _laid_out(root, chosen)
    else:
        found = _packed(root, collection, chosen, municipalities_of(count), how)
    print(json.dumps(found))
    shutil.rmtree(root / PACKS)


def _laid_out(root: Path, sources: tuple[str, ...]) -> Taken:
    """Make the briefs of *sources*, and then the addressed ones; say how many these are."""
    for addressed in (False, True):
        start = time.perf_counter()
        choice = Choice(sources, addressed=addressed)
        run = build(root, choice, Reporter(), lambda *told: None, Labour(_WORKERS))
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "briefs": sum(id.kind == "addressed" for id in run.made)}


def _packed(
    root: Path, collection: Collection, sources: tuple[str, ...], whom: list[Recipient], how: str
) -> Taken:
    addressed = how in (ADDRESSED, GONE)
    fields: dict[str, Any] = {"id": "prova", "title": "Prova", "date": date(2026, 12, 1)}
    campaign = Campaign.model_construct(None, sender="Prova", addressed=addressed, **fields)
    documents = _documents(root, campaign, collection, sources)
    makers = read_inputs(root).makers
    addressing = Addressing(documents, collection, makers) if addressed else None
    found = _copies(addressing, documents.shared, whom) if addressing else {}
    packed, reporter = Packed(campaign), Reporter()
    start = time.perf_counter()
    packed.orders = plan_packs(campaign, whom, documents, Unaddressed(), makers, addressing)
    with open_register(root) as register:
        packing = Packing(
            root, packed, Shape(), documents, Unaddressed(), register, reporter, addressing,
        )  # fmt: skip
        if how == GONE:
            packing.place = Fleeting(packing.place.base, packing.place.day)
        packing.run(packed.orders, lambda *told: None)
    found["seconds"] = time.perf_counter() - start
    if packed.failed:
        sys.exit("\n".join(map(str, reporter.diagnostics)))
    base = packing.place.base
    found |= {
        "packs": len(packed.made),
        "briefs": len(documents.shared) * len(packed.made) / len(SUFFIXES),
        "files": sum(order.files for order in packed.orders),
        "bytes": Fleeting.gone or sum(path.stat().st_size for path in _files(base)),
        "memory": _peak(),
    }
    if how in (PLAIN, ADDRESSED):
        found["plain"] = _copied(base, root / PACKS / "copia")
    return found


def _documents(
    root: Path, campaign: Campaign, collection: Collection, sources: tuple[str, ...]
) -> Documents:
    store = open_store(root)
    rows = read_ledger(root).rows.items()
    made = {id: find_made(store, row.key) for id, row in rows if id.source in sources}
    whole = {id: one for id, one in made.items() if one}
    return documents_of(root, store, campaign, collection, whole, ())


def _copies(addressing: Addressing, briefs: tuple[Member, ...], whom: list[Recipient]) -> Taken:
    """Return the seconds that a PDF takes for one of *whom*, and a Word file and a PDF, once each is opened."""
    seconds: dict[str, list[float]] = {suffix: [] for suffix in SUFFIXES}
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


def municipalities_of(count: int) -> list[Recipient]:
    """Return *count* municipalities: real ones, where there are enough."""
    from tests.packs.municipalities import COUNTRY as REAL
    from tests.packs.municipalities import country, municipalities

    real = country() if REAL else []
    found = real[:count] if len(real) >= count else municipalities(count)
    # The table of real ones has no addresses.
    return [one.model_copy(update={"pec": f"{one.istat}@example.org"}) for one in found]


def _peak() -> float:
    """Return the most bytes that this process had in memory; what began it does not count where that is
    told."""
    try:
        about = Path("/proc/self/status").read_text(encoding="ascii")
        return 1024.0 * int(about.partition("VmHWM:")[2].split()[0])
    except OSError:  # macOS, where the usage is in bytes
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


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
