"""Where the files of briefs are, from the project's root.

Enters: a source, an edition, a format: "docx", "pdf", or "docx@<letterhead>". Leaves: a path with
slashes.
"""

from pitstop_docs.build.ledger import BRIEFS, LETTERHEADS


def path_of(source: str, edition: str, format: str) -> str:
    """Return where a brief's file is, from the project's root."""
    letterhead = letterhead_of(format)
    if letterhead:
        return f"{LETTERHEADS}/{letterhead}/{edition}/{source}.{format.partition('@')[0]}"
    return f"{BRIEFS}/{edition}/{source}.{format}"


def letterhead_of(format: str) -> str:
    """Return the letterhead of a *format* ("docx@035046"), or ""."""
    return format.partition("@")[2]
