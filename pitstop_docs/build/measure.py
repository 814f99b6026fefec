"""``pitstop measure``: the Word files of a project counted by LibreOffice, into the lock.

Enters: a project that has been built. Leaves: the lock, and pages that say what was counted."""

from dataclasses import replace
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.drafts import chosen
from pitstop_docs.build.flow import load_chosen
from pitstop_docs.build.ledger import Ledger, read_ledger, write_ledger
from pitstop_docs.build.output import open_store
from pitstop_docs.build.page_lock import Measured
from pitstop_docs.build.pages import draw_pages
from pitstop_docs.build.run import Progress
from pitstop_docs.build.word_pages import WordFile, measure_files
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import BriefId, Reporter
from pitstop_docs.records.model import Collection
from pitstop_docs.writers.letterheads import find_letterheads
from pitstop_docs.writers.targets import Word


def measure(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress
) -> tuple[dict[WordFile, Measured], bool]:
    """Measure the chosen Word files in ``output/`` with LibreOffice, into the lock.

    Returns what was found, and whether the lock changed."""
    read = load_chosen(root, choice, reporter)
    ledger, store = read_ledger(root), open_store(root)
    files = [] if read.stopped else word_files(root, read.right, choice)
    if files:
        files += addressed_files(read.right, choice, ledger)
    if reporter.errors and not files:
        return {}, False
    ledger = replace(ledger, headings=read.headings(ledger))
    found, changed = measure_files(root, files, ledger, store, reporter, progress)
    pages = draw_pages(root, read.right, ledger, store, reporter)
    write_ledger(root, replace(ledger, pages=pages))
    return found, changed


def word_files(root: Path, collection: Collection, choice: Choice) -> list[WordFile]:
    """Return the Word files of the chosen briefs, made or not, those on letterheads too."""
    words = (Word(), *map(Word, find_letterheads(Templates.of(root))))
    return [
        WordFile(BriefId(case.id, edition.id, case.language), word, edition.pages, case.location)
        for case, edition in chosen(collection, choice)
        if Word.format in edition.formats
        for word in words
    ]


def addressed_files(collection: Collection, choice: Choice, ledger: Ledger) -> list[WordFile]:
    """Return the Word files of the chosen briefs that were made for packs, where their contents say pages.
    What is said of a recipient has a line of its own each, whoever it is: pages are the same for all."""
    return [
        WordFile(id, Word(), edition.pages, case.location)
        for case, edition in chosen(collection, choice)
        if any(row.part == "contents" for row in edition.sections)
        if (id := BriefId(case.id, edition.id, case.language, "addressed")) in ledger.rows
    ]
