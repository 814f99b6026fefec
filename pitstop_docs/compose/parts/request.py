"""The part that says what a body is asked, and what it takes.

Enters: the request of a case for the body of an edition, and the forms of acts. Leaves: a callout: a sentence
and a row of facts. What is not known is a blank, and is asked.
"""

from pitstop_docs.compose.composition import Composition, builds, paragraph
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.acts import ActForm, form_called
from pitstop_docs.records.editions import PARTS, EditionPart
from pitstop_docs.records.forms import Request
from pitstop_docs.tree.document import Blank, Block, Definition, DefinitionList, Inlines, Text

_KIND = PARTS["request"]


@builds("request")
def request(composition: Composition, part: EditionPart) -> Block | None:
    """What this body is asked: one sentence, and what it takes."""
    body = composition.edition.request or ""
    asked = composition.case.requests.get(body)
    if asked is None:
        return None
    blocks: list[Block] = [paragraph("request-text", asked.text)]
    if asked.why:
        blocks.append(paragraph("request-why", asked.why, style="small"))
    facts = [_fact(composition, asked, body, name) for name in part.columns or _KIND.columns]
    blocks.append(DefinitionList(id="request-facts", items=tuple(facts)))
    origin = composition.case.origin("requests", body)
    return composition.callout(part, "request", origin, *blocks)


def _fact(composition: Composition, asked: Request, body: str, name: str) -> Definition:
    """Return what *asked* says of *name*: who acts, by when… What it does not say is a blank, and asked."""
    wording = composition.wording
    form = form_called(composition.collection.act_forms, asked.act)
    title = wording.labels.columns["request"][name]
    match name:
        case "act":
            if asked.points:
                title = wording.word("draft-act")
            said = _act(asked, body, form, wording)
        case "opinions":
            said = _opinions(asked, form, wording)
        case _:
            said = getattr(asked, name) or ""
    content: Inlines = (Text(said),)
    if not said:
        missing = f"{title[0].lower()}{title[1:]}"
        composition.ask(missing)
        content = (Blank(f"request-{name}", missing, title),)
    origin = composition.case.origin("requests", body, name)
    return Definition((Text(title),), content, id=f"request-{name}", origin=origin)


def _act(asked: Request, body: str, form: ActForm | None, wording: Wording) -> str:
    """Return the one word for the act, with the name of its draft's file where there is a draft."""
    if form is None:
        return asked.act
    if not asked.points:
        return form.label
    return wording.word("draft-of-act", act=form.label, file=f"{form.id}-{body}.docx")


def _opinions(asked: Request, form: ActForm | None, wording: Wording) -> str:
    """Return which opinions the act needs, or why it needs none."""
    if asked.opinions == "none":
        return form.not_due if form else ""
    return wording.word(f"opinions-{asked.opinions}") if asked.opinions else ""
