"""The part that says what a body is asked, and what it takes.

Enters: the request of a case for the body of an edition, and the forms of acts. Leaves: a callout: a sentence
and a row of facts. What is not known is a blank, and is asked.
"""

from dataclasses import replace

from pitstop_docs.compose.composition import Composition, builds, paragraph
from pitstop_docs.records.acts import form_named
from pitstop_docs.records.editions import PARTS, EditionPart
from pitstop_docs.records.forms import Request
from pitstop_docs.tree.document import Blank, Block, Definition, DefinitionList, Inlines, Text


@builds("request")
def request(composition: Composition, part: EditionPart) -> Block | None:
    """What this body is asked: one sentence; who acts, by when, at what cost, with which opinions, by which
    act."""
    body = composition.edition.request or ""
    asked = composition.case.requests.get(body)
    if asked is None:
        return None
    origin = composition.case.origin("requests", body)
    text = paragraph("request-text", asked.text)
    facts = _facts(composition, asked, body, part.columns or PARTS["request"].columns)
    return composition.callout(part, "request", origin, text, replace(facts, origin=origin))


def _facts(
    composition: Composition, asked: Request, body: str, columns: tuple[str, ...]
) -> DefinitionList:
    """Return what is known of *asked*, and a blank for what is not: that is asked too."""
    titles = composition.wording.labels.columns["request"]
    items: list[Definition] = []
    for name in columns:
        title = titles[name]
        said = _said(composition, asked, body, name)
        content: Inlines = (Text(said),) if said else (Blank(f"request-{name}", _lower(title)),)
        if not said:
            composition.ask(_lower(title))
        origin = composition.case.origin("requests", body, name)
        items.append(Definition((Text(title),), content, id=f"request-{name}", origin=origin))
    return DefinitionList(id="request-facts", items=tuple(items))


def _said(composition: Composition, asked: Request, body: str, name: str) -> str:
    """Return what the fact *name* of a request says; "" if nobody knows."""
    form = form_named(asked.act, composition.collection.act_forms.values())
    match name:
        case "opinions" if asked.opinions == "none":
            return form.not_due if form else ""
        case "opinions" if asked.opinions:
            words = composition.wording.word(f"opinions-{asked.opinions}")
            return f"{words[0].upper()}{words[1:]}"
        case "act":
            act = (form.label if form else asked.act).rstrip(".")
            if form is None or not asked.points:
                return act
            file = f"{form.id}-{body}.docx"
            return composition.wording.word("draft-of-act", act=act, file=file)
        case _:
            return getattr(asked, name) or ""


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
