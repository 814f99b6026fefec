"""One process that makes the same briefs with pandoc and typst, and times each step.

Enters: a folder of ready Markdown, the fonts' folder and the path of pandoc; on standard input one
``edition source`` on each line, or ``edition source--recipient``. Leaves: DOCX, typst and PDF files
beside the Markdown, and a line of JSON for each brief. As a user would run them, pandoc is a program
called once for each file; typst, from its Python package, compiles inside this process, which loads the
fonts once.
"""

import subprocess
import sys
import time
from pathlib import Path

from bench.lanes import Answer, Clock

_STARTED = time.perf_counter()
# The composed text is already typeset, and its headings have their ids.
_FROM = ("--from", "markdown-smart-auto_identifiers")
_LOOK = ("-V", "mainfont=Lora", "-V", "fontsize=10pt", "-V", "papersize=a4")
_TYPST = ("--standalone", "--to", "typst", *_LOOK)


def main(folder: Path, fonts: Path, pandoc: str) -> None:
    """Serve until standard input ends."""
    import typst

    clock = Clock(_STARTED)
    clock.lap("import")
    # The bundled fonts and no others, for both.
    known = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
    clock.lap("prepare")
    Answer(clock.steps).tell()

    for line in sys.stdin:
        path = folder / f"{'--'.join(line.split())}.md"
        clock = Clock()
        subprocess.run([pandoc, *_FROM, path, "-o", path.with_suffix(".docx")], check=True)
        clock.lap("pandoc docx")
        subprocess.run([pandoc, *_FROM, *_TYPST, path, "-o", path.with_suffix(".typ")], check=True)
        clock.lap("pandoc typst")
        typst.compile(path.with_suffix(".typ"), path.with_suffix(".pdf"), font_paths=known)
        clock.lap("typst pdf")
        Answer(clock.steps).tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
