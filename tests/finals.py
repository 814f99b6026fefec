"""The project of final documents, built: tests read its files and change none.

Enters: an empty folder. Leaves: ``tests/reviewed/`` in it with all its briefs, also on a letterhead, and
``SAID``: what the build had to say, the pages of each brief, and what it says the letterhead has no room for.
"""

import json
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.proofing import proof_output
from tests.letterheads import first_page
from tests.project import Once, make_reviewed

LETTERHEAD = "borgo-finto"
SAID = "said.json"


def finals(once: Once) -> Path:
    """Return the built project, the same for all tests."""
    return once("reviewed", _fill)


def _fill(root: Path) -> None:
    make_reviewed(root)
    folder = root / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / f"{LETTERHEAD}.docx").write_bytes(first_page())
    reporter = Reporter()
    run = build(root, Choice(letterheads=(LETTERHEAD,)), reporter, lambda *_told: None)
    proof_output(root, reporter)
    said = {
        "problems": [problem.as_json() for problem in reporter.diagnostics],
        "pages": [[id.source, id.edition, made.pages] for id, made in run.made.items()],
        "trimmed": [
            [id.source, id.edition, passage.text]
            for id, made in run.made.items()
            for passage in (made.cut.passages if made.cut else ())
            if LETTERHEAD in passage.letterheads
        ],
    }
    (root / SAID).write_text(json.dumps(said), encoding="utf-8")
