"""``make problems``: docs/problems.it.md, from the table of problems and from examples that are run.

Enters: the table, the Italian catalogue, for each code a folder of tests/checks/ or a function of
examples.py. Leaves: for each code what it means, what to do, and an example: what somebody typed or
did, and the lines that pitstop prints."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pitstop_docs.problems.codes import GROUPS, PROBLEMS, Problem, Severity
from pitstop_docs.problems.messages import _
from tests.checks.cases import CASES, damaged
from tests.problems.examples import EXAMPLES
from tests.problems.running import Answer, Said, pitstop
from tests.project import MINIMAL, make_project

PAGE = Path(__file__).parents[2] / "docs/problems.it.md"
FOLDERS = {case.partition("/")[0] for case in CASES}
_LINES, _WIDTH = 6, 110  # of what was typed, shown
_SAID = 2  # problems shown of it

_HEAD = """\
# I problemi, uno per uno

<!-- Scritta da `make problems`: non correggetela a mano. -->

Qui c’è ogni codice che pitstop può stampare: che cosa significa, che cosa fare, e un esempio, cioè quello
che qualcuno ha scritto o fatto e le righe che ne vengono. Gli esempi sono veri: sono stati eseguiti per
scrivere questa pagina. Un **errore** (`error`) ferma ciò che riguarda, un **avviso** (`warning`) no. Come si
legge un messaggio è spiegato nella [guida](guida.it.md#i-messaggi).
"""
_KINDS = {Severity.ERROR: "Errore", Severity.WARNING: "Avviso"}


# --- examples -----------------------------------------------------------------------------------


def run(code: str, root: Path) -> Answer:
    """Return what pitstop says where the problem *code* is met; *root* is an empty folder."""
    if code in EXAMPLES:
        return EXAMPLES[code](make_project(root))
    with damaged(root, code):
        return pitstop(root, "check")


def section(problem: Problem, root: Path) -> str:
    """Return what the page says of *problem*, in the language of ``PITSTOP_LANG``; *root* is an
    empty folder."""
    answer = run(problem.code, root)
    found = [said for said in answer.said if said.code == problem.code]
    assert found, f"{problem.code} is not said, but {[said.code for said in answer.said]}"
    assert {said.severity for said in found} == {problem.severity}
    if problem.example:
        shown = found[:1]
        before = [f"Esempio: {_escaped(_(problem.example))}."]
    else:
        before, shown = _typed(root, found)
    return "\n\n".join(
        [
            f"### {problem.code}",
            f"**{_KINDS[problem.severity]}.** {_sentence(problem.message)}",
            f"**Che cosa fare.** {_sentence(problem.hint)}",
            *before,
            f"`{answer.typed}` dice:",
            _block(line for said in shown for line in said.lines),
        ]
    )


def _typed(root: Path, found: list[Said]) -> tuple[list[str], list[Said]]:
    """Return the lines to which the first problem points, and what was said of them."""
    first = found[0]
    old, new = _lines(MINIMAL / first.path), _lines(root / first.path)
    changes = [c for c in SequenceMatcher(None, old, new, False).get_opcodes() if c[0] != "equal"]
    _tag, i, j, start, end = min(changes, key=lambda c: _distance(first.line - 1, c[3], c[4]))
    if start == end:  # lines were taken away
        return [f"Tolto da `{first.path}`:", _block(_cut(old[i:j][:_LINES]))], [first]
    start = max(start, min(first.line - 2, end - _LINES))
    end = min(end, start + _LINES)
    there = [s for s in found if s.path == first.path and start < s.line <= end] or [first]
    return [f"Scritto in `{first.path}`:", _block(_cut(new[start:end]))], there[:_SAID]


def _distance(line: int, start: int, end: int) -> int:
    return max(start - line, 0, line - max(start, end - 1))


def _cut(lines: list[str]) -> list[str]:
    """Return *lines* without empty ones at the ends, none too long to be read."""
    short = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in lines]
    return "\n".join(short).strip("\n").split("\n")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


# --- Markdown -----------------------------------------------------------------------------------


def _block(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    fence = "````" if "```" in text else "```"
    return f"{fence}text\n{text}\n{fence}"


def _sentence(words: str) -> str:
    """Return *words* of the table as a sentence of the page."""
    text = _escaped(_(words))
    if re.match(r"[a-zà-ù]+[ ,:’]", text):
        text = text[0].upper() + text[1:]
    return text if text.endswith(("?", "…", ":")) else f"{text}."


def _escaped(text: str) -> str:
    """Return *text* such that Markdown prints it as it stands, but for what is between backticks."""
    outside = r"\\|\*(?=\S)|(?<=\S)\*|\[(?=[^]]*\]\()|<(?=[a-z/!])"
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(outside, r"\\\g<0>", p) for p in parts)


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def page(sections: Mapping[str, str]) -> str:
    """Return the page with the *sections* of its codes."""
    parts, contents = [], []
    for group in GROUPS:
        title, codes = _(group.title), sorted(problem.code for problem in group.problems)
        links = ", ".join(f"[`{code}`](#{code})" for code in codes)
        contents.append(f"- [{title}](#{_anchor(title)}): {links}")
        parts += [f"## {title}", *([_(group.about)] if group.about else [])]
        parts += [sections[code] for code in codes]
    return "\n\n".join([_HEAD.strip(), "\n".join(contents), *parts]) + "\n"


def sections_of(text: str) -> dict[str, str]:
    """Return the sections of the page *text* by their codes."""
    # What is shown of sources has headings too.
    titles = [*(f"## {_(group.title)}" for group in GROUPS), *(f"### {code}" for code in PROBLEMS)]
    ours = "|".join(map(re.escape, titles))
    parts = re.split(rf"^(?=(?:{ours})$)", text, flags=re.MULTILINE)
    return {part.split("\n")[0][4:]: part.strip() for part in parts if part.startswith("### ")}


def write() -> None:
    """Write the page anew."""
    sections = {}
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("PITSTOP_LANG", "it")
        for code, problem in PROBLEMS.items():
            sections[code] = section(problem, Path(folder) / code / "project")
        PAGE.write_text(page(sections), encoding="utf-8")


if __name__ == "__main__":
    write()
