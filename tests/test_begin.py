"""A stranger begins: ``pitstop init``, ``new`` and ``add``, in an empty folder."""

import io
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from pitstop_docs.build.flow import load
from pitstop_docs.commands.begin import ACCENT, FILES, fault_of_setting
from pitstop_docs.commands.records import scalar
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.yaml import load_yaml
from tests.project import make_project
from tests.test_cli import Pitstop

ROOT = Path(__file__).parents[1]
WHO = ("--name", "Rete dei paesi", "--sender", "Unione «Valli»: l'ufficio #1")
REFERENCE = ("--type", "document", "--title", "Delibera n. 12: l'avviso", "--short", "Delibera 12")
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><path d="M5 5h50v50H5z"/></svg>"""


def png() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((60, 60), 80).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


def answer(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Let somebody sit at the terminal who says *words*; return what they are asked."""
    asked: list[str] = []
    said = iter(words)

    def reply(question: str) -> str:
        asked.append(question)
        try:
            return next(said)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", reply)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    return asked


# --- init ----------------------------------------------------------------------------------------


def test_init_writes_a_project_in_which_nothing_is_wrong(pitstop: Pitstop, tmp_path: Path) -> None:
    folder = tmp_path / "nuovo"
    result = pitstop("init", folder, *WHO)
    assert result.code == 0
    assert result.out.splitlines()[:-1] == list(FILES.values())
    assert all((folder / name).is_file() for name in FILES.values())
    reporter = Reporter()
    collection = load(folder, reporter)
    assert reporter.diagnostics == []
    assert collection.project.sender == WHO[3]
    assert {case.status for case in collection.cases} == {"example"}
    assert {t.status for t in collection.testimonies.values()} == {"example"}
    assert list(collection.editions) == ["giunta"]
    assert (folder / "Makefile").read_text(encoding="utf-8").count("\n") == 3
    assert (folder / "sources/.schemas/practice.json").is_file()
    for case in collection.cases:
        text = (folder / case.location.path).read_text(encoding="utf-8")
        assert "# ESEMPIO" in text
        assert "inventat" in text


def test_init_asks_for_what_is_not_said(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "", "Rete", "fr", "", "", "")
    assert pitstop("init", tmp_path, "--sender", "Unione").code == 0
    assert asked[0] == asked[1] != asked[2] == asked[3]
    assert "[it]" in asked[2]
    assert "--logo" not in asked[4]
    project = load(tmp_path, Reporter()).project
    assert (project.name, project.logo, project.colours) == ("Rete", None, None)


def test_where_nobody_can_be_asked_all_that_is_missing_is_named(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = pitstop("init", tmp_path, "--language", "klingon")
    assert result.code == 2
    assert all(name in result.err for name in ("--name", "--sender", "--language: 'klingon'"))
    assert "is empty" not in result.err
    answer(monkeypatch)
    result = pitstop("init", tmp_path)
    assert result.code == 2
    assert "say it with --name" in result.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("logo", ["stemma.svg", "l'unione (1): «nuovo», [a] #2.svg", "stemma.png"])
def test_init_takes_a_logo_and_a_colour(pitstop: Pitstop, tmp_path: Path, logo: str) -> None:
    data = SVG if logo.endswith("svg") else png()
    (tmp_path / logo).write_bytes(data)
    root = tmp_path / "nuovo"
    assert pitstop("init", root, *WHO, "--logo", tmp_path / logo, "--colour", "8A1538").code == 0
    reporter = Reporter()
    project = load(root, reporter).project
    assert reporter.diagnostics == []
    assert project.logo == logo
    assert project.mark is not None
    assert (root / "sources/media" / logo).read_bytes() == data
    assert dict(project.theme_colours)["kinds.practice.accent"] == "#8A1538"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--logo", "nessuno.svg", "no file 'nessuno.svg'"),
        ("--logo", "cartella", "no file 'cartella'"),
        ("--logo", "testo.svg", "'testo.svg' is not an image that can be read; save it again"),
        ("--logo", "attivo.svg", "'attivo.svg' holds what a logo may not"),
        ("--logo", "tagliato.png", "'tagliato.png' is damaged"),
        ("--logo", "foto.jpg", "a logo is a drawing (SVG) or a PNG"),
        ("--colour", "blu", "'blu' is not written as a colour"),
        ("--colour", "#12345", "'#12345' is not written as a colour"),
        ("--colour", "#FFCC00", "at least 4.5:1 is needed; '#856A00' can be read"),
    ],
)
def test_a_wrong_look_is_refused_and_nothing_written(
    pitstop: Pitstop, tmp_path: Path, option: str, value: str, said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("cartella").mkdir()
    Path("testo.svg").write_text("uno stemma")
    Path("attivo.svg").write_bytes(SVG.replace(b"<path", b"<script>alert()</script><path"))
    Path("tagliato.png").write_bytes(png()[:-30])
    Path("foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = pitstop("init", "nuovo", *WHO, option, value)
    assert result.code == 2
    assert f"{option}: " in result.err
    assert said in result.err
    assert not Path("nuovo").exists()


def test_a_wrong_look_is_asked_again(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is dragged onto the terminal comes in quotes, or with backslashes."""
    logo = tmp_path / "lo stemma.svg"
    logo.write_bytes(SVG)
    dragged = str(logo).replace(" ", "\\ ")
    asked = answer(monkeypatch, "nessuno.png", dragged, "giallo", "#FFCC00", "#856A00")
    result = pitstop("init", tmp_path / "a", *WHO, "--language", "it")
    assert result.code == 0
    assert len(asked) == 5
    assert load(tmp_path / "a", Reporter()).project.logo == "lo stemma.svg"
    answer(monkeypatch, f"'{logo}'", "")
    assert pitstop("init", tmp_path / "b", *WHO, "--language", "it").code == 0
    assert load(tmp_path / "b", Reporter()).project.logo == "lo stemma.svg"


@given(st.integers(0, 0xFFFFFF))
def test_the_colour_that_is_offered_is_taken(number: int) -> None:
    said = fault_of_setting(ROOT / "tests", ACCENT, f"#{number:06X}")
    if said:
        *_wrong, shade = re.findall("#[0-9A-F]{6}", said)
        assert fault_of_setting(ROOT / "tests", ACCENT, shade) == ""


def test_nobody_is_asked_where_a_project_is_already(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pitstop("init", tmp_path / "a", *WHO).code == 0
    (tmp_path / "file").write_text("")
    asked = answer(monkeypatch)
    assert "there is a project here already" in pitstop("init", tmp_path / "a").err
    assert "'file' is a file" in pitstop("init", tmp_path / "file").err
    assert asked == []


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        ("build",), ("fit",), ("measure",), ("verify",), ("check",), ("check", "--fix"),
        ("check", "--output"), ("list",), ("schema",), ("cache",), ("new", "practice", "x"),
        ("add", "reference"), ("add", "partner"), ("letterhead", "check", "carta.docx"),
    ],
)  # fmt: skip
def test_where_there_is_no_project_every_command_says_how_to_begin(
    pitstop: Pitstop, tmp_path: Path, words: tuple[str, ...], there: bool
) -> None:
    root = tmp_path if there else tmp_path / "altrove"
    result = pitstop(*words, "-p", root)
    assert result.code == 2
    assert "pitstop init" in result.err
    assert ("it is empty" in result.err) is there
    assert ("there is no folder" in result.err) is not there
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", [".gitignore", "Makefile", "sources/project.yaml", "sources/x"])
def test_init_touches_no_file_that_is_there(pitstop: Pitstop, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mio", encoding="utf-8")
    result = pitstop("init", tmp_path, *WHO)
    assert result.code == 2
    assert (there if "/" not in there else "sources/") in result.err
    assert [p.read_text(encoding="utf-8") for p in tmp_path.rglob("*") if p.is_file()] == ["mio"]


def test_an_installed_package_begins_and_builds_a_project(tmp_path: Path) -> None:
    """In a fresh environment that has the wheel and nothing of this checkout."""
    run = {"check": True, "capture_output": True, "text": True, "cwd": tmp_path}
    wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(wheel, **{**run, "cwd": ROOT})  # type: ignore[call-overload]
    (built,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env/bin/python"
    (packages,) = (tmp_path / "env/lib").glob("python*/site-packages")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", str(packages), str(built)], **run)  # type: ignore[call-overload]
    # The libraries are those of this environment; what it says of this checkout comes after the wheel.
    (packages / "libraries.pth").write_text("\n".join(p for p in sys.path if "site-packages" in p))
    code = "import pitstop_docs, sys; print(pitstop_docs.__file__)"
    where = subprocess.run([python, "-c", code], **run).stdout  # type: ignore[call-overload]
    assert where.startswith(str(packages))
    command = [str(python), "-m", "pitstop_docs"]
    subprocess.run([*command, "init", "paese", *WHO], **run)  # type: ignore[call-overload]
    done = subprocess.run(  # type: ignore[call-overload]
        [*command, "build", "-p", "paese", "-s", "esempio-bottega", "-j", "1"], **run
    )
    assert (
        done.stderr.strip().endswith("0 errori, 0 avvisi") or "0 errors, 0 warnings" in done.stderr
    )
    made = sorted(p.name for p in (tmp_path / "paese/output/briefs/giunta").iterdir())
    assert made == ["esempio-bottega.docx", "esempio-bottega.pdf"]


# --- new -----------------------------------------------------------------------------------------


def test_new_fills_what_it_knows(pitstop: Pitstop, tmp_path: Path) -> None:
    assert pitstop("init", tmp_path, *WHO).code == 0
    title = "L'orto: una prova"
    assert pitstop("new", "practice", "orto", "--title", title, "-p", tmp_path).code == 0
    text = (tmp_path / "sources/practices/orto.md").read_text(encoding="utf-8")
    assert f'title: "{title}"' in text
    assert f'short: "{title}"' in text
    asked = text.partition("\nrequests:")[2].partition("# recitals:")[0]
    assert [line.strip() for line in asked.splitlines()[1:] if line.strip()] == [
        "giunta:", "text:", "act:", "option:", "who:", "opinions:",
    ]  # fmt: skip
    long = "Un titolo che è troppo lungo per stare nel piede di una pagina sola"
    assert pitstop("new", "policy", "lungo", "--title", long, "-p", tmp_path).code == 0
    text = (tmp_path / "sources/policies/lungo.md").read_text(encoding="utf-8")
    assert f"title: {long}" in text
    assert f"short: {long}" not in text


def test_new_names_what_the_project_has(pitstop: Pitstop, tmp_path: Path) -> None:
    root = make_project(tmp_path)
    law = ("--id", "legge", "--type", "law", "--title", "Legge", "--short", "Legge")
    assert pitstop("add", "reference", *law, "-p", root).code == 0
    (root / "sources/partners.yaml").write_text(
        "partners:\n" + "".join(f"  - {{id: ente-{n:02}, name: Ente}}\n" for n in range(12))
    )
    assert pitstop("new", "policy", "nuovo", "-p", root).code == 0
    text = (root / "sources/policies/nuovo.md").read_text(encoding="utf-8")
    assert "# - {partner: ente-00, role: che cosa fa}   # ci sono: ente-00, ente-01" in text
    assert "ente-08, …" in text
    assert "# act: legge, art. 5" in text
    assert "source: legge   # ci sono: legge, " in text


# --- add -----------------------------------------------------------------------------------------


def test_add_touches_nothing_but_its_record(pitstop: Pitstop, tmp_path: Path) -> None:
    root = make_project(tmp_path)
    path = root / "sources/references.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"# fine\r\n")
    before = path.read_bytes()
    result = pitstop("add", "reference", "--id", "delibera", *REFERENCE, "-p", root)
    assert (result.code, result.err) == (0, "")
    after = path.read_bytes()
    added = (
        b"  - id: delibera\r\n    type: document\r\n"
        b'    title: "Delibera n. 12: l\'avviso"\r\n    short: Delibera 12\r\n'
    )
    assert after.replace(added, b"") == before
    reporter = Reporter()
    collection = load(root, reporter)
    assert reporter.errors == []
    assert collection.references["delibera"].title == "Delibera n. 12: l'avviso"
    line = after[: after.index(b"- id: delibera")].count(b"\n") + 1
    assert result.out == f"sources/references.yaml:{line} is written\n"


@pytest.mark.parametrize(
    ("records", "id", "order"),
    [
        (["b", "d"], "a", "abd"), (["b", "d"], "c", "bcd"), (["b", "d"], "e", "bde"),
        (["d", "b"], "c", "dbc"), (["b"], "a", "ab"), ([], "a", "a"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("spaced", [False, True])
def test_records_in_order_stay_in_order(
    pitstop: Pitstop, tmp_path: Path, records: list[str], id: str, order: str, spaced: bool
) -> None:
    root = make_project(tmp_path)
    path = root / "sources/partners.yaml"
    between = "\n" if spaced else ""
    listed = between.join(f"  # di {r}\n  - id: {r}\n    name: Ente {r}\n" for r in records)
    path.write_text(f"partners:\n{listed}" if records else "partners: []  # nessuno\n")
    assert pitstop("add", "partner", "--id", id, "--name", "Nuovo", "-p", root).code == 0
    text = path.read_text(encoding="utf-8")
    loaded = load_yaml(text, "p", Reporter())
    assert loaded is not None
    assert "".join(each["id"] for each in loaded.value["partners"]) == order
    for record in records:
        assert f"  # di {record}\n  - id: {record}\n" in text


def test_a_file_that_is_not_there_is_begun(pitstop: Pitstop, tmp_path: Path) -> None:
    root = make_project(tmp_path)
    (root / "sources/partners.yaml").unlink()
    coop = ("--id", "coop", "--name", "Coop", "--contact", "Anna, in ufficio", "--email", "a@b.it")
    assert pitstop("add", "partner", *coop, "-p", root).code == 0
    partner = load(root, Reporter()).partners["coop"]
    assert partner.contact is not None
    assert (partner.contact.name, partner.contact.email) == ("Anna, in ufficio", "a@b.it")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--id", "scheda", *REFERENCE), "id 'scheda' is taken by sources/references.yaml:2"),
        (("--id", "La Delibera", *REFERENCE), "--id: 'La Delibera' is not well formed"),
        (("--id", "x", "--type", "legge", *REFERENCE[2:]), "--type: 'legge' is not a value"),
        (("--id", "x", *REFERENCE[:2]), "'--title' is missing"),
        (("--id", "x", *REFERENCE, "--url", "www.x.it"), "--url: 'www.x.it' is not well formed"),
        (("--id", "x", *REFERENCE, "--date", "ieri"), "--date: 'ieri' is not well formed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    pitstop: Pitstop, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    root = make_project(tmp_path)
    before = (root / "sources/references.yaml").read_bytes()
    result = pitstop("add", "reference", *typed, "-p", root)
    assert result.code == 2
    assert said in result.err
    assert (root / "sources/references.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "text", ["partners: {a: b}\n", "partners: [\n", "partners: [{id: a, name: A}]\n"]
)
def test_a_file_of_another_form_is_left_alone(pitstop: Pitstop, tmp_path: Path, text: str) -> None:
    root = make_project(tmp_path)
    path = root / "sources/partners.yaml"
    path.write_text(text, encoding="utf-8")
    result = pitstop("add", "partner", "--id", "b", "--name", "B", "-p", root)
    assert result.code == 2
    assert path.read_text(encoding="utf-8") == text


def test_add_asks_again_for_what_is_wrong(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path)
    asked = answer(monkeypatch, "Coop Uno", "coop-uno", "Coop Uno", "", "", "", "niente", "", "")
    result = pitstop("add", "partner", "-p", root)
    assert result.code == 0
    assert len(asked) == 9
    assert "is not well formed for 'id'" in result.out
    assert load(root, Reporter()).partners["coop-uno"].contact is None


@example("null")
@example("~")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
def test_a_scalar_is_read_as_it_was_given(text: str) -> None:
    words = " ".join(text.split())
    loaded = load_yaml(f"a: {{b: {scalar(text)}}}\nc: {scalar(text)}\n", "p", Reporter())
    assert loaded is not None
    assert loaded.value == ({"a": {"b": words}, "c": words} if words else loaded.value)
