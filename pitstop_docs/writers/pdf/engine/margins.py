"""Margins collapse by comparison.

WeasyPrint makes two generators and a list for each pair of margins that meet: 12,000 times a dossier.
"""

from collections.abc import Iterable

from weasyprint.layout import block

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put_everywhere(put, block.collapse_margin, _collapsed)


def _collapsed(adjoining_margins: Iterable[float]) -> float:
    most: float = 0
    least: float = 0
    for margin in adjoining_margins:
        if margin > most:
            most = margin
        elif margin < least:
            least = margin
    return most + least
