"""Rules over tables and pictures of the text: a list of them needs their captions.

Enters: a Collection. Leaves: diagnostics in the reporter."""

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.document import Captioned, Table
from pitstop_docs.tree.walk import walk


def check_captions(collection: Collection, reporter: Reporter) -> None:
    """Where an edition numbers and lists tables and pictures, each says what it shows."""
    if not any(edition.numbered for edition in collection.editions.values()):
        return
    for case in collection.every_case:
        for section in case.sections.values():
            for block in walk(section.blocks):
                if isinstance(block, Captioned) and not block.caption and block.location:
                    message, hint = (
                        (
                            _("this table has no caption"),
                            _("write it below the table, after an empty line: ': Words'"),
                        )
                        if isinstance(block, Table)
                        else (
                            _("this image has no caption"),
                            _("write it in media.yaml: 'caption: Words'"),
                        )
                    )
                    reporter.report("no-caption", block.location, message, hint)
