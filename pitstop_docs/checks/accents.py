"""Accents that are missing, or of the wrong kind: citta', perchè, qual'è, un pò.

Enters: running text in Italian. Leaves: a slip for each, with its right form. The rule goes by the
end of the word, and tables hold what no end can tell. An apostrophe may close a quotation too: in a
paragraph where one is open, only words that never end one are told."""

import re
import unicodedata
from collections.abc import Iterator

from pitstop_docs.checks.slips import Finder, Slip, shown
from pitstop_docs.records.running_text import DOUBLED, VALUE

_GRAVE, _ACUTE = "\u0300", "\u0301"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words by their last accent, without it: only for those in -e does the end not tell it.
_IN_ACUTE = _words(
    """acciocche affinche alcunche allorche ancorche anziche benche che cosicche dacche dopodiche dopoche
    finche fintantoche fuorche giacche granche macche ne nonche oltreche perche poiche pote pressoche purche
    se sempreche sicche talche vicere ventitre trentatre quarantatre cinquantatre sessantatre settantatre
    ottantatre novantatre centotre milletre"""
)
_IN_GRAVE = _words("ahime bebe bigne caffe canape cioe e gile giosue karate mose noe ohime oime te")
# Shortened words, which rightly end with an apostrophe, and small words for which no accent is meant.
_SHORTENED = _words(
    """altrui bui chi colui commenda costui cui dotto fra fui gli gua lui mie pie pre professo qua que qui
    signo sta ste sto sua sui suo te tie tra tre tua tuo una uno vie vuo"""
)
_OF_TWO_LETTERS = _words("la li si")  # the others are shortened: va', di', mo', po'
_UNSURE = {"da": "dà", "ne": "né"}  # da' retta, ne' campi
_AFTER_IS = _words("stato stata stati state")
# No quotation ends with one of these.
_NEVER_LAST = _words("affinche anziche benche cioe e finche giacche nonche perche poiche purche")
_WITHOUT = {
    "blù": "blu", "fà": "fa", "fù": "fu", "hà": "ha", "hò": "ho", "mò": "mo’", "pò": "po’", "quà": "qua",
    "quì": "qui", "rè": "re", "sà": "sa", "sò": "so", "stà": "sta", "stò": "sto", "trè": "tre", "và": "va",
}  # fmt: skip

_SIGN = rf"(?:''|['’‘`´]{DOUBLED}?+)"
_TOKEN = re.compile(
    rf"(?P<end>{VALUE}|\n[ \t]*\n|\||\n[ \t]*(?:[-*+]|\d+[.)])[ \t])"
    # Not '900, 'ndrangheta, 'sto; but dell''Azienda', and ''Azienda'', ``Azienda'', ,,Azienda''.
    rf"|(?P<opening>(?<![\w'])(?:''|``|,,)(?=[^\W\d_])|(?:(?<![^\s(\[«“\"—–/-])|(?<=[bcdfglmnrstvz]['’]))['’‘`](?=[^\W\d_])(?!(?i:nd\w+|st[aeio]|n[ao]?|l)\b))"
    rf"|(?<!\w)(?P<word>[^\W\d_]*[aeiouAEIOU]){_SIGN}(?!\w)"
    rf"|(?P<closing>(?<=[^\s\w]|[bcdfglmnprstvz])['’](?!\w))"
)
# What comes before the end of a word whose accent may be wrong: few words of an honest text.
_SUSPECT = "|".join((
    r"(?<=[hnrs]è)", r"(?<=(?<![hnrst])é)", r"(?<=[áó])",
    r"(?<=(?<!\w)[fhsv]à)", r"(?<=(?<!\w)(?:qu|st)à)", r"(?<=(?<!\w)[hmps]ò)", r"(?<=(?<!\w)stò)",
    r"(?<=(?<!\w)quì)", r"(?<=(?<!\w)fù)", r"(?<=(?<!\w)blù)",
))  # fmt: skip
_ACCENTED = re.compile(rf"[àáèéìòóù](?!\w)(?:{_SUSPECT})(?P<sign>{_SIGN})?", re.I)
_STEM = re.compile(r"[^\W\d_]+\Z")
_LONGEST = 30  # letters
_QUAL = re.compile(
    rf"(?<=(?<!\w)[Qq]ual){_SIGN} ?(?P<verb>(?:[eE]{_SIGN}|[èéÈÉ])(?!\w)|era(?:no)?\b)"
)
# "E'stato": the space is missing too; before other words it may be that of a quotation.
_JOINED = re.compile(rf"(?<!\w)[eE]['’]{DOUBLED}?(?P<next>[^\W\d_]{{2,}})")

_ACUTE_FOR_APOSTROPHE = re.compile(r"(?<=[^\W\d_])´(?=[^\W\d_])")  # l´ex


def accents_in(text: str) -> Iterator[Slip]:
    """Yield the words of *text* that want an accent, another one, or none."""
    told = set()  # where a verb begins that is told with "qual"
    for found in _QUAL.finditer(text):
        told.add(found.start("verb"))
        yield _with_qual(text, found)
    for found in _JOINED.finditer(text):
        right = f"{_accented(found[0][0], _GRAVE)} {found['next']}"
        yield _slip(text, found.span(), right, certain=found["next"] in _AFTER_IS)
    for found in _ACUTE_FOR_APOSTROPHE.finditer(text):
        stem = _STEM.search(text, max(0, found.start() - _LONGEST), found.start())
        start = stem.start() if stem else found.start()
        yield _slip(text, (start, found.end()), f"{text[start : found.start()]}’")
    for found in _without_quotations(text):
        forms = _with_accent(found["word"])
        if forms and found.start() not in told:
            certain = len(forms) == 1 and found["word"].lower() not in _UNSURE
            yield _slip(text, found.span(), *forms, certain=certain)
    for found in _ACCENTED.finditer(text):
        stem = _STEM.search(text, max(0, found.start() - _LONGEST), found.start() + 1)
        right = _corrected(stem[0]) if stem else ""
        if stem and right and stem.start() not in told:
            end = found.end() if right[-1] == "’" else found.start() + 1  # un pò'
            yield _slip(text, (stem.start(), end), right)


def _slip(text: str, span: tuple[int, int], *right: str, certain: bool = True) -> Slip:
    return Slip("wrong-accent", *span, shown(text[slice(*span)]), right, certain)


def _with_qual(text: str, found: re.Match[str]) -> Slip:
    """Return what is wrong with "qual'è": the word is whole, nothing was cut from it."""
    start = found.start() - len("qual")
    verb = found["verb"] if found["verb"].isalpha() and found["verb"].isascii() else "è"
    verb = verb.upper() if found["verb"][0].isupper() else verb
    return _slip(text, (start, found.end()), f"{text[start : found.start()]} {verb}")


def _without_quotations(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that end with an apostrophe, but for those that may end a quotation."""
    opened = -1  # where the words of the quotation that is open begin
    for found in _TOKEN.finditer(text):
        match found.lastgroup:
            case "end" | "closing":
                opened = -1
            case "opening":
                opened = found.end()
            case _:
                never_last = found["word"].lower() in _NEVER_LAST
                quoted = found.start() == opened  # 'citta', all of the quotation
                if opened < 0 or (never_last and not quoted):
                    yield found
                elif quoted and not never_last and _with_accent(found["word"]):
                    opened = -1


def _with_accent(word: str) -> tuple[str, ...]:
    """Return what *word* is with an accent for its apostrophe; nothing where that is right."""
    lower, last = word.lower(), word[-1].lower()
    if lower in _UNSURE:
        return (_like(word, _UNSURE[lower]),)
    if lower in _IN_ACUTE:
        return (_accented(word, _ACUTE),)
    short = len(word) < 3 and lower not in _OF_TWO_LETTERS | _IN_GRAVE
    if short or lower in _SHORTENED or lower[-2:] in ("ai", "ei", "oi"):
        return ()
    if lower in _IN_GRAVE:
        return (_accented(word, _GRAVE),)
    if last == "e":
        return _accented(word, _GRAVE), _accented(word, _ACUTE)
    return (_accented(word, _GRAVE),)


def _corrected(word: str) -> str:
    """Return *word*, which ends with an accent, as it is right; nothing where it is."""
    lower, base = word.lower(), _base(word)
    match lower[-1]:
        case _ if lower in _WITHOUT:
            return _like(word, _WITHOUT[lower])
        case "è" if base.lower() in _IN_ACUTE:
            return _accented(base, _ACUTE)
        case "é" if base.lower() in _IN_GRAVE:
            return _accented(base, _GRAVE)
        case "á" | "ó" if word.islower():  # Italian has none, names of elsewhere have
            return _accented(base, _GRAVE)
    return ""


def _accented(word: str, accent: str) -> str:
    return unicodedata.normalize("NFC", word + accent)


def _base(word: str) -> str:
    return word[:-1] + unicodedata.normalize("NFD", word[-1])[0]


def _like(word: str, right: str) -> str:
    """Return *right* in capitals where *word* has them."""
    if len(word) > 1 and word.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


# A sign first: then most of a text is passed over at once.
ACCENTS = Finder(
    re.compile(
        r"[àáèéìòóùÀÁÈÉÌÒÓÙ'’‘`´](?:(?<=[Qq]ual['’])|(?<=(?<!\w)[eE]['’])|(?<=´)"
        rf"|(?!{DOUBLED}?\w)(?:(?<=['’‘`´])|(?i:{_SUSPECT})))"
    ),
    accents_in,
)
