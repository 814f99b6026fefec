"""Stylesheets are parsed once in a process, but for what they fetch; what is wrong in them is always said."""

from pathlib import Path

import pytest
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.pdf.fetcher import ProjectFetcher
from pitstop_docs.writers.pdf.stylesheet import parsed
from tests import specimen


@pytest.mark.parametrize(
    ("css", "once"),
    [
        ("h1 { color: red }", True),
        ("h1::before { content: '\\2014' }", True),
        ("@page { margin: 1cm }", True),
        ("@font-face { font-family: A; src: url(pitstop:///fonts/Lora-Regular.ttf) }", False),
        ("@IMPORT 'altro.css';", False),
        ("@media print { @color-profile a { src: url(pitstop:///fonts/a) } }", False),
        ("@f\\6fnt-face { font-family: A; src: url(pitstop:///fonts/Lora-Regular.ttf) }", False),
    ],
)
def test_what_fetches_nothing_is_parsed_once(css: str, once: bool, tmp_path: Path) -> None:
    fetcher = ProjectFetcher(Templates((packaged_templates(),)), tmp_path)
    first, second = (
        parsed(css, "giunta", font_config=FontConfiguration(), url_fetcher=fetcher)[0]
        for _project in range(2)
    )
    assert (first is second) == once


def test_a_mistake_is_said_in_each_project(tmp_path: Path) -> None:
    said = []
    for name in ("uno", "due"):
        sheet = tmp_path / name / "html/css/giunta.css"
        sheet.parent.mkdir(parents=True)
        sheet.write_text("h1 { colour: red }", encoding="utf-8")
        reporter = Reporter()
        templates = Templates((tmp_path / name, packaged_templates()))
        PdfWriter(templates, tmp_path).write(specimen.document("giunta"), reporter)
        said.append([problem.message for problem in reporter.diagnostics])
    assert "colour" in said[0][0]
    assert said[0] == said[1]
