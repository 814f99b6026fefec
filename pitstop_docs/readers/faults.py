"""What pydantic finds wrong → the words that people read.

Enters: pydantic's name for a fault, the value, its path and what stands beside it. Leaves: a code, a
message and a hint that says what to write."""

import re

from pydantic import BaseModel

from pitstop_docs.problems.diagnostics import did_you_mean
from pitstop_docs.problems.messages import N_, _
from pitstop_docs.readers.advice import NoSuchDate, one_of_many, repaired
from pitstop_docs.readers.refused import (
    Fault,
    choices_of,
    colon_text,
    own_name,
    right_value,
    shortened,
)
from pitstop_docs.readers.shape import field_at, homes_of, items_of, model_at
from pitstop_docs.readers.yaml_words import SHOWN_MAX, quoted, words
from pitstop_docs.records.changes import required_since
from pitstop_docs.records.italian import field_meant, value_meant
from pitstop_docs.records.running_text import BLANK_FIELDS
from pitstop_docs.records.values import PARTIAL_DATE, PATTERNS, URL

Words = tuple[str, str, str]  # code, message, hint


def words_of(fault: Fault) -> Words:
    """Return what is said of *fault*; an empty hint is that of the table."""
    match fault.kind:
        case "missing":
            message = _("'{field}' is missing").format(field=fault.name)
            change = required_since(fault.model, fault.path)
            added = _("add '{field}:' with its value").format(field=fault.field)
            return "missing-field", message, _(change.rewrite) if change else added
        case "extra_forbidden":
            return _extra_words(fault)
        case "literal_error" if fault.path[-1] == "[key]":
            return _unknown_words(fault.field, choices_of(fault.known))
        case "string_too_long" | "too_long":
            return _too_long_words(fault)
        case "empty" | "string_too_short" | "too_short":
            message = _("'{field}' is empty").format(field=fault.name)
            if not fault.path:
                message = _("there are no fields here")
            return "empty-field", message, _empty_hint(fault)
        case "literal_error":
            return _choice_words(fault)
        case "string_pattern_mismatch":
            message = _("{value} is not well formed for '{field}'")
            pattern = fault.known["pattern"]
            why, hint = _pattern_words(str(fault.value), pattern, _special(fault))
            said = message.format(value=fault.shown, field=fault.name)
            return "wrong-format", _because(said, why), _own_name_hint(fault) or hint
        case "raw_html" | "markup":
            return _markup_words(fault)
        case _:
            return _type_words(fault)


# --- fields --------------------------------------------------------------------------------------


def _extra_words(fault: Fault) -> Words:
    name = str(fault.path[-1])
    known = list(model_at(fault.model, fault.path[:-1]).model_fields)
    first, *others = name.split() or [""]
    nothing_known = fault.beside.keys().isdisjoint(known)
    is_near = field_meant(name, known) or did_you_mean(name, known)
    if len(fault.path) > 1 and isinstance(fault.value, str) and nothing_known and not is_near:
        message = _("there is no field '{field}' here").format(field=name[:60])
        return "unknown-key", message, _fields_hint(model_at(fault.model, fault.path[:-1]))
    if fault.value is None and others and first in known:
        message = _("a colon is missing after '{field}'")
        hint = _("write 'field: value', with a space after the colon")
        return "unknown-key", message.format(field=first), hint
    if fault.value is None and not name.isidentifier():
        message = _("'{text}' is no field: a comma parts it from what is before")
        hint = _("put the text that has the comma in quotes")
        return "unknown-key", message.format(text=name), hint
    return _unknown_words(name, known, homes_of(fault.model, name))


def _unknown_words(name: str, known: list[str], homes: list[str] | None = None) -> Words:
    message = _("there is no field '{field}' here").format(field=name[:60])
    hint = did_you_mean(name, known)
    if meant := field_meant(name, known):
        hint = _("write '{value}'").format(value=meant)
    elif homes and len(homes) == 1:
        hint = _("it belongs below '{home}': move it there, further in than '{home}:'").format(
            home=homes[0]
        )
    allowed = _("fields here are: {known}").format(known=", ".join(known))
    return "unknown-key", message, hint or allowed


def _empty_hint(fault: Fault) -> str:
    if fault.kind == "too_short":
        return _("write at least one")
    if not fault.path:
        return _("write the fields: 'pitstop new' shows them all")
    if isinstance(fault.path[-1], int):
        return _("write it, or remove this item")
    field = field_at(fault.model, fault.path)
    if field is not None and field.is_required():
        return _("write it: this field is required")
    return _("write it, or remove the field")


def _too_long_words(fault: Fault) -> Words:
    limit = fault.known["max_length"]
    size = fault.known.get("actual_length", len(fault.value))
    if isinstance(fault.value, str):
        message = _("'{field}' has {size} characters; at most {limit} are allowed")
    else:
        message = _("'{field}' has {size} items; at most {limit} are allowed")
    return (
        "too-long",
        message.format(field=fault.name, size=size, limit=limit),
        _("shorten it by {over}").format(over=size - limit),
    )


# --- one of a few values -------------------------------------------------------------------------

# What to do where the values that a field takes do not say it.
_FIELD_HINTS = {
    ("Act", "issuer"): N_(
        "remove the field for an act of the State; an act of any other body is written without "
        "'act', with 'url' or 'located'"
    ),
    ("Reference", "url"): N_("where it is found in words goes to 'located'"),
}


_VALUE_HINTS = {
    ("certainty", "high"): N_("without an official or independent source it is 'medium'"),
}


def _special(fault: Fault) -> str:
    model = model_at(fault.model, fault.path[:-1]).__name__
    special = _FIELD_HINTS.get((model, fault.field), "")
    return _(special) if special else ""


def _choice_words(fault: Fault) -> Words:
    choices = choices_of(fault.known)
    typed = fault.value if isinstance(fault.value, str) else ""
    meant = value_meant(fault.field, typed, choices)
    hints = [
        _("write '{value}'").format(value=meant) if meant else "",
        _special(fault),
        _("choose one of: {choices}").format(choices=", ".join(choices)),
        _(special) if (special := _VALUE_HINTS.get((fault.field, meant))) else "",
    ]
    return (
        "unknown-value",
        _("{value} is not a value of '{field}'").format(value=fault.shown, field=fault.name),
        "; ".join(filter(None, hints)),
    )


# --- forms ---------------------------------------------------------------------------------------


def _pattern_words(typed: str, pattern: str, special: str = "") -> tuple[str, str]:
    """Return why *typed* can never be right, if that is so, and what to write: the right form, or
    in words, with *special* ones for this field."""
    try:
        right = repaired(pattern, typed)
    except NoSuchDate as error:
        return _(error.message).format(number=error.number), _("write a date that exists")
    if right:
        return "", _("write '{value}'").format(value=right)
    if first := one_of_many(pattern, typed):
        return "", _("this field takes one alone: '{value}'").format(value=first)
    if pattern == URL and " " in typed.strip() and "://" in typed:
        return "", _("an address has no spaces: write one that belongs to it as %20")
    wanted = PATTERNS[pattern]
    general = _("write {wanted}").format(wanted=_(wanted))
    return "", f"{general}; {special}" if special else general


def _own_name_hint(fault: Fault) -> str:
    own = own_name(fault)
    return _("write '{value}', as the file is called").format(value=own) if own else ""


def _because(message: str, why: str) -> str:
    return _("{message}: {why}").format(message=message, why=why) if why else message


def _markup_words(fault: Fault) -> Words:
    mark = fault.known["mark"]
    if fault.kind == "raw_html":
        return (
            "raw-html",
            _("raw HTML is not accepted: {html}").format(html=mark.split("\n")[0][:60]),
            _("write plain text; among the fields a comment begins with '#'"),
        )
    message = _("'{field}' is plain text: {mark} would be printed as it stands")
    hint = _("write {value}").format(value=f"«{mark[2:-2].strip()}»") if mark[0] == "<" else ""
    if mark.startswith("___"):
        hint = _(
            "write the words: only in {fields} is a row of underscores a blank to fill in"
        ).format(fields=", ".join(f"'{field}'" for field in sorted(BLANK_FIELDS)))
    return "plain-text", message.format(field=fault.name, mark=mark[:60]), hint


# --- kinds of value ------------------------------------------------------------------------------

# By pydantic's name for the fault, or the name's first word.
_HINTS = {
    "no_number": N_("remove the field: briefs then say that the number is not documented"),
    "decimal_parsing": N_(
        "write the number alone, in digits: 1200 or 98.6; words go to 'qualifier', 'unit' or 'note', "
        "the end of a range to 'to'"
    ),
    "date": N_("write a date: 2026-11-23"),
    "bool": N_("write true or false"),
    "int": N_("write a whole number"),
    "float": N_("write one number alone, with a point before its decimals: 9.5"),
    "greater_than": N_("write a number above zero"),
    "greater_than_equal": N_("write a greater number"),
    "less_than_equal": N_("write a smaller number"),
    "tuple": N_("write a list: each item on its line, after '- '"),
    "dict": N_("write fields and values: 'field: value', with a space after the colon"),
    "model": N_("write fields and values: 'field: value', with a space after the colon"),
    "string": N_("write a text"),
}


def _type_words(fault: Fault) -> Words:
    """Return the words for a pydantic error type such as "int_parsing" or "date_type"."""
    family = fault.kind.partition("_")[0]
    general = _HINTS.get(fault.kind) or _HINTS.get(family, "")
    message = (
        _("'{field}' cannot be {value}").format(field=fault.name, value=fault.shown)
        if fault.path
        else _("there should be fields here, not {value}").format(value=fault.shown)
    )
    if said := colon_text(fault):
        name = said.partition(":")[0][:SHOWN_MAX]
        return "wrong-type", *words("colon-in-text", name=name, text=quoted(said))
    if family == "date" and isinstance(fault.value, str):
        why, hint = _pattern_words(fault.value, PARTIAL_DATE)
        if why:
            return "wrong-type", _because(message, why), hint
    return "wrong-type", message, _type_hint(fault, family) or (_(general) if general else "")


def _type_hint(fault: Fault, family: str) -> str:
    """Return what to write in the place of this very value, or ""."""
    if "readings" in fault.known:
        return _number_hint(fault)
    if family == "string" and isinstance(fault.value, dict):
        name, after = next(iter(fault.value.items()), ("", None))
        if after is None:
            return _("put a text that begins with a bracket in quotes")
        text = f"{name}: {after}"
        return _(
            "a colon followed by a space makes a field: put the text in quotes ({text}), or write it alone"
        ).format(text=quoted(text))
    if family == "string" and isinstance(fault.value, list):
        return _("write one text, without '- ' and square brackets, or put it in quotes")
    if family == "model":
        return _model_hint(fault)
    if family == "tuple" and (item := items_of(fault.model, fault.path)):
        return _("write a list, each item on its line: - {{{names}}}").format(
            names=_fields_of(item)
        )
    right = right_value(fault)
    if isinstance(right, list):
        return _("write a list: {items}").format(items=f"[{', '.join(right)}]")
    return _("write {value}").format(value=right) if right else ""


def _number_hint(fault: Fault) -> str:
    """Return each reading of a number as fields, and which field says otherwise."""
    # A range that was typed in 'to' has its beginning too.
    own = "value" if "to" in fault.known["readings"][0] else fault.field
    readings = [
        {name or own: text for name, text in reading.items()} for reading in fault.known["readings"]
    ]
    written = [
        ", ".join(f"{name}: {_as_yaml(text)}" for name, text in reading.items())
        for reading in readings
    ]
    if len(written) > 1:
        return _("write '{whole}' if it is thousands, '{decimal}' if it has decimals").format(
            whole=written[0], decimal=written[1]
        )
    others = [
        _("'{field}' is {value}").format(field=name, value=shortened(fault.beside[name]))
        for name, text in readings[0].items()
        if name != fault.field and fault.beside.get(name) not in (None, text)
    ]
    hint = _("write '{fields}'").format(fields=written[0])
    if others:
        hint = _("{hint}; but {others}: keep what is right").format(
            hint=hint, others=", ".join(others)
        )
    return hint


def _as_yaml(text: str) -> str:
    return text if re.fullmatch(r"[\w€£$.][^:#]*|-[\d.]+", text) else f'"{text}"'


def _model_hint(fault: Fault) -> str:
    """Return the fields that should stand in the place of a text, those that must alone if any."""
    model = model_at(fault.model, fault.path)
    if isinstance(fault.value, str) and fault.value.partition(":")[0] in model.model_fields:
        return _("write 'field: value', with a space after the colon")
    if isinstance(fault.value, str) and fault.field in model.model_fields:
        return _("begin it two spaces further in, below the field that it belongs to")
    return _fields_hint(model) if fault.path else ""


def _fields_hint(model: type[BaseModel]) -> str:
    return _("write its fields: {{{names}}}").format(names=_fields_of(model))


def _fields_of(model: type[BaseModel]) -> str:
    """Return the fields that *model* must have, or else those that it may, as they are written."""
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    return ", ".join(f"{name}: …" for name in required or model.model_fields)
