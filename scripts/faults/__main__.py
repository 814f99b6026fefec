"""``python -m scripts.faults FOLDER [--list] [--kind NAME…]``: how often each fault occurs in each edition."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml

from scripts.faults import lines, shape, word
from scripts.faults.reading import read_paper
from scripts.faults.shape import Brief, Hit

EDITIONS = Path(__file__).parents[2] / "templates" / "editions"
PDF: dict[str, Callable[[Brief], Iterator[Hit]]] = {
    "headless-table": shape.headless_tables,
    "lonely-callout": shape.lonely_callouts,
    "uneven-columns": shape.uneven_columns,
    "missing-pages": shape.missing_pages,
    "empty-last-page": shape.empty_last_pages,
    "broken-contents": lines.broken_contents,
    "repeated-note": lines.repeated_notes,
    "short-last-line": lines.short_last_lines,
    "hanging-dot": lines.hanging_dots,
    "parted-number": lines.parted_numbers,
    "broken-date": lines.broken_dates,
    "chart-without-finding": lines.charts_without_finding,
}
WORD: dict[str, Callable[[bytes], Iterator[Hit]]] = {
    "word-long-lines": word.long_lines,
    "word-tight-lines": word.tight_lines,
}


def faults_of(file: Path) -> dict[str, list[Hit]]:
    """Return what is wrong in *file*, by kind; its folder says which edition it is."""
    if file.suffix == ".docx":
        return {kind: list(find(file.read_bytes())) for kind, find in WORD.items()}
    edition = yaml.safe_load((EDITIONS / f"{file.parent.name}.yaml").read_text(encoding="utf-8"))
    paper = read_paper(file.read_bytes())
    up_to = bool(edition.get("up_to", False))
    brief = Brief(file.parent.name, file.stem, paper, edition["pages"], up_to)
    return {kind: list(find(brief)) for kind, find in PDF.items()}


def table(counts: Counter[tuple[str, str]], editions: list[str]) -> Iterator[str]:
    """Yield the lines of the table of faults."""
    kinds = (*PDF, *WORD)
    first = max(map(len, kinds))
    yield "  ".join([" " * first, *editions, "total"])
    for kind in kinds:
        numbers = [counts[kind, edition] for edition in editions]
        cells = [f"{n:>{len(e)}}" for n, e in zip(numbers, editions, strict=True)]
        yield "  ".join([f"{kind:<{first}}", *cells, f"{sum(numbers):>5}"])


def main() -> None:
    """Count, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="output/briefs, or one like it")
    parser.add_argument("--list", action="store_true", help="say where, before the table")
    parser.add_argument("--kind", nargs="+", choices=[*PDF, *WORD], help="list these alone")
    arguments = parser.parse_args()
    known = sorted(
        EDITIONS.glob("*.yaml"), key=lambda file: yaml.safe_load(file.read_bytes())["order"]
    )
    editions = [file.stem for file in known if (arguments.folder / file.stem).is_dir()]
    files = [
        file
        for edition in editions
        for file in sorted((arguments.folder / edition).iterdir())
        if file.suffix in (".pdf", ".docx")
    ]
    counts: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor() as pool:
        for file, found in zip(files, pool.map(faults_of, files), strict=True):
            for kind, hits in found.items():
                counts[kind, file.parent.name] += len(hits)
                if arguments.list and kind in (arguments.kind or found):
                    for hit in hits:
                        page = f" p. {hit.page}" if hit.page else ""
                        print(f"{kind}: {file.parent.name}/{file.name}{page}: {hit.seen}")
    print("\n".join(table(counts, editions)))


if __name__ == "__main__":
    main()
