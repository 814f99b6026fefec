"""Rules over what bodies are asked, the options that it carries out, and the drafts of acts."""

import re
from collections.abc import Callable, Iterator, Mapping

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean, nearest
from pitstop_docs.problems.messages import _
from pitstop_docs.records.acts import ActForm, form_called, recital_rank
from pitstop_docs.records.editions import Edition
from pitstop_docs.records.forms import Option, Request
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.values import GAP, Prose, bare
from pitstop_docs.tree.typeset import first_sentence_end
from pitstop_docs.tree.walk import plain

_INFINITIVE = re.compile(r"\w+(?:[aei]r|rr)(?:e|si|ne|lo|la|li|le|ci|vi)?$", re.IGNORECASE)
# What may stand before the verb of an operative point ("di dare", "a censire", "di non procedere").
_POINT = re.compile(r"^(?:(?:di|a|ad)\s+)?(?:non\s+)?", re.IGNORECASE)
_STEM = 5  # letters that words of one family share: "delibera", "deliberazione"


def check_bodies(collection: Collection, reporter: Reporter) -> None:
    """Every body that an edition addresses is asked one thing, in one sentence that begins with
    a verb."""
    bodies = {e.request: e for e in collection.editions.values() if e.request}
    known_bodies = _bodies(collection)
    for case in collection.every_case:
        # One that is misspelt is told by itself.
        asked = {b if b in known_bodies else nearest(b, known_bodies) for b in case.requests}
        for body in bodies:
            if body not in asked and case.knows("requests"):
                reporter.report(
                    "missing-request",
                    case.at("requests"),
                    _("there is no request for '{body}'").format(body=body),
                )
        for body, request in case.requests.items():
            place = case.at("requests", body, "text")
            words = plain(request.text.content)
            if body not in known_bodies and not any(
                kind == Edition.__name__ for kind, _id in collection.unread
            ):
                known = _("bodies are: {known}").format(known=", ".join(known_bodies))
                reporter.report(
                    "unknown-body",
                    case.at("requests", body),
                    _("no edition is for '{body}'").format(body=body),
                    did_you_mean(body, known_bodies) or known,
                )
            if words == GAP:
                continue
            if first_sentence_end(words) < len(words):
                reporter.report("request-not-one-sentence", place)
            if case.language == "it" and not _INFINITIVE.match(_first_word(words)):
                reporter.report(
                    "request-without-verb",
                    place,
                    _("a request begins with a verb: '{word}' does not look like one").format(
                        word=words.split(" ")[0]
                    ),
                )


def _bodies(collection: Collection) -> list[str]:
    """Return the bodies that editions are for, those that the project makes first."""
    editions = (*collection.editions.values(), *collection.other_editions.values())
    return [edition.request for edition in editions if edition.request]


def _first_word(words: str) -> str:
    return words.split(" ")[0].strip(",;:.")


def _requests(collection: Collection) -> Iterator[tuple[Case, str, Request]]:
    """Yield what each body is asked, with the case and the body."""
    for case in collection.every_case:
        for body, request in case.requests.items():
            yield case, body, request


def check_complete(collection: Collection, reporter: Reporter) -> None:
    """A request says which option it carries out, who acts, and which opinions it needs."""
    for case, body, request in _requests(collection):
        fields = ["who", "opinions"]
        if case.options and case.knows("options"):
            fields.insert(0, "option")
        missing = [field for field in fields if not _says(case, body, request, field)]
        if missing:
            reporter.report(
                "incomplete-request",
                case.at("requests", body),
                _("the request for '{body}' does not say: {fields}").format(
                    body=body, fields=", ".join(missing)
                ),
            )


def _says(case: Case, body: str, request: Request, field: str) -> bool:
    """Tell whether *request* has *field*; one that is wrong is told of by itself."""
    wrong = not case.knows("requests") and case.says("requests", body, field)
    return getattr(request, field) is not None or wrong


def check_advice(collection: Collection, reporter: Reporter) -> None:
    """A request carries out an option of its case: the preferred one, or it says why not."""
    for case, body, request in _requests(collection):
        if request.option in (None, GAP) or not case.knows("options"):
            continue
        option = _option(case, request.option or "")
        preferred = next((one for one in case.options if one.preferred), None)
        if option is None:
            names = [one.name for one in case.options]
            unknown = _("no option is called '{name}'").format(name=request.option)
            if names:
                known = _("options are: {known}").format(known="; ".join(names))
                unknown = f"{unknown}; {known}"
            reporter.report(
                "unknown-option",
                case.at("requests", body, "option"),
                unknown,
                did_you_mean(request.option or "", names),
            )
        elif preferred and not option.preferred and not request.why:
            reporter.report(
                "request-against-advice",
                case.at("requests", body, "option"),
                _(
                    "the request for '{body}' carries out '{option}', but the advice is '{preferred}'"
                ).format(body=body, option=option.name, preferred=preferred.name),
            )


def _option(case: Case, name: str) -> Option | None:
    return next((option for option in case.options if bare(option.name) == bare(name)), None)


def check_acts(collection: Collection, reporter: Reporter) -> None:
    """An act has one name, that of its form; who decides a draft is said, and may do so."""
    unread = {kind for kind, _id in collection.unread}
    for case, body, request in _requests(collection):
        forms = {
            id: form for id, form in collection.act_forms.items() if form.language == case.language
        }
        form = form_called(forms, request.act)
        if form is not None:
            _check_printed(case, body, request, form, reporter)
            _check_draft(case, body, request, form, reporter)
        elif forms and request.act != GAP and ActForm.__name__ not in unread:
            known = ", ".join(form.label for form in forms.values())
            reporter.report(
                "unknown-act",
                case.at("requests", body, "act"),
                _("no act is called '{name}': acts are {known}").format(
                    name=request.act, known=known
                ),
                _nearest_act(request.act, forms),
            )


def _nearest_act(name: str, forms: Mapping[str, ActForm]) -> str:
    """Return a sentence that offers the form meant by *name*: one called nearly so, or one whose name has a
    word of the same family ("Delibera di giunta"); an empty string if there is none."""
    labels = [form.label for form in forms.values()]
    stems = {word[:_STEM].casefold() for word in name.split() if len(word) >= _STEM}
    kindred = (
        label for label in labels if any(word[:_STEM].casefold() in stems for word in label.split())
    )
    near = nearest(name, labels) or next(kindred, None)
    return _("did you mean '{near}'?").format(near=near) if near else ""


def _check_printed(
    case: Case, body: str, request: Request, form: ActForm, reporter: Reporter
) -> None:
    """What is typed for a draft is printed in it: there is one where there are points, and its form has a place
    for recitals."""
    place = case.at("requests", body, "recitals")
    if request.recitals and not request.points:
        message = _("the request for '{body}' has recitals, but without points there is no draft")
        reporter.report("unprinted-recitals", place, message.format(body=body))
    elif request.recitals and all(part.part != "recitals" for part in form.parts):
        message = _("the request for '{body}' has recitals, but a '{act}' has none")
        reporter.report("unprinted-recitals", place, message.format(body=body, act=form.label))


def _check_draft(
    case: Case, body: str, request: Request, form: ActForm, reporter: Reporter
) -> None:
    if not request.points:
        return
    missing = [f for f in ("decides", "subject") if not _says(case, body, request, f)]
    if missing:
        reporter.report(
            "incomplete-act",
            case.at("requests", body, "points"),
            _("the draft act for '{body}' does not say: {fields}").format(
                body=body, fields=", ".join(missing)
            ),
        )
    if request.decides and request.decides not in form.bodies:
        known = _("bodies are: {known}").format(known=", ".join(form.bodies))
        reporter.report(
            "wrong-deciding-body",
            case.at("requests", body, "decides"),
            _("a '{act}' is not decided by '{body}'").format(act=form.label, body=request.decides),
            known,
        )


def check_wording(collection: Collection, reporter: Reporter) -> None:
    """Recitals begin with their participle, operative points with their verb: in Italian."""
    for case in (case for case in collection.every_case if case.language == "it"):
        _check_recitals(case.recitals, case, ("recitals",), reporter)
        for body, request in case.requests.items():
            _check_recitals(request.recitals, case, ("requests", body, "recitals"), reporter)
            for index, point in enumerate(request.points):
                words = plain(point.content)
                verb = _first_word(_POINT.sub("", words))
                if words != GAP and not _INFINITIVE.match(verb):
                    place = case.at("requests", body, "points", index)
                    reporter.report("point-without-verb", place, _begins(words))


def _check_recitals(
    recitals: tuple[Prose, ...], case: Case, path: tuple[str, ...], reporter: Reporter
) -> None:
    for index, recital in enumerate(recitals):
        words = plain(recital.content)
        if words != GAP and recital_rank(words) is None:
            place = case.at(*path, index)
            reporter.report("recital-without-participle", place, _begins(words))


def _begins(words: str) -> str:
    start = " ".join(words.split()[:3])
    return _("this one begins so: '{words}'").format(words=start)


REQUEST_CHECKS: tuple[Callable[[Collection, Reporter], None], ...] = (
    check_bodies,
    check_complete,
    check_advice,
    check_acts,
    check_wording,
)
