"""The pictures of a project's folder, as every format embeds them.

Enters: the folder and a name in it. Leaves: a picture made ready, or why there is none. What is found out
when sources are read and what is embedded afterwards come from the same functions.
"""

from pathlib import Path

from pitstop_docs.look.drawings import Drawing, is_drawing, plain_drawing
from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.pictures import Examined, Picture, examine, normalise

BYTES_MAX = 100_000_000


class OutsideError(Exception):
    """A name leads out of the folder of pictures."""


def picture_in(folder: Path, name: str) -> Picture | Drawing:
    """Return the picture *name* of *folder*, made ready; raises :class:`OutsideError`,
    :class:`PictureError`, ``OSError``. Only a logo may be a drawing."""
    home = folder.resolve()
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise OutsideError(name)
    data = read_picture(path)
    return plain_drawing(data) if is_drawing(data) else normalise(data)


def read_picture(path: Path) -> bytes:
    """Return the bytes of *path*; raises :class:`PictureError` when they are too many, ``OSError``."""
    if path.stat().st_size > BYTES_MAX:
        raise PictureError("heavy", BYTES_MAX // 1_000_000)
    return path.read_bytes()


def examine_logo(data: bytes) -> Examined:
    """Return what is known of the logo *data*; raises :class:`PictureError`."""
    if is_drawing(data):
        drawing = plain_drawing(data)
        return Examined(drawing.width, drawing.height, guessed=False)
    if data.startswith(b"\xff\xd8\xff"):
        raise PictureError("logo")
    return examine(data)
