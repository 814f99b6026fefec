"""Rules over the forms of acts: what a line names can be filled, an act has its operative part."""

from collections.abc import Iterator

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.acts import ACT_WORDS, HOLE, ActForm
from pitstop_docs.records.editions import SECTIONS
from pitstop_docs.records.model import Collection


def check_act_forms(collection: Collection, reporter: Reporter) -> None:
    """Every name in a line is known, so is every section, and the points are there once."""
    for form in collection.act_forms.values():
        points = [n for n, part in enumerate(form.parts) if part.part == "points"]
        if not points:
            message = _("the form '{id}' has no part 'points'").format(id=form.id)
            reporter.report("act-without-points", form.at("parts"), message)
        for index in points[1:]:
            message = _("part '{part}' is there twice").format(part="points")
            reporter.report("duplicate-part", form.at("parts", index, "part"), message)
        for path, text in _texts(form):
            _check_words(form, path, text, reporter)
        for index, part in enumerate(form.parts):
            for number, name in enumerate(part.sections):
                if name not in SECTIONS:
                    reporter.report(
                        "unknown-part",
                        form.at("parts", index, "sections", number),
                        _("no part '{part}'").format(part=name),
                        did_you_mean(name, SECTIONS)
                        or _("parts are: {known}").format(known=", ".join(SECTIONS)),
                    )


def _texts(form: ActForm) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, part in enumerate(form.parts):
        if part.text:
            yield ("parts", index, "text"), part.text
        for number, line in enumerate(part.lines):
            yield ("parts", index, "lines", number, "text"), line.text


def _check_words(form: ActForm, path: tuple[str | int, ...], text: str, reporter: Reporter) -> None:
    unknown = [name for name, prompt in HOLE.findall(text) if not prompt and name not in ACT_WORDS]
    if any(sign in HOLE.sub("", text) for sign in "{}"):
        unknown.append("{ }")
    for name in unknown:
        known = ", ".join(f"{{{word}}}" for word in ACT_WORDS)
        reporter.report(
            "bad-placeholder",
            form.at(*path),
            _("'{text}' cannot be filled: {problem}").format(text=text, problem=name),
            did_you_mean(name, ACT_WORDS)
            or _("it takes: {known}; a blank says what to write there: {blank}").format(
                known=known, blank="{amount: importo}"
            ),
        )
