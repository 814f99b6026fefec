"""From sources to files that a print shop takes: built, looked at, each with its job sheet.

Enters: a project's folder and a choice with a shop. Leaves: files in ``output/press/`` and
``output/job-sheets/``; what is wrong with them goes to the reporter."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.drafts import FINAL, chosen
from pitstop_docs.build.flow import build, load_chosen
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.output import open_store
from pitstop_docs.build.paths import JOB_SHEETS, PRESS, path_of, report_unwritable
from pitstop_docs.build.run import Progress, Run
from pitstop_docs.build.workers import Labour, at_work, job_of
from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.press.job_sheet import Facts
from pitstop_docs.press.preflight import Report, report_from
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Location, Reporter, Severity
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.runs.digests import digest, digest_of, file_digest
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.jobs import JobError, run_all
from pitstop_docs.runs.parcels import DamagedError, unpack
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.targets import Pdf

_INSPECT = "pitstop_docs.press.work:inspect_parcel"
_SHEET = "-scheda-di-stampa"


@dataclass(frozen=True, slots=True)
class Printed:
    """A file for a press, by its ``path``: what preflight found, and where its job sheet is."""

    id: BriefId
    path: str
    report: Report
    sheet: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file that is to be looked at; ``key`` digests all that decides what is said of it."""

    id: BriefId
    path: str
    data: bytes
    profile: Profile
    facts: Facts
    key: str


def press(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress, labour: Labour
) -> tuple[Run, list[Printed]]:
    """Make the chosen files for a press, look at each, and write its job sheet."""
    run = build(root, choice, reporter, progress, labour)
    collection = load_chosen(root, choice, Reporter()).right
    _tell_of_drafts(collection, choice, reporter)
    _tell_of_inks(collection, reporter)
    inputs = read_inputs(root).coloured(collection.project.theme_colours)
    sheets = list(_sheets(run, collection, choice, inputs))
    printed = []
    store = open_store(root)
    for sheet, row in _looked_at(sheets, store, inputs, labour, reporter):
        report = report_from(row["report"])
        _tell(sheet, report, reporter)
        written = _write(root, sheet, row["sheet"], store.get(row["pdf"]), reporter)
        printed.append(Printed(sheet.id, sheet.path, report, written))
    _remove_orphans(root)
    order = {id: number for number, id in enumerate(run.made)}
    return run, sorted(printed, key=lambda each: order[each.id])


def _sheets(run: Run, collection: Collection, choice: Choice, inputs: Inputs) -> Iterator[_Sheet]:
    templates = [tree.digest for tree in inputs.templates]
    known = (inputs.code.digest, templates, inputs.libraries, inputs.colours)
    cases = {(case.id, edition.id): (case, edition) for case, edition in chosen(collection, choice)}
    shop = collection.shops[choice.shop] if run.made else None
    for id, made in run.made.items():
        for target in made.files:
            if not isinstance(target, Pdf) or shop is None:
                continue
            case, edition = cases[id.source, id.edition]
            path = path_of(id, target)
            profile = shop.profile(edition.binding, target.is_proof)
            data = (inputs.root / path).read_bytes()
            facts = _facts(case, edition.label, Path(path).name, collection)
            key = digest((digest_of(data), profile, facts, known))
            yield _Sheet(id, path, data, profile, facts, key)


def _facts(case: Case, edition: str, file: str, collection: Collection) -> Facts:
    project = collection.project
    contact = project.contact
    parts = (contact.name, contact.email, contact.phone) if contact else ()
    return Facts(
        case.title, edition, case.kind, str(case.version), case.updated.isoformat(), project.name,
        tuple(part for part in parts if part), file,
    )  # fmt: skip


def _looked_at(
    sheets: list[_Sheet], store: Store, inputs: Inputs, labour: Labour, reporter: Reporter
) -> Iterator[tuple[_Sheet, dict[str, Any]]]:
    """Yield what is known of each file; what is not known yet is found out by workers."""
    unknown = []
    for sheet in sheets:
        row = store.recall(sheet.key)
        if row is not None and store.get(str(row.get("pdf"))) is not None:
            yield sheet, row
        else:
            unknown.append(sheet)
    if not unknown:
        return
    with at_work(labour, inputs, ()) as executor:
        jobs = (
            (sheet, job_of(_INSPECT, (sheet.data, sheet.profile, sheet.facts), inputs))
            for sheet in unknown
        )
        for sheet, future in run_all(executor, jobs):
            try:
                said, files = unpack(future.result())
            except (JobError, DamagedError) as error:
                reporter.report(
                    "preflight",
                    Location(sheet.path),
                    _("preflight failed: {reason}").format(reason=error),
                )
                continue
            row = {**said, "pdf": store.put(files["pdf"])}
            store.remember(sheet.key, row)
            yield sheet, row


def _tell(sheet: _Sheet, report: Report, reporter: Reporter) -> None:
    for finding in report.findings:
        code = "preflight" if finding.rule.severity is Severity.ERROR else "preflight-warning"
        message = f"{finding.where}: {finding}"
        reporter.add(Diagnostic(code, Location(sheet.path), message, brief=sheet.id))


def _tell_of_drafts(collection: Collection, choice: Choice, reporter: Reporter) -> None:
    """Say which sources have no final files, where somebody wants those alone."""
    if not choice.final:
        return
    for case in dict.fromkeys(case.id for case, _edition in chosen(collection, choice)):
        record = next(each for each in collection.cases if each.id == case)
        if record.status != FINAL:
            message = _("'{source}' is not reviewed: there is only a proof of it").format(
                source=case
            )
            reporter.report("not-final", record.at("status"), message)


def _tell_of_inks(collection: Collection, reporter: Reporter) -> None:
    """Say which colours have no inks of their own."""
    templates = Templates.of(collection.root).coloured(collection.project.theme_colours)
    mixtures = load_theme(templates).mixtures
    names = [name for name, (_value, mixture) in mixtures.items() if mixture is None]
    if names:
        message = _("these colours name no inks: {names}").format(names=", ".join(names))
        reporter.report("derived-inks", collection.project.at("colours"), message)


def _write(root: Path, sheet: _Sheet, said: object, drawn: bytes | None, reporter: Reporter) -> str:
    """Write the job sheet where it is not there yet; return the path of its PDF."""
    base = sheet_of(sheet.path)
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    for path, data in ((f"{base}.json", text.encode()), (f"{base}.pdf", drawn or b"")):
        if data and file_digest(root / path) != digest_of(data):
            try:
                write_whole(root / path, data)
            except OSError as error:
                report_unwritable(path, error, Location(path), reporter)
    return f"{base}.pdf"


def sheet_of(path: str) -> str:
    """Return where the job sheet of the file *path* is, without its suffix."""
    inside = Path(path).relative_to(PRESS)
    return f"{JOB_SHEETS}/{inside.with_name(inside.stem + _SHEET).as_posix()}"


def _remove_orphans(root: Path) -> None:
    """Remove job sheets of files that are not there any more."""
    wanted = {sheet_of(path.relative_to(root).as_posix()) for path in (root / PRESS).rglob("*.pdf")}
    for path in sorted((root / JOB_SHEETS).rglob(f"*{_SHEET}.*")):
        if path.relative_to(root).with_suffix("").as_posix() not in wanted:
            path.unlink(missing_ok=True)
