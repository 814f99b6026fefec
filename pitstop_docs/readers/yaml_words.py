"""What people are told about YAML: the message and the hint of each kind of fault.

Enters: the kind, and what of the source is shown again. Leaves: words in the reader's language."""

from pitstop_docs.problems.messages import N_, _

SHOWN_MAX = 60  # characters of a value that are shown again as they should be written

_SPACED_COLON = N_("write 'field: value', with a space after the colon")
_COLON = N_("a text without quotes cannot contain a colon and a space")
_CURLY = N_("curly quotation marks do not enclose a text: only straight ones do")
_ITEM = N_("begin each item of a list with a hyphen and a space: '- '")

WORDS = {
    # signs inside a text, or around it
    "hidden": (
        N_("what follows this '#' would be lost: after a space it begins a comment"),
        N_("put the whole text in quotes; in a comment write a space after '#'"),
    ),
    "hidden-bracket": (
        N_("this '#' hides the rest of the line, with the bracket that closes the list"),
        N_("put what begins with '#' in quotes: {text}"),
    ),
    "curly": (_CURLY, N_("put the whole text in straight quotation marks ({mark})")),
    "curly-around": (_CURLY, N_("write {text}; to print quotation marks: {printed}")),
    "apostrophe": (
        N_("this apostrophe ends the text, which begins with a single quotation mark"),
        N_("put the text in double quotes ({mark}) when there is an apostrophe inside"),
    ),
    "unclosed": (
        N_("this quotation mark or bracket is never closed"),
        N_("close it; a text that has one as its first character must be put in quotes"),
    ),
    "unclosed-or-apostrophe": (
        N_("this quotation mark is never closed"),
        N_("close it; if it is an apostrophe, put the whole text in double quotes: {text}"),
    ),
    "unopened": (
        N_("this quotation mark closes nothing: none opens the text"),
        N_("put the whole text in quotes: {text}"),
    ),
    "closed-otherwise": (
        N_("this quotation mark is never closed: the one at the end is another ({mark})"),
        N_("close the text with the same straight quotation mark that opens it"),
    ),
    "after-closed": (
        N_("text follows a closed quotation mark or bracket"),
        N_("put the whole text in quotes, single ones if it has double ones inside"),
    ),
    "closes-nothing": (
        N_("this bracket closes nothing"),
        N_("delete it, or write the one that opens"),
    ),
    "escape": (
        N_("a backslash has a special meaning in double quotes"),
        N_("use single quotes"),
    ),
    "beginning": (
        N_("a text cannot begin with '{char}' here"),
        N_("put the text in quotes; a list begins on a line of its own"),
    ),
    "backslash": (
        N_("a backslash at the end of a line breaks none in a field, and would be printed"),
        N_("remove it: the words go on in the same line"),
    ),
    # colons and commas
    "colon": (_COLON, N_("put a text that contains ': ' in quotes; otherwise check the indentation")),
    "second-field": (
        _COLON,
        N_("begin another field on a line of its own; if it is text, put the whole in quotes"),
    ),
    "colon-inside": (_COLON, N_("put the whole text in quotes: {text}")),
    "colon-at-end": (
        N_("a text without quotes cannot end in a colon"),
        N_("put the whole text in quotes: {text}"),
    ),
    "colon-in-text": (
        N_("the colon makes a field of '{name}', and a text should stand here"),
        N_("put the whole text in quotes: {text}"),
    ),
    "no-colon": (
        N_("a colon is missing in this line"),
        N_("write 'field: value', with a space after the colon; a text that goes on is indented"),
    ),
    "no-space": (N_("a space is missing after this colon"), _SPACED_COLON),
    "no-comma": (
        N_("a comma is missing before this field"),
        N_("end the line before with a comma"),
    ),
    "no-comma-inside": (
        N_("a comma is missing before '{name}:'"),
        N_("write a comma after {text}; if all of it is one text, put it in quotes"),
    ),
    "semicolon": (
        N_("a comma parts fields between brackets"),
        N_("write a comma in place of this sign"),
    ),
    # lists and indentation
    "no-space-after-hyphen": (N_("a space is missing after this hyphen"), _ITEM),
    "hyphen-in-text": (
        N_("this hyphen begins no item: the line goes on with the text before it"),
        N_("begin each item of a list right under the one before it; or put the text in quotes"),
    ),
    "hyphen-among-fields": (
        N_("this hyphen begins an item, and no list stands here"),
        N_("take it away, or begin the list under the name of its field"),
    ),
    "field-among-items": (
        N_("this field stands under the hyphen, not under the fields of its item"),
        N_("begin it two spaces further in, under the first field of the item"),
    ),
    "further-in": (
        N_("this field stands further in than the one before it, which has its value already"),
        N_("begin it right under the name of the field before it"),
    ),
    "indentation": (
        N_("this line begins under none of the lines before it"),
        N_("begin what belongs together in the same column, two spaces further in than its field"),
    ),
    "star-for-hyphen": ("", _ITEM),  # the message is the table's
    # the document
    "ended": (
        N_("the fields end here, and more text follows"),
        N_("remove the line of hyphens or dots"),
    ),
    "other": (
        N_("this line does not fit the ones before it"),
        N_("check the indentation, that every line is 'field: value', and that quotes are closed"),
    ),
}  # fmt: skip


def words(kind: str, **shown: str) -> tuple[str, str]:
    """Return the message and the hint for a *kind* of fault."""
    message, hint = WORDS[kind]
    shown = {"mark": '"', **shown}
    return (_(message) if message else "").format(**shown), _(hint).format(**shown)


def quoted(text: str) -> str:
    """Return *text*, or its beginning, as a value in straight quotes."""
    text = text.strip()
    text = text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX].rstrip() + "…"
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', r"\"") + '"'
