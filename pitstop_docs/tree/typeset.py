"""Typed text → typeset text, by the conventions of its language.

Enters: what staff type with an ordinary keyboard. Leaves: the same words with typographic
apostrophes and quotation marks, and with no-break spaces where a line must not break. Pure
functions."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

NBSP = "\u00a0"
DOT = f" ·{NBSP}"  # between two things on a line: it ends none

_MONTHS = (
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
)
# What must not be parted from the number after it: parts of legal citations and of pages.
_BEFORE_NUMBER = (
    r"[Aa]rtt?|[Aa]rticol[oi]|nn?|commi|comma|cc?|co|lett|pp?|pagg?|L|l|L\.R|l\.r|D\.Lgs|d\.lgs|D\.L|d\.l|D\.M|D\.G\.R|D\.P\.R|DPR"
    r"|DPCM|sentenza|sent|legge|cost|COM|titolo|parte|fig|tab"
)
_YEAR = r"(?:1[89]|20)\d\d"
# What stands after a number and is not what it counts: "86 di loro", "fra 9 e 12", "il 3 ha".
_UNCOUNTED = (
    r"e|ed|o|od|a|ad|i|il|lo|la|le|gli|un|una|uno|ma|se|che|chi|cui|è|ha|hanno|sono|era|erano|non|più|come|poi|cioè|già"
    r"|ogni|entro|circa|contro|secondo|oltre|fino|dopo|prima|presso|di|da|in|su|per|con|tra|fra"
    r"|(?:a|da|de|ne|su)(?:l|llo|lla|lle|gli|i)"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
# A number and what it counts; one that comes after "art." or "legge" counts nothing, neither does a year.
_COUNTED = re.compile(
    rf"(?:\b(?P<named>{_BEFORE_NUMBER})\.?[ {NBSP}])?(?<![\w.,:/°'’-])"
    rf"(?!{_YEAR}(?![\d.,]))(?P<number>{_NUMBER}(?:[–-]{_NUMBER})?) (?=(?!(?:{_UNCOUNTED})\b)[^\W\d_])"
)
# A dot between two things begins no line where it can stay between two short words, and ends none.
_AFTER_DOT = re.compile(r"(?<= ·) (?=\S)")
_BEFORE_DOT = re.compile(rf"(^|[ (])([^\s·]{{1,12}}) (?=·{NBSP}\S{{1,12}}(?!\S))")
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\d) ?(?=[%‰](?!\w))"), NBSP),
    (re.compile(rf"(?<!\d)({_YEAR})-(?={_YEAR}(?!\d))"), r"\1–"),
    (re.compile(r"(?<=\d) (?=[€£])"), NBSP),
    (re.compile(r"(?<=[€£]) (?=\d)"), NBSP),
    (re.compile(rf"(?<=[\d°]) (?=(?:{_MONTHS})\b)"), NBSP),
    (re.compile(rf"\b({_MONTHS}) (?={_YEAR}\b)"), rf"\1{NBSP}"),
    (
        re.compile(r"(?<=\d) (?=(?:mila|mln|milioni|miliardi|km|ha|mq|kg|euro|sterline|lire)\b)"),
        NBSP,
    ),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NBSP),
    (re.compile(rf"\b({_BEFORE_NUMBER})(\.?) (?=\d)"), rf"\1\2{NBSP}"),
    (re.compile(r"\b(Corte|Cons\.?) (?=cost\.|Stato)"), rf"\1{NBSP}"),
    (_COUNTED, lambda found: found[0] if found["named"] else f"{found['number']}{NBSP}"),
    (_AFTER_DOT, NBSP),
    (_BEFORE_DOT, rf"\1\2{NBSP}"),
)

# Minutes and seconds, as people type them: 44° 21' 15", 44° 21′ 15″, 44° 21’ 15”. The fonts have no primes
# but the straight signs, which stand for them.
_MINUTES = re.compile(rf"(?<=\d°)([ {NBSP}]?)(\d{{1,2}}(?:[.,]\d+)?) ?['’′](?!['’′])")
_SECONDS = re.compile(rf"(?<=\d')([ {NBSP}]?)(\d{{1,2}}(?:[.,]\d+)?) ?(?:[\"”″]|''|’’|′′)")
_PRIMES = {"′": "'", "″": '"'}
_PRIME = re.compile(r"(?<=\d)[′″]")
# '900, l''800 and ‘70, which Word curls the wrong way; but not '80', which is in quotes.
_CENTURY = re.compile(r"(?<!\d)['‘](?=\d{2,3}\b(?!['’]))")

# Two apostrophes, or what begins with two others and ends with them, for a quotation mark.
_DOUBLED = re.compile(r"(?<![\w'`,])(?:''|``|,,)(?=[^\W\d])|(?<=[\w.,!?…])''(?![\w'])")
# Two or three hyphens for a dash: between words or blanks, not the option of a command.
_DASHES = {"--": "–", "---": "—"}
_HYPHENS = re.compile(r"(?<=\s)-{2,3}(?=\s)|(?<=\w)-{2,3}(?=\w)")
# By language: the rules, and what straight marks become.
_CONVENTIONS = {"it": (_RULES, {'"': "«»", "'": "‘’"})}

# Abbreviations that end with a full stop but not a sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«’'/.])(?:artt?|nn?|cc?|co|lett|pp?|pagg?|cfr|es|sigg?|dott|prof|ing|avv|arch|geom|rag|on"
    r"|sen|spett|vol|cap|tit|sez|all|allegg?|ed|l|r|d|lgs|m|g|p|cost|cons|sent|del|delib|det|reg|dir|par"
    r"|figg?|tabb?|tel|ca|circ|segg?|ss|v|vs|n°|[A-Z])\.$",
    re.IGNORECASE,
)
# "\ufffc" stands for a call to a note or source: it belongs to the sentence that it follows.
_SENTENCE_END = re.compile(r"[.!?…][\"'»”’)]?\ufffc*[\"'»”’)]?(?=\s+[\"'«“‘(]?[A-ZÀ-Ý0-9])")


@lru_cache(maxsize=1 << 16)
def typeset(text: str, language: str, before: str = "") -> str:
    """Return *text* typeset for *language*; *before* is the character that precedes it, if any."""
    rules, quotes = _CONVENTIONS[language]
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[ \t\n]+", " ", text)
    text = _MINUTES.sub(lambda m: f"{NBSP * bool(m[1])}{m[2]}'", straight_primes(text))
    text = _SECONDS.sub(lambda m: f'{NBSP * bool(m[1])}{m[2]}"', text)
    text = _HYPHENS.sub(lambda found: _DASHES[found[0]], text)
    text = _DOUBLED.sub('"', text)
    text = _CENTURY.sub("’", re.sub(r"(?<=[^\W\d])'", "’", text))
    text = _curl(text, quotes, before)
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def straight_primes(text: str) -> str:
    """Return *text* with the primes after digits as the fonts have them; every letter keeps its place."""
    return _PRIME.sub(lambda found: _PRIMES[found[0]], text)


def _curl(text: str, quotes: Mapping[str, str], before: str) -> str:
    """Turn straight marks into *quotes*, opening or closing. After a digit they are a prime (24", 5') if
    they close nothing: what *before* ends may have opened something."""
    if quotes.keys().isdisjoint(text):
        return text
    steps = {
        mark: (typed, 1 - 2 * n) for typed, pair in quotes.items() for n, mark in enumerate(pair)
    }
    out: list[str] = []
    unclosed = dict.fromkeys(quotes, int(bool(before)))
    previous = before
    for char, following in zip(text, [*text[1:], ""], strict=False):
        opening = not previous or previous.isspace() or previous in "([«“‘—–/"
        # After an apostrophe a mark opens if a word follows: dell'"Azienda".
        opening = opening or (previous == "’" and following.isalnum())
        prime = previous.isdigit() and not unclosed.get(char)
        if char in quotes and not prime:
            char = quotes[char][not opening]
        if char in steps:
            mark, step = steps[char]
            unclosed[mark] = max(0, unclosed[mark] + step)
        out.append(char)
        previous = char
    return "".join(out)


def first_sentence_end(text: str) -> int:
    """Return the index after the first sentence of *text* (its whole length if it has but one)."""
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: match.start() + 1]):
            return match.end()
    return len(text)
