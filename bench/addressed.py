"""What pandoc and typst take for the briefs that we address: some of them, really made.

Enters: a project, how many sources, some municipalities. Leaves: the seconds of each brief. What they are given
is the composed brief with the words of the municipality in it, ready; run as a program, this writes that."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from bench.lanes import Lane
from bench.results import CHAIN

WHOM = 3  # municipalities: the shortest name, the longest, one in between


def measure_chain(
    project: Path, sources: int, region: int, chain_of: Callable[[Path], list[str]]
) -> list[float]:
    """Return the seconds of each addressed brief of the first *sources*, for some of so many municipalities."""
    with tempfile.TemporaryDirectory(prefix="pitstop-bench-") as folder:
        asked = [str(project), folder, str(sources), str(region)]
        subprocess.run([sys.executable, "-m", "bench.addressed", *asked], check=True)
        names = sorted(path.stem for path in Path(folder).glob("*.md"))
        with Lane(CHAIN, chain_of(Path(folder))) as lane:
            # One municipality after the other, as they are addressed: what typst remembers of a brief helps it.
            names.sort(key=lambda name: name.rpartition("--")[2])
            briefs = [name.split("--", 1) for name in names]
            return [sum(lane.make(*brief).steps.values()) for brief in briefs]


def main(root: Path, folder: Path, sources: int, region: int) -> None:
    """Write ``<edition>--<source>--<istat>.md`` into *folder*."""
    from bench.markdown import markdown_of
    from bench.packing import municipalities_of
    from pitstop_docs.build.choice import Choice
    from pitstop_docs.build.drafts import drafts_of
    from pitstop_docs.build.flow import load
    from pitstop_docs.compose.recipients import recipient_words
    from pitstop_docs.compose.wording import Wording
    from pitstop_docs.packs.names import shown
    from pitstop_docs.problems.diagnostics import Reporter

    collection = load(root, Reporter())
    ids = tuple(case.id for case in islice(collection.cases, sources))
    by_length = sorted(municipalities_of(region), key=lambda one: len(one.name))
    whom = [by_length[round(n * (len(by_length) - 1) / (WHOM - 1))] for n in range(WHOM)]
    for draft in drafts_of(collection, Choice(ids, addressed=True)):
        if draft.id.kind != "addressed":  # acts are Word alone
            continue
        document, wording = draft.compose(), Wording(collection.labels[draft.case.language])
        for one in whom:
            words = recipient_words(one, shown(one.name), draft.case.suits, wording)
            path = folder / f"{draft.id.edition}--{draft.id.source}--{one.istat}.md"
            path.write_text(markdown_of(document, words), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
