"""The catalogue is complete, and what it says reaches people in their language."""

import ast
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from pitstop_docs.commands.cli import COMMANDS
from pitstop_docs.problems import messages
from pitstop_docs.problems.messages import few

ROOT = Path(__file__).parents[1]
PO = ROOT / "pitstop_docs/problems/locale/it/LC_MESSAGES/pitstop.po"
UPDATE = "run `make messages`, then translate what is new in pitstop.po and run it again"

# Where a translated text is not written in place: each is marked with N_ in a table.
FROM_TABLES = {
    ("look/flaws.py", "wanted"),  # its _FLAWS
    ("look/theme.py", "_HINT"),
    ("problems/diagnostics.py", "row.message"),  # the table of problems
    ("problems/diagnostics.py", "row.hint"),
    ("readers/yaml_words.py", "message"),  # its WORDS
    ("readers/yaml_words.py", "hint"),
    ("look/theme.py", "_HINT"),
    ("checks/cases.py", "change.rewrite"),  # the table of fields that changed
    ("readers/faults.py", "change.rewrite"),
    ("readers/validation.py", "change.rewrite"),
    ("readers/faults.py", "error.message"),  # what no calendar has
    ("readers/faults.py", "general"),  # its _HINTS
    ("readers/faults.py", "special"),  # its _FIELD_HINTS and _VALUE_HINTS
    ("readers/faults.py", "wanted"),  # PATTERNS of values.py
    ("readers/characters.py", "known"),  # its _NAMES
    ("problems/reasons.py", "known"),  # its _REASONS
    ("readers/dialects.py", "name"),  # its DIALECTS
    ("readers/dialects.py", "first.dialect.hint"),
    ("readers/remedies.py", "hint"),  # its _TAGS
    ("press/preflight/findings.py", "self.rule.wrong"),  # RULES of preflight
    ("press/report.py", "rule.looks"),
    ("commands/press.py", "rule.looks"),
}


@cache
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="it", domain="pitstop")


def translated() -> list[Message]:
    return [message for message in catalogue() if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Return each English form with its Italian one."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{[^{}]*\}", text))


# --- the catalogue -----------------------------------------------------------------------------


def test_everything_that_pitstop_says_is_in_the_catalogue_and_nothing_else() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    methods = [(row["pattern"], row["method"]) for row in settings["tool"]["babel"]["mappings"]]
    said = {
        message
        for folder in ("pitstop_docs", "templates")
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, methods)
    }
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in translated()}
    assert said - known == set(), UPDATE
    assert known - said == set(), UPDATE
    assert not catalogue().obsolete, UPDATE


def test_every_message_has_an_italian_translation() -> None:
    for message in translated():
        assert not message.fuzzy, message.id
        for english, italian in forms(message):
            assert italian.strip(), f"not translated: {english}"


def test_translations_keep_the_placeholders() -> None:
    for message in translated():
        for english, italian in forms(message):
            assert placeholders(english) == placeholders(italian), english


def test_italian_is_typeset() -> None:
    for message in translated():
        for english, italian in forms(message):
            assert not re.search(r"['\"]", italian), f"' or \" in: {italian}"
            for quoted in re.findall(r"'(\{[^{}]*\})", english):
                assert f"«{quoted}" in italian, f"no « » around {quoted} in: {italian}"
            assert italian.count("«") == italian.count("»"), italian
            assert english[:1].isspace() == italian[:1].isspace(), italian
            assert english[-1:].isspace() == italian[-1:].isspace(), italian


def test_whoever_reads_is_asked_in_the_second_person() -> None:
    """«scrivetene una», never «scriverne una»."""
    infinitive = re.compile(
        r"(?:^|: )(?!lettere)[a-zà-ù]+(?:[aei]re|[aei]r(?:l[aeio]|ne|ci|vi|gli))\b"
    )
    for message in translated():
        for english, italian in forms(message):
            assert not infinitive.search(italian), english


def test_plurals_have_both_forms() -> None:
    assert catalogue().num_plurals == 2
    assert catalogue().plural_expr == "(n != 1)"
    plurals = [m for m in translated() if not isinstance(m.id, str)]
    assert plurals
    for message in plurals:
        assert len(message.string or ()) == 2, message.id


def test_the_compiled_catalogue_is_what_the_text_compiles_to() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), UPDATE


def test_the_header_names_the_project_and_nobody() -> None:
    header = PO.read_text(encoding="utf-8").partition("\n\n")[0]
    assert '"Project-Id-Version: PitStop ' in header
    assert '"Language: it\\n"' in header
    assert not re.search(r"AUTHOR|FULL NAME|ORGANIZATION|YEAR|@|://|fuzzy", header)


# --- the sources -------------------------------------------------------------------------------


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "pitstop_docs").rglob("*.py")):
        name = path.relative_to(ROOT / "pitstop_docs").as_posix()
        if name != "problems/messages.py":
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions or methods with one of *names*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in names:
                yield node


def is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_messages_are_written_in_place_so_that_they_can_be_extracted() -> None:
    found = set()
    for name, tree in modules():
        for call in calls(tree, "_", "N_", "ngettext"):
            count = 2 if getattr(call.func, "id", "") == "ngettext" else 1
            found |= {(name, ast.unparse(a)) for a in call.args[:count] if not is_text(a)}
    assert found == FROM_TABLES


def test_templates_write_their_messages_in_place_too() -> None:
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        tree = Environment().parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("_", "ngettext"):
                count = 2 if call.node.name == "ngettext" else 1
                assert all(isinstance(a, nodes.Const) for a in call.args[:count]), path.name


# Function or exception → which of its arguments people read.
TELLS = {
    "Problem": (2, 3, 4), "Group": (0, 2), "report": (2, 3), "report_all": (2, 3), "_report": (2, 3),
    "Diagnostic": (2, 3),
    "PitstopError": (0, 1), "Misuse": (0, 1), "ChartError": (0,), "print": (0,), "print_error": (0, 1),
    "print_hint": (0,), "command": (1,), "Parameter": (0, 2),
}  # fmt: skip


def test_nothing_is_told_past_the_catalogue() -> None:
    for name, tree in modules():
        for call in calls(tree, *TELLS):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            read = [arg for index, arg in enumerate(call.args) if index in TELLS[called]]
            for text in (arg for arg in read if isinstance(arg, ast.Constant | ast.JoinedStr)):
                words = [part.value for part in ast.walk(text) if is_text(part)]
                assert not re.search(r"[a-z] [a-z]", " ".join(map(str, words))), (
                    f"{name}:{text.lineno}: {ast.unparse(text)}"
                )


# --- what people see ---------------------------------------------------------------------------


# What is typed, what pitstop says to it in English, and in Italian.
WRONG = [
    (("bulid",), "there is no command 'bulid'\n    did you mean 'build'?",
     "non c’è nessun comando «bulid»\n    forse intendevate «build»?"),
    (("xyz", "build"), "there is no command 'xyz'", "non c’è nessun comando «xyz»"),
    (("letterhead", "chek"), "there is no command 'letterhead chek'\n    did you mean 'letterhead check'?",
     "non c’è nessun comando «letterhead chek»\n    forse intendevate «letterhead check»?"),
    (("--versoin",), "there is no option '--versoin'\n    did you mean '--version'?",
     "non c’è nessuna opzione «--versoin»\n    forse intendevate «--version»?"),
    (("build", "--xyz"), "there is no option '--xyz'", "non c’è nessuna opzione «--xyz»"),
    (("build", "-x"), "there is no option '-x'", "non c’è nessuna opzione «-x»"),
    (("build", "-qx"), "there is no option '-x'", "non c’è nessuna opzione «-x»"),
    (("build", "--editions=giunta"), "there is no option '--editions'\n    did you mean '--edition'?",
     "non c’è nessuna opzione «--editions»\n    forse intendevate «--edition»?"),
    (("build", "--edit", "giunta"), "there is no option '--edit'\n    did you mean '--edition'?",
     "non c’è nessuna opzione «--edit»\n    forse intendevate «--edition»?"),
    (("build", "--edition"), "option '--edition' needs a value, after a space",
     "all’opzione «--edition» manca il valore, da scrivere dopo uno spazio"),
    (("build", "-qe"), "option '-e' needs a value, after a space",
     "all’opzione «-e» manca il valore, da scrivere dopo uno spazio"),
    (("build", "--quiet=1"), "option '--quiet' takes no value",
     "l’opzione «--quiet» non vuole nessun valore"),
    (("build", "-j", "0"), "'0' is not a number from 1 up", "«0» non è un numero da 1 in su"),
    (("check", "--output", "-s", "a"), "--output looks at all Word files: leave --source out",
     "--output guarda tutti i documenti Word: togliete --source"),
    (("build", "-j", "due"), "'due' is not a number from 1 up", "«due» non è un numero da 1 in su"),
    (("list", "a", "b"), "there is more than is needed: 'a b'",
     "c’è qualcosa di troppo: «a b»; toglietelo"),
    (("new", "practice"), "'ID' is missing", "manca «ID», che va scritto dopo il comando"),
    (("check", "--output", "--fix"), "--fix is for sources, not for Word files",
     "--fix serve per le fonti, non per i file Word"),
    (("check", "--fix", "-s", "a"), "--fix looks at all sources: leave --source out",
     "--fix guarda tutte le fonti: togliete --source"),
    (("recipients", "import", "a.csv", "--to", "../b.csv"), "'../b.csv' is no name for a list",
     "«../b.csv» non può essere il nome di un elenco"),
    (("recipients", "import", "a.csv", "--province", "XX"), "no province is called 'XX'",
     "nessuna provincia ha la sigla «XX»"),
    (("recipients", "import", "a.csv", "--region", "Emilia"), "no region is called 'Emilia'",
     "nessuna regione si chiama «Emilia»"),
    (("recipients", "import", "a.csv", "--ended", "ieri"), "'ieri' is no date", "«ieri» non è una data"),
    (("recipients", "import"), "'FILE' is missing", "manca «FILE», che va scritto dopo il comando"),
    (("new",), "'KIND' is missing", "manca «TIPO», che va scritto dopo il comando"),
]  # fmt: skip
TYPED = [
    (),
    ("--help",),
    ("letterhead",),
    ("letterhead", "--help"),
    *((*name.split(), "--help") for name in COMMANDS),
    *(args for args, *_said in WRONG),
]


class Told(NamedTuple):
    """What somebody gets who types a command."""

    code: int
    stdout: str
    stderr: str


# The language is chosen when a program starts, so each language has a program of its own.
DRIVER = """
import contextlib, io, json, sys
from pitstop_docs.commands.cli import main
told = []
for words in json.load(sys.stdin):
    sys.argv = ["pitstop", *words]
    with (
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()) as err,
    ):
        code = main()
    told.append([code, out.getvalue(), err.getvalue()])
json.dump(told, sys.stdout)
"""


@cache
def told_in(language: str) -> dict[tuple[str, ...], Told]:
    """Return what pitstop says to each line of ``TYPED``."""
    run = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input=json.dumps(TYPED),
        env=environment(PITSTOP_LANG=language),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answers = json.loads(run.stdout)
    return {args: Told(*answer) for args, answer in zip(TYPED, answers, strict=True)}


def environment(**variables: str) -> dict[str, str]:
    """Return an environment that says nothing of languages but *variables*."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "VIRTUAL_ENV")}
    return {**kept, "COLUMNS": "80", **variables}


def pitstop(*args: str, **variables: str) -> Told:
    """Run pitstop as a person does."""
    run = subprocess.run(
        [sys.executable, "-m", "pitstop_docs", *args],
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Told(run.returncode, run.stdout, run.stderr)


@pytest.mark.parametrize(
    "variables",
    [{}, {"LC_ALL": "C"}, {"LANG": "en_GB.UTF-8", "LANGUAGE": "en"}, {"PITSTOP_LANG": "xx"}],
    ids=["bare", "C locale", "English machine", "unknown language"],
)
def test_italian_is_the_default_wherever_it_runs(variables: dict[str, str]) -> None:
    help_text = pitstop("--help", **variables).stdout
    assert help_text.startswith("Uso: ")
    assert "Crea i documenti: tutti, o quelli scelti." in help_text


def test_english_is_there_for_who_asks() -> None:
    help_text = pitstop("--help", PITSTOP_LANG="en_GB.UTF-8").stdout
    assert help_text.startswith("Usage: ")
    assert "Make the briefs: all of them, or those chosen." in help_text


@pytest.mark.parametrize("args", [a for a in TYPED if "--help" in a], ids=" ".join)
def test_help_mixes_no_languages(args: tuple[str, ...]) -> None:
    italian, english = told_in("it")[args], told_in("en")[args]
    assert italian.code == english.code == 0
    assert not italian.stderr
    alike = {line.strip() for line in italian.stdout.splitlines()} & {
        line.strip() for line in english.stdout.splitlines()
    }
    assert alike <= {""}
    for word in ("Usage", "OPTIONS", "COMMAND", "default", "required", "<", "{", "exit"):
        assert word not in italian.stdout


@pytest.mark.parametrize(("args", "english", "italian"), WRONG, ids=lambda value: str(value))
def test_wrong_usage_is_explained(args: tuple[str, ...], english: str, italian: str) -> None:
    assert told_in("it")[args].code == told_in("en")[args].code == 2
    assert told_in("it")[args].stdout == told_in("en")[args].stdout == ""
    assert f"errore: {italian}\n" in told_in("it")[args].stderr
    assert f"error: {english}\n" in told_in("en")[args].stderr


def test_wrong_usage_shows_how_and_where_to_read_more() -> None:
    assert told_in("it")["new", "practice"].stderr == (
        "Uso: pitstop new [OPZIONI] TIPO ID\n"
        "errore: manca «ID», che va scritto dopo il comando\n"
        "    per saperne di più: pitstop new --help\n"
    )


def test_without_a_command_the_help_is_shown() -> None:
    told = told_in("it")[()]
    assert told.code == 2
    assert told.stderr == told_in("it")[("--help",)].stdout


def test_every_way_to_be_wrong_is_tried() -> None:
    told = "".join(told_in("en")[args].stderr for args, *_said in WRONG)
    raised = {
        str(ast.literal_eval(message.args[0]))
        for _name, tree in modules()
        for misuse in calls(tree, "Misuse")
        for message in calls(misuse.args[0], "_")
    }
    assert raised
    for text in raised:
        assert re.search(re.sub(r"\{\w+\}", ".+", text), told), text


def test_plurals_agree_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "it")
    told = [
        messages.ngettext("{count} error", "{count} errors", n).format(count=n) for n in (0, 1, 2)
    ]
    assert told == ["0 errori", "1 errore", "2 errori"]


def test_a_terminal_that_knows_only_ascii_stops_nothing() -> None:
    told = pitstop("list", "--project", "/così", PYTHONIOENCODING="ascii")
    assert told.code == 2
    assert "non c’è nessuna cartella «/così»" in told.stderr


def test_the_language_stays_out_of_the_environment_of_other_programs() -> None:
    code = (
        "import os, sys; before = dict(os.environ); from pitstop_docs.commands.cli import main\n"
        "sys.argv = ['pitstop', 'build', '--xyz']; assert main() == 2; assert dict(os.environ) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from pitstop_docs.commands.cli import main\n"
        "sys.argv = ['pitstop', 'build', '--help']; main()\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"weasyprint", "docx", "lxml", "PIL", "jinja2", "yaml", "markdown",
             "vl_convert", "fontTools", "rich", "pydantic",
             "pitstop_docs.build.flow", "pitstop_docs.records.model"}  # fmt: skip
    assert heavy & set(run.stderr.split()) == set()


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (0, ""), (1, "a"), (6, "a, b, c, d, e, f"), (7, "a, b, c, d, e and 2 others"),
        (26, "a, b, c, d, e and 21 others"),
    ],
)  # fmt: skip
def test_long_lists_are_one_line(monkeypatch: pytest.MonkeyPatch, count: int, line: str) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    assert few("abcdefghijklmnopqrstuvwxyz"[:count]) == line
