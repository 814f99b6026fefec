"""What somebody meant who wrote a call, an address or a tag as Markdown does not read it.

Enters: what stands in the text. Leaves: what to write instead, in words for people.
"""

import re

from pitstop_docs.problems.messages import N_, _
from pitstop_docs.readers.dialects import TABLE, WORDS
from pitstop_docs.readers.patterns import ADDRESS

# [see @legge-381, p. 3], [-@legge-381], [@Legge-381 p. 3]: what Pandoc reads, or what is typed in a hurry.
_CALL = re.compile(r"\[([^\[\]@;]*?)\s*-?@([A-Za-z0-9][A-Za-z0-9-]*)[,\s]*([^\[\]@;]*)\]")
# [@registro ore, p. 1]: an id in words, before a comma or the end.
_IN_WORDS = re.compile(r"\[@([a-z0-9-]+(?:[ _][a-z0-9-]+)+)(, [^\[\]@;]*)?\]", re.IGNORECASE)
_LOCUS = re.compile(
    r"[ _](?:all|artt?|c|cap|n|pag|par|pp?|tab|vol)?[ .]*\d|[ _](?:artt?|pag|pp?)\b", re.IGNORECASE
)


def meant_call(text: str) -> str:
    """Return the call to a reference that *text* is meant to be, if that can be known."""
    words = _IN_WORDS.fullmatch(text)
    if words and not _LOCUS.search(words[1]):
        return f"[@{re.sub('[ _]', '-', words[1].lower())}{words[2] or ''}]"
    found = _CALL.fullmatch(text)
    if not found:
        return ""
    before, ref, locus = found.groups()
    call = f"[@{ref.lower()}, {locus}]" if locus else f"[@{ref.lower()}]"
    return f"{before} {call}".strip()


_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
_FILE = re.compile(r"[^/]+\.(?:md|docx?|odt|pdf|xlsx?|png|jpe?g|svg|txt|html?)", re.IGNORECASE)


def wrong_address(url: str) -> tuple[str, str] | None:
    """Return what is wrong with an address and what to write; None if nothing is."""
    if ADDRESS.fullmatch(url):
        return None
    if not url:
        message = _("this link has no address")
        return message, _("write it between the round brackets, or remove all four brackets")
    message = _("'{url}' is not an address that a reader can open").format(url=url[:60])
    typed = re.sub(r"\s+", "%20", url)
    host = _HOST.fullmatch(typed) and not _FILE.fullmatch(typed)
    meant = next(
        (
            address
            for address in (typed, f"mailto:{typed}", f"https://{typed}" if host else "")
            if ADDRESS.fullmatch(address)
        ),
        "",
    )
    if meant:
        return message, _("write {address}").format(address=meant)
    if typed != url:
        return message, _("an address has no spaces: copy it whole from where it opens")
    return message, ""


# What people write for the commonest tags of HTML.
_TAGS = {
    ("br",): N_("to break a line, end it with a backslash"),
    ("b", "strong", "u", "mark"): WORDS,
    ("i", "em"): N_("write *words*"),
    ("sub", "sup"): N_("write CO2, m² and m³, or say it in words"),
    ("a",): N_("write [words](https://…)"),
    ("ul", "ol", "li"): N_("begin each item of a list with '- ' or '1. '"),
    ("h1", "h2", "h3", "h4", "h5", "h6"): N_("a heading begins with '## '"),
    ("table", "tr", "td", "th"): TABLE,
}
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")


def tag_hint(html: str) -> str:
    """Return what to write instead of a tag, or nothing: then the table of problems says it."""
    tag = _TAG.match(html)
    hint = next((h for tags, h in _TAGS.items() if tag and tag[1].lower() in tags), None)
    return _(hint) if hint else ""
