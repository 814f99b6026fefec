"""What somebody sees who gets it wrong: each mistake at its place, with its code, and nothing lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pitstop_docs.runs.files import write_whole
from tests.project import PRACTICE, diagnose, make_project, replace_in

BODY = "La bottega del paese ha chiuso."
CHART = "      mark: bar"
DATA = 'data: {values: [{anno: "1991", soci: 3}, {anno: "2021", soci: 9}]}'

# (what is written in the place of what, in the practice) → (code, line), if the line is the edit's
EDITS = [
    ("short: La bottega", "short: [La bottega", "yaml-syntax"),
    ("short: La bottega", "\tshort: La bottega", "yaml-tab"),
    ("short: La bottega", "short: La bottega\nshort: Altra", "duplicate-key"),
    ("short: La bottega", "short: La bottega\nsommario: x", "unknown-key"),
    ("updated: 2026-11-23", "updated: ieri", "wrong-type"),
    ("maturity: promising", "maturity: ottima", "unknown-value"),
    ("short: La bottega", "short: &a La bottega", "yaml-alias"),
    ("short: La bottega", "short: !!python/object:os.system x", "yaml-tag"),
    ("short: La bottega", "short: " + "[" * 200, "yaml-depth"),
    ("title: Il paese che ha riaperto la bottega", "title: " + "a" * 101, "too-long"),
    ("summary: Nove persone hanno riaperto la bottega del paese.", "summary: " + "a" * 161, "too-long"),
    ("{partner: pro-loco,", "{partner: pro-locco,", "unknown-partner"),
    ("[@scheda, p. 2]", "[@schda]", "unknown-reference"),
    ("testimonies: [socia]", "testimonies: [socio]", "unknown-testimony"),
    ("## Che cosa serve qui", "## Che cosa serve", "unknown-heading"),
    ("![](bottega.png)", "![](botega.png)", "missing-image"),
    ("![](bottega.png)", "![](../../../etc/passwd)", "image-outside-media"),
    ("![](bottega.png)", "![](https://esempio.it/a.png)", "remote-image"),
    (BODY, "Il <b>paese</b>.", "raw-html"),
    (BODY, "<script>alert(1)</script>", "raw-html"),
    (BODY, "Un [male](javascript:alert) e basta.", "broken-link"),
    (BODY, "Un [file](../altro.md) e basta.", "broken-link"),
    (BODY, "- voce\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |", "nested-table"),
    (DATA, "data: {url: https://esempio.it/x.csv}", "bad-chart"),
    (CHART, "      mark: image", "bad-chart"),
    (CHART, "      mark: {type: bar, href: https://esempio.it}", "bad-chart"),
    (BODY, "Una freccia \u2192 qui.", "missing-glyph"),
    ("value: 9", "value: 1.200", "wrong-type"),
    ("certainty: medium", "certainty: high", "certainty-too-high"),
    ("do_nothing: true, ", "", "no-do-nothing"),
    ("[@scheda].\n\n## Che cosa è cambiato\n\nLa bottega è aperta ogni giorno [@scheda, p. 2].",
     "[@scheda].\n\n## Che cosa è cambiato\n\nLa bottega è aperta.", "uncited-evidence"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "progetto")


def test_a_right_project_has_no_problems(project: Path) -> None:
    assert diagnose(project) == []


@pytest.mark.parametrize(
    ("old", "new", "code"), EDITS, ids=[f"{e[2]}-{i}" for i, e in enumerate(EDITS)]
)
def test_a_mistake_is_found_at_its_line(project: Path, old: str, new: str, code: str) -> None:
    replace_in(project, PRACTICE, old, new)
    lines = (project / PRACTICE).read_text(encoding="utf-8").split("\n")
    first = "\n".join(lines).find(new) if new else 0
    start = "\n".join(lines)[:first].count("\n") + 1
    end = start + new.count("\n") + 1
    found = [d for d in diagnose(project) if d.code == code]
    assert found, [str(d) for d in diagnose(project)]
    assert found[0].location.path == PRACTICE
    if new and code not in ("no-do-nothing",):
        assert start <= found[0].location.line <= end, str(found[0])
    assert found[0].hint


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\x89PNG\x00\x01\x02", "binary-file"),
        ("---\nid: paese\ntitle: perché\n".encode("latin-1"), "not-utf8"),
        (b"Solo testo.\n", "no-front-matter"),
        (b"x" * 2_000_001, "too-large"),
    ],
)
def test_a_file_that_is_no_source_says_why(project: Path, data: bytes, code: str) -> None:
    (project / PRACTICE).write_bytes(data)
    assert code in {d.code for d in diagnose(project)}


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(project: Path) -> None:
    text = (project / PRACTICE).read_text(encoding="utf-8")
    (project / PRACTICE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert diagnose(project) == []


def test_two_sources_with_one_id(project: Path) -> None:
    text = (project / PRACTICE).read_text(encoding="utf-8")
    (project / "sources/practices/secondo.md").write_text(text, encoding="utf-8")
    assert "duplicate-id" in {d.code for d in diagnose(project)}


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "fuori.md").write_text("segreto", encoding="utf-8")
    (project / "sources/practices/link.md").symlink_to(tmp_path / "fuori.md")
    found = diagnose(project)
    assert "outside-project" in {d.code for d in found}
    assert "segreto" not in "".join(map(str, found))


def test_an_image_linked_from_outside_is_refused(project: Path, tmp_path: Path) -> None:
    (project / "sources/media/bottega.png").rename(tmp_path / "fuori.png")
    (project / "sources/media/bottega.png").symlink_to(tmp_path / "fuori.png")
    assert "image-outside-media" in {d.code for d in diagnose(project)}


def test_an_image_without_alternative_text(project: Path) -> None:
    text = (project / "sources/media/media.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.split("\n") if not line.strip().startswith("alt:")]
    (project / "sources/media/media.yaml").write_text("\n".join(kept), encoding="utf-8")
    assert "image-without-alt" in {d.code for d in diagnose(project)}


def test_a_missing_section_is_named(project: Path) -> None:
    replace_in(project, PRACTICE, "## Che cosa ne ricaviamo\n\nPartire dalle persone.", "")
    found = next(d for d in diagnose(project) if d.code == "missing-section")
    assert "Che cosa ne ricaviamo" in found.message


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pitstop_docs", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )


def test_all_problems_come_at_once_and_the_old_briefs_stay(project: Path) -> None:
    args = ("build", "--project", str(project), "--edition", "giunta")
    assert run(*args).returncode == 0
    briefs = sorted((project / "output").rglob("*.*"))
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in briefs if path.is_file()
    }
    assert len(before) >= 4
    replace_in(project, PRACTICE, "maturity: promising", "maturity: ottima")
    replace_in(project, "sources/policies/legge.md", "updated:", "aggiornato:")
    result = run(*args, PITSTOP_LANG="en")
    assert result.returncode == 1
    assert "sources/practices/paese.md:7:11: error[unknown-value]" in result.stderr
    assert "sources/policies/legge.md" in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b[" not in result.stdout + result.stderr
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in before} == before


def test_wrong_usage_has_its_own_exit_code_and_a_remedy(project: Path) -> None:
    result = run("build", "--project", str(project), "--edition", "giunto", PITSTOP_LANG="en")
    assert result.returncode == 2
    assert "did you mean 'giunta'?" in result.stderr
    assert run("check", "--project", str(project.parent)).returncode == 2


def test_one_brief_that_cannot_be_made_does_not_stop_the_others(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pitstop_docs import build as building
    from pitstop_docs.diagnostics import Reporter

    choice = building.Choice(editions=("giunta",), formats=("docx",))

    def full_disk(path: Path, data: bytes) -> None:
        if path.name == "paese.docx":
            raise OSError(28, "No space left on device")
        write_whole(path, data)

    building.build(project, choice, Reporter(), lambda *_: None)
    old = (project / "output/briefs/giunta/paese.docx").read_bytes()
    monkeypatch.setattr(building, "write_whole", full_disk)
    reporter = Reporter()
    built = building.build(project, choice, reporter, lambda *_: None)
    assert [d.code for d in reporter.errors] == ["cannot-write"]
    assert {b.source: b.failed for b in built} == {"paese": True, "legge": False}
    assert (project / "output/briefs/giunta/paese.docx").read_bytes() == old
    assert 'class="outdated"' in (project / "output/index.html").read_text(encoding="utf-8")
