"""Which letterheads there are: the Word files in ``templates/docx/letterheads/``, by their names alone.

Enters: the project's templates. Leaves: the path of each by its id. What is in them is opened by
:mod:`pitstop_docs.writers.docx.letterheads`."""

import re
from pathlib import Path
from unicodedata import normalize

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import PitstopError, printable
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.names import is_device

FOLDER = "docx/letterheads"
ALL = "all"
_SUFFIXES = (".docx", ".dotx")
_COMPANIONS = ("~$", "._")  # Word's lock beside an open document, macOS's attributes of a file
_LONGEST = 60  # characters of an id: four bytes each, they still name a file everywhere
_SAFE = re.compile(r"[^\W_](?:[\w .,'’()+&-]*[\w'’()+&-])?")


def find_letterheads(templates: Templates) -> dict[str, Path]:
    """Return the files of the letterheads by id, an ISTAT code or any other name: that of a folder.

    Raises :class:`PitstopError` on a name that cannot be one, or that two files share.
    """
    found: dict[str, Path] = {}
    by_case: dict[str, Path] = {}  # some disks know no case
    for path in (p for suffix in _SUFFIXES for p in templates.list(f"{FOLDER}/*{suffix}")):
        if path.name.startswith(_COMPANIONS):
            continue
        id = _id_of(path)
        other = by_case.setdefault(id.casefold(), path)
        if other != path:
            raise PitstopError(
                _("two letterheads are called '{name}'").format(name=id),
                _("keep one of {one} and {other}").format(one=other.name, other=path.name),
            )
        found[id] = path
    return dict(sorted(found.items()))


def _id_of(path: Path) -> str:
    # Composed: some systems give letters and accents apart.
    id = normalize("NFC", path.name[: -len(".docx")])
    safe = len(id) <= _LONGEST and _SAFE.fullmatch(id) and not is_device(id)
    if not safe or id.casefold() == ALL:
        raise PitstopError(
            _("{path}: no folder can have this name").format(
                path=printable(f"templates/{FOLDER}/{path.name}")
            ),
            _(
                "the letterhead's briefs go into a folder of its name: rename it, with letters, digits, "
                "spaces and .,-_'()+& only, a letter or digit first and no space or dot last, at most "
                "{limit} characters; not 'all', nor what Windows keeps for itself (CON, NUL, COM1)"
            ).format(limit=_LONGEST),
        )
    return id
