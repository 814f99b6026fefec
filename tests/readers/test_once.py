"""A project is read once: what is kept changes the time that reading takes, and nothing else."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from pitstop_docs.build.flow import load
from pitstop_docs.build.output import open_store
from pitstop_docs.look.templates import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Diagnostic, Location, Reporter
from pitstop_docs.readers import inline, kept
from pitstop_docs.readers.codec import DAMAGED, from_json, to_json
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.project import ProjectReader, read_project
from pitstop_docs.readers.sources import FileRead, FileReader
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.tree.document import Image, Inlines
from tests.checks.cases import CASES, damaged
from tests.project import POLICY, PRACTICE, collect, make_project, replace_in

BUNDLED = Path(__file__).parents[2]
Read = tuple[Collection, list[Diagnostic]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed."""
    names: list[str] = []
    make = FileReader.__init__

    def count(self: FileReader, path: Path, *more: Any) -> None:
        names.append(path.name)
        make(self, path, *more)

    monkeypatch.setattr(FileReader, "__init__", count)
    return names


def read(reader: ProjectReader) -> Read:
    reporter = Reporter()
    collection = reader.read(Templates.of(reader.root), reporter)
    reader.save()
    return collection, reporter.diagnostics


def plainly(root: Path) -> Read:
    """Read without anything that is kept."""
    reporter = Reporter()
    return read_project(root, Templates.of(root), reporter), reporter.diagnostics


def from_store(root: Path) -> Read:
    """Read as another process would."""
    return read(ProjectReader(root, open_store(root)))


def flat(value: Any) -> Any:
    """Return *value* to its last detail, in its order: what stands where, what was given, what is
    private."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (int, float, NoneType)):
        return value
    if isinstance(value, list | tuple):
        return [*map(flat, value)]
    if isinstance(value, dict):
        return [*map(flat, value)], [*map(flat, value.values())]
    if names := _fields(value.__class__):
        return type(value), [flat(getattr(value, name)) for name in names]
    if isinstance(value, BaseModel):
        private = value.__pydantic_private__ or {}
        return type(value), flat(dict(value)), sorted(value.model_fields_set), flat(private)
    return value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def assert_same(found: Read, wanted: Read) -> None:
    assert [str(d) for d in found[1]] == [str(d) for d in wanted[1]]
    assert found == wanted
    assert flat(found) == flat(wanted)


# --- the same, wherever it comes from ------------------------------------------------------------


def dress(root: Path) -> None:
    """Give the project a logo and colours."""
    path = root / "sources/project.yaml"
    colours = (
        'accent: "#0B5C4A", ink: {rgb: "#1A1A1A", cmyk: [0, 0, 0, 90]}, policy: {tint: "#F0F6F4"}'
    )
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nlogo: bottega.png\ncolours: {{{colours}}}\n")


@pytest.mark.parametrize("name", ["bundled", "minimal", "dressed"])
def test_memory_store_and_files_say_the_same(tmp_path: Path, name: str, parsed: list[str]) -> None:
    root = make_project(tmp_path / "project")
    if name == "bundled":
        shutil.rmtree(root / "sources")
        shutil.copytree(BUNDLED / "sources", root / "sources")
    if name == "dressed":
        dress(root)
    wanted = plainly(root)
    assert wanted[1] == []
    assert len(parsed) > 9
    reader = ProjectReader(root, open_store(root))
    assert_same(read(reader), wanted)
    parsed.clear()
    assert_same(read(reader), wanted)
    assert_same(from_store(root), wanted)
    assert parsed == []


def test_whatever_is_wrong_is_said_again(tmp_path: Path, long: bool) -> None:
    """One project in which one thing after the other is wrong: from one to the next a few files change."""
    root = tmp_path / "project"
    reader = ProjectReader(root, open_store(root))
    codes: set[str] = set()
    for case in CASES if long else CASES[::3]:
        for folder in (root / "sources", root / "templates", root.with_name("outside")):
            shutil.rmtree(folder, ignore_errors=True)
        with damaged(root, case):
            wanted = plainly(root)
            codes.update(problem.code for problem in wanted[1])
            assert_same(read(reader), wanted)
            assert_same(from_store(root), wanted)
    assert len(codes) > (30 if long else 15)


def test_problems_are_said_in_the_language_of_today(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_in(project, PRACTICE, "maturity: ", "maturita: ")
    reader = ProjectReader(project, open_store(project))
    said = []
    for language in ("it", "en", "it"):
        monkeypatch.setenv("PITSTOP_LANG", language)
        found = read(reader)
        assert_same(found, plainly(project))
        assert_same(from_store(project), found)
        said.append([problem.message for problem in found[1]])
    assert said[0] == said[2] != said[1]


# --- what changes is read, and nothing else ------------------------------------------------------


def add_word(root: Path) -> None:
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", "La bottega del paese chiude.")


def add_line_above(root: Path) -> None:
    path = root / POLICY
    path.write_bytes(path.read_bytes().replace(b"\n---\n", b"\n# una nota\n---\n", 1))


def rename_heading(root: Path) -> None:
    (root / "templates/labels").mkdir(parents=True)
    text = 'headings:\n  policy:\n    problem: "La questione"\nlanguage: it\n'
    (root / "templates/labels/it.yaml").write_text(text, encoding="utf-8")
    replace_in(root, POLICY, "## Il problema", "## La questione")


def rename_word(root: Path) -> None:
    (root / "templates/labels").mkdir(parents=True)
    text = 'words:\n  draft: "Prova"\nlanguage: it\n'
    (root / "templates/labels/it.yaml").write_text(text, encoding="utf-8")


def enlarge_image(root: Path) -> None:
    from PIL import Image as Picture

    Picture.new("RGB", (7, 5), "white").save(root / "sources/media/bottega.png")


def describe_image(root: Path) -> None:
    replace_in(root, "sources/media/media.yaml", "caption: La bottega", "caption: Una bottega")


def remove_image(root: Path) -> None:
    (root / "sources/media/bottega.png").unlink()


def remove_source(root: Path) -> None:
    (root / POLICY).unlink()


def take_id(root: Path) -> None:
    (root / "sources/practices/altro.md").write_bytes((root / PRACTICE).read_bytes())


@pytest.mark.parametrize(
    ("change", "files"),
    [
        (add_word, ["paese.md"]),
        (add_line_above, ["legge.md"]),
        (rename_heading, ["it.yaml", "legge.md"]),
        (rename_word, ["it.yaml"]),
        (enlarge_image, ["paese.md"]),
        (describe_image, ["media.yaml", "paese.md"]),
        (remove_image, ["paese.md"]),
        (remove_source, []),
        (take_id, ["altro.md"]),
    ],
)
def test_what_changed_alone_is_parsed(
    project: Path, parsed: list[str], change: Callable[[Path], None], files: list[str]
) -> None:
    reader = ProjectReader(project, open_store(project))
    read(reader)
    change(project)
    parsed.clear()
    in_memory = read(reader)
    assert parsed == files
    parsed.clear()
    stored = from_store(project)
    assert parsed == []
    wanted = plainly(project)
    assert_same(in_memory, wanted)
    assert_same(stored, wanted)


def test_a_fresh_process_parses_what_changed_alone(project: Path, parsed: list[str]) -> None:
    from_store(project)
    add_word(project)
    parsed.clear()
    from_store(project)
    assert parsed == ["paese.md"]


def test_other_code_reads_everything_anew(
    project: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_store(project)
    count = len(parsed)
    monkeypatch.setattr(kept, "_makers", lambda: "other code")
    parsed.clear()
    from_store(project)
    assert len(parsed) == count


def test_all_code_that_reads_counts() -> None:
    """Besides its rooms, reading uses what only passes bytes."""
    program = "import sys, pitstop_docs.readers.project\nprint(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    ours = [name.split(".")[1:] for name in said.stdout.split() if name.startswith("pitstop_docs.")]
    assert {parts[0] for parts in ours} == {*kept.ROOMS, "runs"}


def test_a_picture_is_decoded_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dress(project)
    from_store(project)
    enlarge_image(project)
    from_store(project)
    monkeypatch.setattr("pitstop_docs.readers.project.verdict_on", None)
    collection, _problems = from_store(project)
    assert [media.size for media in collection.media.values()] == [(7, 5)]
    assert collection.project.mark == Image("bottega.png", 7, 5)


# --- the store is data that strangers may have sent ----------------------------------------------


def entries(root: Path) -> list[Path]:
    return sorted((root / "output/.cache/texts").glob("*/*"))


def sealed(text: str) -> bytes:
    """Return an entry that is whole."""
    data = text.encode("utf-8", "surrogatepass")
    return f"{digest_of(data)}\n".encode() + data


def parts(data: bytes) -> tuple[str, Any]:
    """Return an entry's key and what it holds."""
    _digest, key, text = data.decode().split("\n", 2)
    return key, json.loads(text)


def forged(change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    """Return what changes what an entry holds, and makes it whole again."""

    def damage(data: bytes) -> bytes:
        key, value = parts(data)
        return sealed(f"{key}\n{json.dumps(change(value))}")

    return damage


def everywhere(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what applies *change* to all plain values in a value."""

    def apply(value: Any) -> Any:
        if isinstance(value, list):
            return [apply(item) for item in value]
        if isinstance(value, dict):
            return {key: apply(item) for key, item in value.items()}
        return change(value)

    return apply


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "a byte": lambda data: data[:-9] + b"#" + data[-8:],
    "no digest": lambda data: data.partition(b"\n")[2],
    "zeros": lambda data: bytes(len(data)),
    "no JSON": lambda data: sealed(parts(data)[0] + "\nnothing"),
    "no text": lambda data: sealed(parts(data)[0] + '\n["\udc80"]'),
    "deep": lambda data: sealed(parts(data)[0] + "\n" + "[" * 200_000),
    "a great number": lambda data: sealed(parts(data)[0] + "\n" + "9" * 10_000),
    "no key": lambda data: sealed("\n" + data.decode().split("\n", 2)[2]),
    "nothing": forged(lambda value: None),
    "a mapping": forged(lambda value: {"records": value}),
    "too short": forged(lambda value: value[:-1]),
    "too long": forged(lambda value: [*value, []]),
    "texts for numbers": forged(everywhere(lambda v: str(v) if type(v) is int else v)),
    "truths for numbers": forged(everywhere(lambda v: True if type(v) is int else v)),
    "numbers for texts": forged(everywhere(lambda v: 1 if type(v) is str else v)),
    "not a number": forged(everywhere(lambda v: float("nan") if type(v) is int else v)),
    "other classes": forged(everywhere(lambda v: "Path" if v in ("Text", "Paragraph") else v)),
    "control characters": forged(everywhere(lambda v: v + "\x00" if type(v) is str else v)),
    "half a character": forged(everywhere(lambda v: v + "\udc80" if type(v) is str else v)),
    "an id that leads out": forged(everywhere(lambda v: "../../x" if v == "paese" else v)),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_entry_costs_time_alone(project: Path, parsed: list[str], name: str) -> None:
    wanted = from_store(project)
    count = len(parsed)
    count_damaged = 0
    for path in entries(project):
        before = path.read_bytes()
        path.write_bytes(DAMAGES[name](before))
        count_damaged += path.read_bytes() != before
    assert count_damaged
    parsed.clear()
    assert_same(from_store(project), wanted)
    assert "paese.md" in parsed
    assert len(parsed) <= count
    parsed.clear()
    assert_same(from_store(project), wanted)
    assert parsed == []  # what was damaged is whole again


def test_an_entry_of_another_file_is_not_taken(project: Path, parsed: list[str]) -> None:
    wanted = from_store(project)
    paths = entries(project)
    held = [path.read_bytes() for path in paths]
    for path, data in zip(paths, [*held[1:], held[0]], strict=True):
        path.write_bytes(data)
    parsed.clear()
    assert_same(from_store(project), wanted)
    assert len(parsed) >= len(paths) - 1  # all but what a picture is, which is looked at


def test_folders_in_the_place_of_entries(project: Path) -> None:
    wanted = from_store(project)
    for path in entries(project):
        path.unlink()
        path.mkdir()
    assert_same(from_store(project), wanted)


def test_a_project_that_may_not_be_written(project: Path, parsed: list[str]) -> None:
    wanted = plainly(project)
    (project / "output").write_text("a file", encoding="utf-8")
    for _time in range(2):
        assert_same(from_store(project), wanted)
    assert len(parsed) == 3 * len(set(parsed))
    reporter = Reporter()
    load(project, reporter)
    assert reporter.errors == []


def test_a_file_has_one_entry_however_often_it_changes(project: Path) -> None:
    reader = ProjectReader(project, open_store(project))
    read(reader)
    size, count = open_store(project).contents(), len(entries(project))
    for number in range(20):
        path = project / PRACTICE
        path.write_bytes(path.read_bytes() + f"\nParola {number}.\n".encode())
        read(reader)
    found = open_store(project).contents()
    assert size.size < found.size < 1.2 * size.size
    assert len(entries(project)) == count


def test_two_at_once(project: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pitstop_docs.build.flow import load\n"
        "from pitstop_docs.problems.diagnostics import Reporter\n"
        "for _ in range(8):\n"
        "    r = Reporter(); c = load(Path(sys.argv[1]), r)\n"
        "    p = Path(sys.argv[1], sys.argv[2]); new = p.with_name('.' + p.name)\n"
        "    new.write_bytes(p.read_bytes() + b'\\nUna riga.\\n'); new.replace(p)\n"
        "assert not r.errors, r.diagnostics\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(project), name])
        for name in (PRACTICE, POLICY)
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert_same(from_store(project), plainly(project))


# --- texts without marks ---------------------------------------------------------------------------

UNMARKED = st.text(st.characters(codec="utf-8", exclude_characters="`\\[]!<>&*_^~\x02\x03"))


@given(st.one_of(UNMARKED, st.text("ab 'à1.:;#-+=|(){}@$%/\"\n\t")))
@example("una riga  \nun’altra")
def test_a_text_without_marks_means_what_markdown_says(text: str) -> None:
    def parse() -> tuple[Inlines, list[Diagnostic]]:
        reporter = Reporter()
        passage = Passage("a.md", text.split("\n"), reporter)
        return InlineReader(passage).read(text, Location("a.md")), reporter.diagnostics

    alone = parse()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline, "_MAY_MEAN", re.compile(""))
        assert parse() == alone


# --- JSON ----------------------------------------------------------------------------------------


def test_what_no_text_can_hold_is_refused() -> None:
    whole = to_json(FileRead(texts={"a.md": "Una «riga»\n"}), FileRead)
    assert from_json(whole, FileRead) == FileRead(texts={"a.md": "Una «riga»\n"})
    for char in "\x00\x1f\x7f\x85\ufffe":
        with pytest.raises(DAMAGED):
            from_json(to_json(FileRead(texts={"a.md": char}), FileRead), FileRead)


def test_a_name_that_is_no_text_is_not_kept(project: Path, parsed: list[str]) -> None:
    odd = project / "sources/practices/\udcff.md"
    try:
        odd.write_bytes((project / PRACTICE).read_bytes())
    except OSError:
        pytest.skip("this disk takes names that are texts alone")
    wanted = from_store(project)
    parsed.clear()
    assert_same(from_store(project), wanted)
    assert parsed == [odd.name]


def test_the_templates_are_kept_too(project: Path, parsed: list[str]) -> None:
    from_store(project)
    names = {path.name for path in packaged_templates().glob("editions/*.yaml")}
    assert names < set(parsed)


@pytest.mark.parametrize("case", CASES[::12])
def test_who_has_read_other_projects_says_the_same(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All tests have one reader, for project after project."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    with damaged(tmp_path / "project", case) as root:
        fresh = Reporter()
        read = load(root, fresh)
        again = Reporter()
        read_again = collect(root, again)
    assert [*map(str, again.diagnostics)] == [*map(str, fresh.diagnostics)]
    assert read_again == read
