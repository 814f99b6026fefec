"""Reading one source alone, fast enough for many examples.

Enters: the text of a practice. Leaves: what was found wrong, by reading and by the rules over
cases."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.checks.cases import CASE_CHECKS
from pitstop_docs.checks.charts import check_charts
from pitstop_docs.compose.typesetting import typeset_blocks
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Diagnostic, Reporter
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.document import Block
from tests.project import MINIMAL, PRACTICE, make_project

VALID = (MINIMAL / PRACTICE).read_text(encoding="utf-8")
FIELDS, BODY = VALID.removeprefix("---\n").split("\n---\n")


@dataclass(frozen=True)
class Bench:
    """A small project in which one practice is written and read again and again."""

    root: Path
    templates: Templates
    reader: ProjectReader  # has read all else of the project

    def read(self, data: str | bytes) -> tuple[Collection, list[Diagnostic]]:
        """Return what is read when the practice is *data*, and what is wrong."""
        written = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        (self.root / PRACTICE).write_bytes(written)
        reporter = Reporter()
        collection = self.reader.read(self.templates, reporter)
        for rule in (*CASE_CHECKS, check_charts):
            rule(collection, reporter)
        # Without editions there is nobody to ask anything of.
        return collection, [d for d in reporter.diagnostics if d.code != "unknown-body"]

    def blocks(self, markdown: str) -> tuple[Block, ...]:
        """Return the blocks of *markdown* under a heading; nothing may be wrong in it."""
        collection, found = self.read(in_body(markdown))
        assert found == [], "\n".join(map(str, found))
        return collection.practices["paese"].sections["problem"].blocks

    def printed(self, markdown: str) -> tuple[Block, ...]:
        """Return the blocks of *markdown* as an edition would print them."""
        return typeset_blocks(self.blocks(markdown), "it")


def in_body(markdown: str) -> str:
    """Return the valid practice with *markdown* in its first section."""
    return VALID.replace("La bottega del paese ha chiuso.\n\n![](bottega.png)", markdown)


@contextmanager
def bench() -> Iterator[Bench]:
    """Yield a bench whose templates are the labels alone: editions take most of the time."""
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder) / "templates"
        (templates / "labels").mkdir(parents=True)
        labels = packaged_templates() / "labels/it.yaml"
        (templates / "labels/it.yaml").write_bytes(labels.read_bytes())
        root = make_project(Path(folder) / "project")
        yield Bench(root, Templates((templates,)), ProjectReader(root))
