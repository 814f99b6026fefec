"""Municipal letterheads: Word files in ``templates/docx/letterheads/`` → what briefs are written on.

Enters: the project's templates and the ids that somebody asks for, or one file to look at. Leaves:
opened letterheads, Word files on them, what is wrong with them, a repaired copy.
"""

from pathlib import Path
from unicodedata import normalize

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import (
    Location,
    PitstopError,
    Reporter,
    did_you_mean,
    relative,
)
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.runs.archive import WordFileError, load_archive
from pitstop_docs.runs.files import write_whole
from pitstop_docs.writers.docx.letterheads.opening import (
    Letterhead,
    open_letterhead,
    report_refused,
)
from pitstop_docs.writers.docx.letterheads.repair import repair
from pitstop_docs.writers.docx.look import Look
from pitstop_docs.writers.docx.reference import plain_look
from pitstop_docs.writers.letterheads import ALL, FOLDER, find_letterheads


def open_letterheads(
    ids: tuple[str, ...], root: Path, templates: Templates, reporter: Reporter
) -> tuple[Letterhead, ...]:
    """Return the letterheads that *ids* name, "all" meaning every one; problems go to *reporter*.

    Raises :class:`PitstopError` on an unknown id.
    """
    known = find_letterheads(templates)
    ids = tuple(normalize("NFC", id) for id in ids)
    for id in ids:
        if id != ALL and id not in known:
            raise PitstopError(
                _("no letterhead '{name}'").format(name=id),
                did_you_mean(id, known)
                or _("they are .docx or .dotx files in {folder}; there are: {known}").format(
                    folder=f"templates/{FOLDER}", known=", ".join(known) or "–"
                ),
            )
    wanted = known if ALL in ids else {id: known[id] for id in known if id in ids}
    if ALL in ids and not wanted:
        raise PitstopError(
            _("there are no letterheads"),
            _("they are .docx or .dotx files in {folder}").format(folder=f"templates/{FOLDER}"),
        )
    look = plain_look(templates)
    opened = (
        read_letterhead(path, Location(relative(path, root)), look, reporter)
        for path in wanted.values()
    )
    return tuple(filter(None, opened))


def read_letterhead(
    path: Path, location: Location, look: Look, reporter: Reporter
) -> Letterhead | None:
    """Return the letterhead at *path*, or None and an error at *location*; *look* is the reference's."""
    try:
        data = load_archive(path)
    except WordFileError as error:
        report_refused(error, location, reporter)
        return None
    except OSError as error:
        raise PitstopError(
            _("{path} cannot be read: {error}").format(path=path, error=reason_of(error)),
            _("name a .docx or .dotx file"),
        ) from error
    return open_letterhead(data, normalize("NFC", path.stem), location, look, reporter)


def check_letterhead(
    path: Path, output: Path | None, templates: Templates, reporter: Reporter
) -> bool:
    """Report what is missing or wrong in the letterhead at *path*; return whether a copy was made.

    The repaired copy goes to *output*, when that is given and the file may be a letterhead at all.
    Raises :class:`PitstopError` when *output* is there already or cannot be written.
    """
    if output is not None and output.exists():
        raise PitstopError(
            _("{path} is there already").format(path=output),
            _("give the repaired copy another name: nothing is written over"),
        )
    look = plain_look(templates)
    letterhead = read_letterhead(path, Location(path.as_posix()), look, reporter)
    if letterhead is None or output is None:
        return False
    try:
        write_whole(output, repair(letterhead, look))
    except OSError as error:
        raise PitstopError(
            _("{path} cannot be written: {reason}").format(path=output, reason=reason_of(error)),
            _("close it if it is open, and check that you may write there and the disk has room"),
        ) from error
    return True
