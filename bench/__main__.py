"""``make bench``: our DOCX and PDF beside pandoc and typst, in one run.

Enters: the project in the current folder. Leaves: tables, or JSON. Both make the same briefs in
turns, first one then the other, so that a noisy machine is noisy for both. Warm: in a process that
has made briefs before. Cold: a fresh process that makes one brief, its start and imports included;
ours is ``pitstop build``, so it also reads and checks all sources. The chain begins with ready
Markdown, and draws no charts. Packs are measured beside a plain copy of the same bytes.
"""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.lanes import LaneError
from bench.results import Extent, Results
from bench.track import Track, one_of_each

_SOURCES = ("valle-dei-cavalieri", "microcip-pitstop-trailer", "lr-12-2022-cooperative-di-comunita")
PARTS = ("briefs", "builds", "engine", "packs", "press")


QUICK = Extent(
    short=1, builds=1, whole=1, briefs=1, memory=60, region=20, sources=2, country=(10, 50, 200)
)


def measure(track: Track, parts: Sequence[str], extent: Extent) -> Results:
    """Return what was measured of *parts*."""
    # Imported where it is needed: what measures memory stays small.
    results = Results(date.today().isoformat(), _machine(), _versions(track.pandoc))
    if "briefs" in parts:
        from bench.versus import measure_briefs

        measure_briefs(track, extent.briefs, results, _progress)
    if "engine" in parts:
        from bench.engine import measure_engine

        briefs = one_of_each(track.briefs)
        results.engine = measure_engine(track.ours, track.others, briefs, extent.short)
        _progress("the layout engine")
    if "builds" in parts:
        from bench.builds import Site, measure_builds

        site = Site(track.project, track.root, track.before(), track.chain, track.ours, track.every)
        results.builds = measure_builds(site, extent, _progress)
    if "packs" in parts:
        from bench.packs import measure_packs

        results.packs = measure_packs(track.project, track.chain_of, extent, _progress)
    if "press" in parts:
        from bench.press import measure_press

        results.press = measure_press(track.project, track.briefs[0][1], extent.whole)
    return results


def _machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": str(os.cpu_count()), "memory": f"{memory:.0f} GB", "system": sys.platform}


def _versions(pandoc: str) -> dict[str, str]:
    said = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True).stdout
    packages = ("pitstop-docs", "weasyprint", "typst")
    versions = {name: importlib.metadata.version(name) for name in packages}
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **versions, "pandoc": said.split()[1]}


def _progress(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--markdown", action="store_true", help="print tables for the documents")
    parser.add_argument(
        "--only", action="append", choices=PARTS, help="a part; may be repeated (all)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="each once, few packs: does it run at all?"
    )
    parser.add_argument("--source", action="append", help="a source; may be repeated (three)")
    parser.add_argument(
        "--all", action="store_true", help="every source, but the briefs that warm up"
    )
    args = parser.parse_args()
    try:
        import pypandoc
    except ImportError:
        sys.exit("pandoc and typst are not installed: run 'make bench', which brings them")
    sources = () if args.all else tuple(args.source or _SOURCES)
    with tempfile.TemporaryDirectory(prefix="pitstop-bench-") as folder:
        track = Track(Path.cwd(), Path(folder), sources, pypandoc.get_pandoc_path())
        try:
            results = measure(track, args.only or PARTS, QUICK if args.quick else Extent())
        except LaneError as error:
            sys.exit(f"the bench stopped: a process ended before its work did: {error}")
    from rich.console import Console

    from bench.report import markdown_report, print_report

    if args.json:
        print(json.dumps(results.as_json(), ensure_ascii=False, indent=1))
    elif args.markdown:
        print(markdown_report(results))
    else:
        print_report(results, Console(width=None if sys.stdout.isatty() else 120))


if __name__ == "__main__":
    main()
