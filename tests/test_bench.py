"""The bench is fair only if pandoc gets the same content."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bench.markdown import markdown_of
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, QrCode
from pitstop_docs.tree.walk import text_of
from tests import specimen
from tests.project import make_project


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("&nbsp;", " "))


def missing(document: Document) -> list[str]:
    """Return the words of *document* that its Markdown lacks. Pandoc wants a table's caption after
    the table, so the order is not compared."""
    blocks = (*document.head, *document.body, *document.foot)
    # A QR code is not drawn: only the words beside it are there.
    wanted = [w for block in blocks if not isinstance(block, QrCode) for w in words(text_of(block))]
    return list((Counter(wanted) - Counter(words(markdown_of(document)))).elements())


def test_markdown_has_every_word_of_a_brief(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    briefs = list(wanted(load(project, Reporter()), Choice(), read_inputs(project)))
    assert len(briefs) == 8
    for brief in briefs:
        assert missing(brief.document) == []


def test_a_word_that_is_lost_is_noticed() -> None:
    document = specimen.document()
    assert missing(document) == []
    shorter = replace(document, body=document.body[:-1])
    assert words(markdown_of(shorter)) != words(markdown_of(document))


def test_markdown_has_what_pandoc_needs_of_each_kind() -> None:
    text = markdown_of(specimen.dossier())
    assert "\n## 1 Il problema {#problem}\n" in text
    assert "](<#problem>)" in text
    for sign in ("\n- ", "\n1.  ", "\n:   ", "\n| ", "\n> ", "^["):
        assert sign in text, sign


def test_what_looks_like_markdown_stays_text() -> None:
    title = [specimen.para("p", "1. *no* [x](y) <b> $x$ @z {{ 7*7 }}")]
    document = specimen.document(head=(), body=tuple(title), foot=())
    assert r"1\. \*no\* \[x\]\(y\) \<b\> \$x\$ \@z \{\{ 7\*7 \}\}" in markdown_of(document)
