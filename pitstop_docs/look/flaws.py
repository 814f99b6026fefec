"""Why a picture cannot be shown, in words.

Enters: what was found wrong with a file. Leaves: the error that says so, in any language."""

from typing import Literal

from pitstop_docs.problems.messages import N_, _

Flaw = Literal[
    "empty", "heavy", "large", "damaged", "moving", "format", "unknown", "unsafe", "logo"
]  # fmt: skip
_AGAIN = N_("copy it again from where it comes, or open it and save it again as PNG or JPEG")
# What is said of each, and what to do if that is not what the table of problems says.
_FLAWS: dict[Flaw, tuple[str, str]] = {
    "empty": (N_("image '{name}' is empty: the file has no bytes"), _AGAIN),
    "heavy": (N_("image '{name}' has more than {detail} MB"), ""),
    "large": (N_("image '{name}' has more than {detail} pixels"), ""),
    "damaged": (N_("image '{name}' is damaged, or was not copied to its end"), _AGAIN),
    "moving": (
        N_("image '{name}' moves: it holds {detail} pictures"),
        N_("save one of them as PNG"),
    ),
    "format": (
        N_("'{name}' is an image in the format {detail}, which not every program shows"),
        N_("open it and save it as PNG or JPEG: changing its name is not enough"),
    ),
    "unknown": (N_("'{name}' is not an image that can be read"), ""),
    "unsafe": (
        N_("drawing '{name}' holds what a logo may not: {detail}"),
        N_("save it as plain SVG: shapes alone, letters as paths, no links; or as PNG"),
    ),
    "logo": (
        N_("'{name}' is no logo: a logo is a drawing (SVG) or a PNG"),
        N_("ask its owner for it as SVG, or save it as PNG"),
    ),
}


class PictureError(Exception):
    """A picture that no brief can show; ``flaw`` and ``detail`` say why in any language."""

    def __init__(self, flaw: Flaw, detail: str | int = "") -> None:
        super().__init__(flaw, detail)
        self.flaw: Flaw = flaw
        self.detail = detail

    def about(self, name: str) -> str:
        """Return what is wrong with the picture, which is called *name*."""
        wanted, _hint = _FLAWS[self.flaw]
        return _(wanted).format(name=name, detail=self.detail)

    @property
    def hint(self) -> str:
        """What to do about it, if that is not what the table of problems says."""
        _message, wanted = _FLAWS[self.flaw]
        return _(wanted) if wanted else ""
