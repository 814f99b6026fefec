"""Signs of other programs' Markdown, which ours would print as they stand.

Enters: a text as typed. Leaves: which of those signs are in it and where; the text without them, every other
letter in its place, so that what else is wrong is said at once. One row for each: what people call it,
and what to write instead. Signs that honest text has too (prices, ~10, snake_case, C++) are no row's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import N_, _
from pitstop_docs.readers.characters import location_in

_SHOWN = 40  # letters of a sign that a message quotes


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of sign: strings of which a text ``needs`` one to hold it, the ``pattern`` that finds it (its
    group, if it has one), ``name`` and remedy for people. What stands on lines of its own, or in braces,
    is blanked; of other signs something is ``left``, lest emphasis around them be empty."""

    needs: str
    pattern: re.Pattern[str]
    name: str
    hint: str
    left: bool = False
    code: str = "unsupported-markdown"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A sign that was found, from ``start`` to ``end`` of its text."""

    dialect: Dialect
    start: int
    end: int


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t>]*({pattern})[ \t]*$", re.MULTILINE | re.IGNORECASE)


WORDS = N_("write **words** for what must be seen at once")
TABLE = N_("write rows as | cell | cell |, and | --- | --- | below the first")
_LATEX = N_("a command of LaTeX")
_NO_LATEX = N_("write the words alone; *italics* and **bold** have their own signs")
_WHOLE_LINK = N_("write the address where the link is: [words](https://…)")

# The first that finds something has it.
DIALECTS = (
    Dialect(
        ":::",
        _lines(r":{3,}.*"),
        N_("a box between lines of colons (:::)"),
        N_("remove the lines with the colons; what is between them may stay"),
    ),
    Dialect(
        "!!! ???",
        _lines(r"(?:!!!|\?\?\?\+?)[ \t]*[^\W\d].*"),
        N_("a box that begins with '!!!' or '???'"),
        N_("remove this line, and the spaces before those below it"),
    ),
    Dialect(
        "[!",
        re.compile(r"^[ \t]*>[ \t]*(\[![A-Za-z]+\][-+]?)", re.MULTILINE),
        N_("a box of GitHub"),
        N_("remove it; lines that begin with '>' are words of others"),
        left=True,
    ),
    Dialect(
        "[ {",
        _lines(r"\[{1,2}_?toc_?\]{1,2}|\{:?toc\}"),
        N_("a place for the table of contents"),
        N_("remove it: briefs that need one have it by themselves"),
    ),
    Dialect(
        "\\",
        _lines(r"\\(?:newpage|pagebreak|clearpage|cleardoublepage|newline|break)\b.*"),
        N_("a page break"),
        N_("remove it: pages break by themselves"),
    ),
    Dialect(
        "{",
        re.compile(r"(?<![\w\\])\\[A-Za-z]+\*?(?:\[[^\]\n]{0,99}\])?\{[^{}\n]{0,200}\}"),
        _LATEX,
        _NO_LATEX,
        left=True,
    ),
    # Alone, as \noindent; not the folders of C:\Documenti and \\server.
    Dialect(
        "\\",
        re.compile(r"(?<![^\s(\[«“\"'])\\[A-Za-z]{2,20}\*?(?![\w\\:])"),
        _LATEX,
        _NO_LATEX,
        left=True,
    ),
    Dialect(
        "{",
        re.compile(r"\{\{[<%].{0,200}?[%>]\}\}|\{%.{0,200}?%\}"),
        N_("a command of another program"),
        N_("remove it, and write here what it would have put here"),
        left=True,
    ),
    Dialect(
        "::",
        _lines(r"\.\.[ \t]+[a-z][\w-]*::.*"),
        N_("a command of another program"),
        N_("remove it, and write here what it would have put here"),
    ),
    Dialect(
        "$$",
        re.compile(r"\$\$[^$]{1,999}\$\$"),
        N_("a formula between dollar signs"),
        N_("write it in words, or with usual signs: 2 × 3 m²"),
        left=True,
    ),
    # As in Pandoc: no space inside the signs, no letter or digit outside: US$ 5, $ 5 e $ 10 are money.
    Dialect(
        "$",
        re.compile(r"(?<![\w$])\$(?=[^\s$])[^$\n]{0,79}(?<=[^\s$])\$(?![\w$])"),
        N_("a formula between dollar signs"),
        N_("write it in words, or with usual signs: 2 × 3 m²"),
        left=True,
    ),
    Dialect(
        "{",
        re.compile(r"\{(?:\+\+|--|~~|==|>>)[^{}]{0,500}(?:\+\+|--|~~|==|<<)\}"),
        N_("a tracked change in braces"),
        N_("write the words as they shall be"),
        left=True,
    ),
    Dialect(
        "~~",
        re.compile(r"~~(?=[^\s~])[^~\n]{0,500}(?<=[^\s~])~~"),
        N_("words that are struck out (~~)"),
        N_("delete them, or say in words what has changed"),
        left=True,
    ),
    Dialect(
        "~",
        re.compile(r"(?<=\w)~[^\s~]{1,20}~"),
        N_("letters below the line (~)"),
        N_("write them on the line: CO2, H2O"),
        left=True,
    ),
    Dialect(
        "^",
        re.compile(r"(?<=[\w)])\^[^\s^\[\]]{1,20}\^|(?<=[^\W\d_])\^-?\d{1,2}\b"),
        N_("letters above the line (^)"),
        N_("write m² and m³, or say it in words"),
        left=True,
    ),
    Dialect(
        "==",
        re.compile(r"(?<![=\w])==(?=[^\s=])[^=\n]{0,500}(?<=[^\s=])==(?![=\w])"),
        N_("highlighted words (==)"),
        WORDS,
        left=True,
    ),
    Dialect(
        "++",
        re.compile(r"(?<![+\w])\+\+(?=[^\s+])[^+\n]{0,500}(?<=[^\s+])\+\+(?![+\w])"),
        N_("underlined words (++)"),
        WORDS,
        left=True,
    ),
    Dialect(
        "[",
        re.compile(
            r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(\[[ xX]?\])(?![(\[{:])", re.MULTILINE
        ),
        N_("a box to tick"),
        N_("remove it, and say in words what is done and what is not"),
        left=True,
    ),
    Dialect(
        "'''",
        re.compile(r"'''(?=\w)[^'\n]{1,500}'''"),
        N_("bold words between three apostrophes"),
        WORDS,
        left=True,
    ),
    Dialect(
        "[^",
        re.compile(r"\[\^[^\]\s]{1,60}\]:?"),
        N_("a note that stands elsewhere"),
        N_("write the note where it belongs: ^[words of the note]"),
        left=True,
    ),
    Dialect(
        "]:",
        _lines(r"\[[^\[\]\n^@]{1,200}\]:[ \t]+(?:[<#/\x00]|\w+[:.]).*"),
        N_("a line with the address of a link"),
        _WHOLE_LINK,
        code="broken-link",
    ),
    # Two omissions beside each other are text: […][…].
    Dialect(
        "][",
        re.compile(
            r"(?<!\])\[[^\[\]\n]{1,200}\]\[(?!@|…|\.\.\.|sic\]|omissis\])[^\[\]\n]{0,200}\](?!\()"
        ),
        N_("a link whose address stands elsewhere"),
        _WHOLE_LINK,
        left=True,
        code="broken-link",
    ),
    Dialect(
        "[[",
        re.compile(r"\[\[[^\[\]\n]{1,200}\]\](?!\()"),
        N_("a link between double brackets"),
        N_("write [words](https://…)"),
        left=True,
        code="broken-link",
    ),
    Dialect(
        "*[",
        _lines(r"\*\[[^\]\n]{1,60}\]:.*"),
        N_("an abbreviation that is explained apart"),
        N_("explain it where it stands first"),
    ),
    # {#id}, {width=50%}; {: .class}; {.class}, if the block does not end here: our marks end it.
    Dialect(
        "{",
        re.compile(r"\{:?[ \t]*(?=[^{}\n]{0,200}(?:#\w|\w=))[.#\w][^{}\n]{0,200}\}"),
        N_("a name or size in braces"),
        N_("remove it, with its braces"),
    ),
    Dialect(
        "{",
        re.compile(
            r"\{:?[ \t]*\.[\w-]{1,60}(?:[ \t]*\.[\w-]{1,60}){0,9}[ \t]*\}"
            r"(?=[ \t]*[^\s|]|[ \t]*\n(?![ \t]*(?:\n|[-*+>|#:{]|\d+[.)]\s|$)))"
        ),
        N_("a name in braces in the middle of a text"),
        N_("remove it; a mark stands at the end of its block"),
        code="bad-mark",
    ),
    # Tags are hidden by then: what is between the signs is not known.
    Dialect(
        "<<",
        re.compile(r"<(?:<[^<>\n\x00]{1,300}>|\x00{3,300})>"),
        N_("quotation marks made of < and >"),
        N_("write «words»"),
        left=True,
    ),
    Dialect(
        "\t",
        re.compile(
            r"^(?![ \t]*(?:[-*+•·o§]|\w{1,4}[.)])\t)([^\t\n|]*\S\t+\S[^\n|]*(?:\n[^\t\n|]*\S\t+\S[^\n|]*)+)$",
            re.MULTILINE,
        ),
        N_("a table whose cells are parted by tabs"),
        TABLE,
        code="broken-table",
    ),
    Dialect(
        ":",
        re.compile(r"^(?![^\n]*\|)[^\s>#|:{-][^\n]*\n(?:[ \t]*\n)?(:[ \t]+)(?=\S)", re.MULTILINE),
        N_("the explanation of a term after a colon"),
        N_("write '- **term**: explanation'; below a table such a line is its caption"),
    ),
    Dialect(
        "+",
        re.compile(r"^[ \t]*(\+(?:[-=:]{2,}\+)+[ \t]*(?:\n[ \t]*[|+].*)*)", re.MULTILINE),
        N_("a table that is drawn with + and -"),
        TABLE,
    ),
    Dialect(
        "--",
        _lines(r"-{2,}(?:[ \t]+-{2,})+"), N_("a table without bars"), TABLE),
    Dialect(
        "|",
        re.compile(
            r"^(\|[ \t]+[^|\n]*[^\s|:-][^|\n]*(?:\n\|[ \t]+[^|\n]*[^\s|:-][^|\n]*)+)$", re.MULTILINE
        ),
        N_("lines that begin with a bar"),
        N_("remove the bars; a backslash at the end of a line breaks it there"),
    ),
    Dialect(
        "==",
        _lines(r"={2,6}[ \t]+[^\s=].*"),
        N_("a heading with '='"),
        N_("a heading begins with '## '"),
    ),
    Dialect(
        ":",
        re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,30}:(?![\w:/])"),
        N_("the name of an emoji"),
        N_("remove it, or say it in words"),
        left=True,
    ),
)  # fmt: skip

# Where no sign means anything: code (which is reported as such), characters after a backslash,
# addresses, tags, calls to references.
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1|\Z)", re.MULTILINE | re.DOTALL)
_PROTECTED = re.compile(
    r"`[^`\n]+`|\\[!-/:-@\[-`{-~]|(?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*){0,9}(?=\))"
    r"|(?:https?://|www\.)[^\s<>)\]]+|<[A-Za-z/!?][^<>\n]{0,500}>|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}"
)
_LETTER = re.compile(r"\S")
_ANY_SIGN = re.compile(
    "|".join(sorted({re.escape(s) for d in DIALECTS for s in d.needs.split(" ")}, key=len))
)
_NOT_BREAK = re.compile(r"[^\n]")


def foreign(text: str) -> list[Foreign]:
    """Return the signs of other dialects in *text*, in their order."""
    # Most texts have none: to look for letters is quick.
    if not _ANY_SIGN.search(text):
        return []
    likely = [
        dialect for dialect in DIALECTS if any(sign in text for sign in dialect.needs.split(" "))
    ]
    hidden = text
    for pattern in (_FENCED, _PROTECTED):
        hidden = pattern.sub(lambda m: _NOT_BREAK.sub("\x00", m[0]), hidden)
    found: list[Foreign] = []
    for dialect in likely:
        here = [
            Foreign(dialect, *m.span(m.lastindex or 0)) for m in dialect.pattern.finditer(hidden)
        ]
        hidden = without(hidden, here)
        found += here
    return sorted(found, key=lambda f: f.start)


def without(text: str, found: Sequence[Foreign]) -> str:
    """Return *text* without the signs that were *found*: everything else keeps its place."""
    out, end = [], 0
    for sign in sorted(found, key=lambda f: f.start):
        kept = text[sign.start : sign.end]
        kept = _LETTER.sub("…", kept) if sign.dialect.left else _NOT_BREAK.sub(" ", kept)
        out += [text[end : sign.start], kept]
        end = sign.end
    return "".join([*out, text[end:]])


def understood(lines: Sequence[str], path: str, first_line: int, reporter: Reporter) -> list[str]:
    """Return *lines* of file *path*, the first of which is *first_line*, without the signs of other
    dialects, after reporting those."""
    text = "\n".join(lines)
    found = foreign(text)
    places = [location_in(text, sign.start, path) for sign in found]
    moved = [replace(place, line=place.line + first_line - 1) for place in places]
    report_foreign(text, found, moved, reporter)
    return without(text, found).split("\n")


def report_foreign(
    text: str, found: Sequence[Foreign], places: Sequence[Location], reporter: Reporter
) -> None:
    """Report the signs that were *found* in *text* at *places*, each kind once with all of its places."""
    kinds: dict[str, list[int]] = {}
    for index, sign in enumerate(found):
        kinds.setdefault(sign.dialect.name, []).append(index)
    for name, indexes in kinds.items():
        first = found[indexes[0]]
        shown = _around(text, first).strip().split("\n")[0]
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        reporter.report_all(
            first.dialect.code,
            [places[index] for index in indexes],
            _("'{text}': there is no place in a brief for {thing}").format(
                text=shown, thing=_(name)
            ),
            _(first.dialect.hint),
        )


def _around(text: str, sign: Foreign) -> str:
    """Return the *sign* with the letters that are glued to it: H~2~O."""
    start, end = sign.start, sign.end
    if sign.dialect.left:
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
    return text[start:end]
