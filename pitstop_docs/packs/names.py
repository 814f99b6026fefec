"""Names of the files in a pack: short, plain, one of each, and taken by every disk.

Enters: ids and words that strangers chose. Leaves: names of small letters, digits and hyphens, and words that
can stand on a page, in a message's header and in a spreadsheet."""

import re
import unicodedata
from collections.abc import Sequence

from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.names import is_device

# Characters. Below a user's own folders, a campaign's, a municipality's and a file's name stay within the 260
# of a path in Windows (MAX_PATH).
STEM_MAX = 60
_PARTS = re.compile(r"[^a-z0-9]+")


def plain(words: str, most: int = STEM_MAX) -> str:
    """Return *words* as part of a file's name, of at most so many characters; "" where nothing is left."""
    letters = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return _PARTS.sub("-", letters).strip("-")[:most].rstrip("-")


def file_names(stems: Sequence[tuple[Sequence[str], str]]) -> list[str]:
    """Return a name for each pair of words and suffix: ("succiso", "giunta"), ".docx" → succiso-giunta.docx.

    No two are alike, in whatever case, and none is one that Windows keeps for itself."""
    taken: set[str] = set()
    names = []
    for words, suffix in stems:
        stem = plain("-".join(words)) or "file"
        if is_device(stem):
            stem = f"file-{stem}"
        name, number = f"{stem}{suffix}", 1
        while name.casefold() in taken:
            number += 1
            end = f"-{number}"
            name = f"{stem[: STEM_MAX - len(end)].rstrip('-')}{end}{suffix}"
        taken.add(name.casefold())
        names.append(name)
    return names


def folder_name(recipient: Recipient) -> str:
    """Return how the folder of *recipient* is called: its code, and its name as far as it is plain."""
    return plain(f"{recipient.istat[:6]} {recipient.slug[:40]}")


def shown(words: str) -> str:
    """Return *words* on one line, without what is not seen but obeyed: control characters, marks that turn
    the direction of writing (Unicode categories Cc, Cf, Co, Cs)."""
    line = " ".join(words.split())
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def as_cell(words: str) -> str:
    """Return *words* as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    line = shown(words)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
