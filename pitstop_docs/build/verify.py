"""``pitstop verify``: everything made once more, from nothing, and compared with what is there.

Enters: a project that has been built. Leaves: a :class:`Verdict` for each file. The same libraries
give the same bytes; with others, words and pages must still be the same."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pypdfium2
from lxml import etree

from pitstop_docs.build.briefs import Draft, Progress, Run, compose_all
from pitstop_docs.build.flow import Choice, load, plan
from pitstop_docs.build.inputs import read_survey
from pitstop_docs.build.ledger import Manifest
from pitstop_docs.build.make import Order, Report
from pitstop_docs.build.output import Output
from pitstop_docs.build.page_lock import read_lock
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.workers import Crew, hire, job_for
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError, read_archive
from pitstop_docs.writers import WRITERS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Where a line ends, and with which hyphen, depends on the library that sets it.
_BETWEEN = re.compile(r"[\s\u00ad\u2010\u2011\ufffe-]+")


class Finding(StrEnum):
    """What comparing a file says."""

    SAME = "same"  # the same bytes
    ALIKE = "alike"  # other libraries: the same words on as many pages
    DIFFERENT = "different"
    STALE = "stale"  # not made from the sources of today, or not there
    FAILED = "failed"  # it cannot be made any more


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file, by its path from the project's root."""

    path: str
    finding: Finding


def verify(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress, crew: Crew
) -> list[Verdict]:
    """Make the chosen briefs again, without using or writing anything that is kept, and compare."""
    survey = read_survey(root)
    formats = tuple(f for f in WRITERS if not choice.formats or f in choice.formats)
    lock = read_lock(root, reporter)
    with hire(crew, survey, Order(formats)) as executor:
        collection = load(root, reporter)
        if reporter.errors:
            return []
        briefs = list(plan(collection, choice, lock=lock))
        output, run = Output.open(root), Run()
        drafts = compose_all(collection, briefs, survey, output, run)
        by_name = {"/".join(draft.recipe.brief): draft for draft in drafts}
        _tell_of_libraries(drafts, output.manifest, reporter)
        jobs = [job_for(draft.document, draft.brief.order, survey) for draft in drafts]
        verdicts = [
            Verdict(path_of(built.source, built.edition, format), Finding.FAILED)
            for built in run.briefs
            for format in formats
        ]
        for number, outcome in enumerate(executor.run(jobs), start=1):
            draft = by_name[outcome.job.name]
            files = dict(outcome.made.files) if outcome.made else {}
            report = outcome.made.report if outcome.made else None
            pages = report.pages if isinstance(report, Report) else None
            verdicts += [
                _compare(draft, format, files.get(format), pages, root, output.manifest)
                for format in draft.recipe.formats
            ]
            progress(number, len(jobs), " · ".join(draft.recipe.brief), None)
    verdicts.sort(key=lambda verdict: verdict.path)
    for verdict in verdicts:
        _report(verdict, reporter)
    return verdicts


def _compare(
    draft: Draft, format: str, data: bytes | None, pages: int | None, root: Path, manifest: Manifest
) -> Verdict:
    path = path_of(*draft.recipe.brief, format)
    entry = manifest.entries.get(draft.recipe.brief)
    if data is None:
        return Verdict(path, Finding.FAILED)
    try:
        there = (root / path).read_bytes()
    except OSError:
        return Verdict(path, Finding.STALE)
    if there == data:
        return Verdict(path, Finding.SAME)
    if entry is None or _but_libraries(entry.parts) != _but_libraries(draft.recipe.parts):
        return Verdict(path, Finding.STALE)
    if entry.parts.get("libraries") == draft.recipe.parts["libraries"]:
        return Verdict(path, Finding.DIFFERENT)
    alike = words_of(format, there) == words_of(format, data)
    if format == "pdf":
        alike = alike and page_count(there) == pages
    return Verdict(path, Finding.ALIKE if alike else Finding.DIFFERENT)


def _but_libraries(parts: object) -> dict[str, str]:
    return {name: digest for name, digest in dict(parts).items() if name != "libraries"}  # type: ignore[call-overload]


def _tell_of_libraries(drafts: list[Draft], manifest: Manifest, reporter: Reporter) -> None:
    """Report, once, which libraries are not those that the files were made with."""
    found: dict[str, None] = {}
    for draft in drafts:
        entry = manifest.entries.get(draft.recipe.brief)
        before = manifest.details.get(entry.parts.get("libraries", ""), {}) if entry else {}
        now = draft.recipe.libraries
        for name in sorted({*before, *now} if before else ()):
            if before.get(name) != now.get(name):
                found[f"{name} {before.get(name, '–')} → {now.get(name, '–')}"] = None
    if found:
        reporter.warning(
            "other-libraries",
            _("these files were made with other libraries: {libraries}").format(
                libraries=", ".join(found)
            ),
            Location("output/manifest.json"),
            _("words and numbers of pages are compared instead of bytes"),
        )


def _report(verdict: Verdict, reporter: Reporter) -> None:
    match verdict.finding:
        case Finding.DIFFERENT | Finding.FAILED:
            reporter.error(
                "not-reproduced",
                _("{path} is not what these sources and these libraries make").format(
                    path=verdict.path
                ),
                Location(verdict.path),
                _("build again: if it is still so, it is a fault of pitstop"),
            )
        case Finding.STALE:
            reporter.warning(
                "not-built",
                _("{path} is not made from the sources of today").format(path=verdict.path),
                Location(verdict.path),
                _("run 'pitstop build' first"),
            )


def words_of(format: str, data: bytes) -> str:
    """Return the words of a file, one after another, without what only the layout decides."""
    text = _pdf_text(data) if format == "pdf" else _docx_text(data)
    return _BETWEEN.sub("", text)


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with pypdfium2.PdfDocument(data) as pdf:
        return len(pdf)


def _pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _docx_text(data: bytes) -> str:
    """Return the words of a Word file; one that cannot be read, since it was changed, has none."""
    try:
        files = read_archive(data, lambda name: re.fullmatch(r"word/\w+\.xml", name) is not None)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        parts = [etree.fromstring(files[name], parser) for name in sorted(files)]
    except (WordFileError, etree.XMLSyntaxError, ValueError):
        return ""
    return "\n".join(text.text or "" for part in parts for text in part.iter(f"{_W}t"))
