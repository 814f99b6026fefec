"""Files for a press: what they cost after the layout, and with preflight.

Enters: a project and a source. Leaves: seconds by edition: of the layout with bleed, of writing it and turning
its colours into inks, of preflight. Run as a program it is the process that measures."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.results import Press


def measure_press(project: Path, source: str, rounds: int) -> Press:
    """Measure the files for the usual shop of *source*, in *rounds*."""
    command = [sys.executable, "-m", "bench.press", str(project), source, str(rounds)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return Press({edition: [*runs] for edition, runs in json.loads(said.stdout).items()})


def main(root: Path, source: str, rounds: int) -> None:
    """Make the files, and print what they took."""
    from pitstop_docs.build.choice import Choice
    from pitstop_docs.build.drafts import drafts_of
    from pitstop_docs.build.flow import load
    from pitstop_docs.copyfit import fit
    from pitstop_docs.look.templates import Templates
    from pitstop_docs.press.preflight import preflight
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.writers.pdf import PdfWriter
    from pitstop_docs.writers.press import Press as Converter
    from pitstop_docs.writers.targets import DEFAULT_SHOP

    reporter = Reporter()
    collection = load(root, reporter)
    templates = Templates.of(root).coloured(collection.project.theme_colours)
    writer = PdfWriter(templates, root / "sources/media")
    found: dict[str, list[dict[str, Any]]] = {}
    for draft in drafts_of(collection, Choice(sources=(source,), shop=DEFAULT_SHOP)):
        (profile,) = draft.profiles.values()
        converter = Converter.of(profile, templates)
        fitted = fit(draft.compose(), writer)
        runs = found[draft.id.edition] = []
        for _round in range(rounds):
            start = time.perf_counter()
            layout = writer.layout(fitted.document, reporter, fitted.layout.setting, profile)
            laid_out = time.perf_counter()
            data = converter.convert(writer.export(layout, reporter, profile).data, layout.document)
            written = time.perf_counter()
            report = preflight(data, profile)
            runs.append({
                "pages": report.pages,
                "layout": laid_out - start,
                "write": written - laid_out,
                "preflight": time.perf_counter() - written,
            })  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
