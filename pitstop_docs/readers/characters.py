"""Characters as programs write them → characters that a keyboard has and every font can draw.

Enters: a file's text in NFC. Leaves: the same words. Spaces and hyphens of other widths become the
usual ones, ligatures their letters; what has no width and no meaning here is dropped. What turns text round, or
obeys a machine, is an error: what is printed must be there for all to see. A line never moves; columns are
counted after letters have grown (ﬁ) or gone (soft hyphens), as they are after NFC.
"""

import re
import unicodedata

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import N_, _

_NBSP = "\u00a0"
_MEANT = str.maketrans(
    {
        "\u2007": _NBSP,  # as wide as a digit
        "\u202f": _NBSP,  # narrow: what French and Excel put into 10 000
        **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000", " "),
        "\u2010": "-",
        "\u2011": "-",  # Word's Ctrl+Shift+hyphen
        "\u2012": "–",
        "\u2015": "—",
        "\u02bc": "’",
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
        # Where a word may break or letters join: each program breaks and joins by itself. A mark of the
        # direction that Italian has anyway; how an emoji is drawn.
        **dict.fromkeys("\xad\u034f\u180e\u200b\u200c\u200d\u200e\u2060\u2061\u2062\u2063\u2064\ufeff", ""),
        **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), ""),
    }
)  # fmt: skip
# A thin space that parts thousands: the number must not break there.
_THIN = re.compile(r"(?<=\d)[\u2008\u2009\u200a](?=\d)")
# C0 and C1 controls, what turns text round, Unicode's own line separators (which YAML would count as
# lines), letters that hide others, and the two characters that no XML may hold.
_REFUSED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200f\u2028-\u202e\u2065-\u206f\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e0fff]"
)
# Unicode gives controls no names.
_NAMES = {
    0x0B: N_("a line break of Word"),
    0x0C: N_("a page break"),
    0x1E: N_("a hyphen of Word"),
    0x1F: N_("a soft hyphen of Word"),
    0x85: N_("a line break of other systems"),
}


def as_meant(text: str, path: str, reporter: Reporter) -> str:
    """Return *text*, which is all that file *path* holds, in the usual characters; what is refused is
    reported and left out, so that what else is wrong is said at once."""
    for char in sorted(set(_REFUSED.findall(text))):
        places = [location_in(text, m.start(), path) for m in re.finditer(re.escape(char), text)]
        reporter.report_all(
            "control-character",
            places,
            _("there is an invisible character: {name} (U+{code:04X})").format(
                name=_name(char), code=ord(char)
            ),
        )
    return usual(text)


def usual(text: str) -> str:
    """Return *text* in the usual characters, without what is refused."""
    return _THIN.sub(_NBSP, _REFUSED.sub("", text)).translate(_MEANT)


def _name(char: str) -> str:
    known = _NAMES.get(ord(char))
    return _(known) if known else unicodedata.name(char, _("a control character"))


def location_in(text: str, offset: int, path: str) -> Location:
    """Return the place of *offset* in *text*, which is all that file *path* holds."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Location(path, text.count("\n", 0, offset) + 1, offset - line_start + 1)
