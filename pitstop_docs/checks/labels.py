"""Rules over labels: every word that composition asks for is there, with placeholders it can fill."""

from collections.abc import Iterable, Iterator
from string import Formatter

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.editions import PARTS, SECTIONS, WORDS, Labels
from pitstop_docs.records.forms import Tidier, Transferability
from pitstop_docs.records.model import Collection


def check_labels(collection: Collection, reporter: Reporter) -> None:
    """Nothing that briefs print of their own is missing, and every placeholder is known."""
    for labels in collection.labels.values():
        for path in _missing(labels):
            reporter.report(
                "missing-label",
                labels.at(*path),
                _("the words for '{label}' are missing").format(label=".".join(path)),
            )
        texts = {**{("words", k): v for k, v in labels.words.items()},
                 **{("captions", k): v for k, v in labels.captions.items()}}  # fmt: skip
        for path, text in texts.items():
            group, key = path
            known = WORDS.get(key, "").split() if group == "words" else []
            for problem in _wrong_placeholders(text, known):
                hint = _("it takes no placeholders")
                if known:
                    names = ", ".join(f"{{{name}}}" for name in known)
                    hint = did_you_mean(problem, known) or _("it takes: {known}").format(
                        known=names
                    )
                reporter.report(
                    "bad-placeholder",
                    labels.at(*path),
                    _("'{text}' cannot be filled: {problem}").format(text=text, problem=problem),
                    hint,
                )


def _missing(labels: Labels) -> Iterator[tuple[str, ...]]:
    """Yield the path of every label that is not there."""
    wanted: dict[tuple[str, ...], tuple[Iterable[str], Iterable[str]]] = {
        ("words",): (WORDS, labels.words),
        ("parts",): ([name for name, kind in PARTS.items() if kind.titled], labels.parts),
        ("captions",): ([name for name, kind in PARTS.items() if kind.captioned], labels.captions),
        ("tidier",): (Tidier.model_fields, labels.tidier),
        ("transferability",): (Transferability.model_fields, labels.transferability),
    }
    for kind in ("practice", "policy"):
        wanted["headings", kind] = (SECTIONS, labels.headings.get(kind, {}))
    for part, asked in PARTS.items():
        if asked.columns:
            wanted["columns", part] = (asked.columns, labels.columns.get(part, {}))
    for path, (names, there) in wanted.items():
        yield from ((*path, name) for name in sorted(set(names) - set(there)))


def _wrong_placeholders(text: str, known: list[str]) -> Iterator[str]:
    """Yield what in *text* cannot be filled: an unknown name, or a brace that is not closed."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        yield "{ }"
        return
    for _literal, name, spec, conversion in pieces:
        if name is not None and (name not in known or spec or conversion):
            yield name or "{ }"
