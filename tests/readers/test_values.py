"""What people type in fields, and what they are told to write: a row for each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.readers.advice import NoSuchDate, date_meant, repaired
from pitstop_docs.records.italian import value_meant
from pitstop_docs.records.quantities import meanings
from pitstop_docs.records.values import PATTERNS
from tests.project import POLICY, PRACTICE, diagnose, make_project, replace_in

REFERENCES, PARTNERS = "sources/references.yaml", "sources/partners.yaml"
MEDIA = "sources/media/media.yaml"

# Where something else is typed: the file, what stands there, what takes its place.
PLACES = {
    "value": (PRACTICE, "    value: 9\n", "    value: {}\n"),
    "number": (PRACTICE, "    value: 9\n", "    {}\n"),
    "certainty": (PRACTICE, "    certainty: medium", "    certainty: {}"),
    "maturity": (PRACTICE, "maturity: promising", "maturity: {}"),
    "preferred": (PRACTICE, "preferred: true", "preferred: {}"),
    "updated": (PRACTICE, "updated: 2026-11-23", "updated: {}"),
    "title": (PRACTICE, "title: Il paese che ha riaperto la bottega", "{}"),
    "short": (PRACTICE, "short: La bottega", "{}"),
    "field": (PRACTICE, "short: La bottega", "short: La bottega\n{}"),
    "actor": (PRACTICE, "{partner: pro-loco, role: promuove}", "{}"),
    "partner": (PRACTICE, "partner: pro-loco", "partner: {}"),
    "message": (PRACTICE, "  - Una bottega tiene vivo un paese.", "  - {}"),
    "source": (PRACTICE, "source: scheda\n    certainty", "source: {}\n    certainty"),
    "testimonies": (PRACTICE, "testimonies: [socia]", "testimonies: {}"),
    "answer": (
        PRACTICE, "testimonies: [socia]",
        "transferability:\n  need:\n    - condition: Spazi\n      answer: {}",
    ),
    "own id": (PRACTICE, "id: paese", "id: {}"),
    "id": (PARTNERS, "id: pro-loco", "id: {}"),
    "policy act": (POLICY, "act: legge-381-1991", "act: {}"),
    "type": (REFERENCES, "type: web", "type: {}"),
    "url": (REFERENCES, "url: https://esempio.it/scheda", "url: {}"),
    "date": (REFERENCES, "    url: https://esempio.it/scheda", "    date: {}"),
    "act type": (REFERENCES, "type: legge", "type: {}"),
    "issuer": (REFERENCES, "type: legge", "issuer: {}, type: legge"),
    "act number": (REFERENCES, "number: 381", "number: {}"),
    "email": (PARTNERS, "name: Pro Loco", "name: Pro Loco\n    contact:\n      email: {}"),
}  # fmt: skip
DIGITS = (
    "write the number alone, in digits: 1200 or 98.6; words go to 'qualifier', 'unit' or 'note'"
)
STATE = (
    "remove the field for an act of the State; an act of any other body is written without 'act', "
    "with 'url' or 'located'"
)

# Where, what is typed there, words of the message, words of the hint.
ROWS = [
    # numbers: what may mean two things, or says more than a number
    ("value", "1.200", "numbers, item 1: 'value'", "'value: 1200' if it is thousands, 'value: 1.2' if"),
    ("value", "1,200", "cannot be '1,200'", "'value: 1200' if it is thousands, 'value: 1.2' if"),
    ("value", "1.859 €", "'1.859 €'", "thousands, 'value: 1.8590, unit: €'"),
    ("value", "700.000 €", "'value'", "write 'value: 700000, unit: €' if it is thousands"),
    ("value", "€ 700.000", "'value'", "write 'value: 700000, unit: €' if it is thousands"),
    ("value", "circa 1.200", "'value'", "write 'value: 1200, qualifier: about' if it is thousands"),
    ("value", "da 1.200 a 1.300", "'value'", "'value: 1200, to: 1300' if it is thousands, 'value: 1.2, to"),
    ("value", "49 soci", "'value'", "write 'value: 49, unit: soci'"),
    ("value", "10k", "'value'", "write 'value: 10000'"),
    ("value", "½", "'value'", "write 'value: 0.5'"),
    ("value", "n.d.", "'value'", "remove the field"),
    ("value", "da verificare", "'value'", "remove the field"),
    ("value", "venti", "'value'", DIGITS),
    ("value", "5 o 6", "'value'", DIGITS),
    ("value", "49 forse", "'value'", DIGITS),
    ("number", "value: 10%\n    unit: €", "'value'", "unit: \"%\"'; but 'unit' is '€': keep"),
    ("number", "value: +20\n    signed: no", "'value'", "20, signed: true'; but 'signed' is 'no'"),
    ("number", "value: circa 20\n    qualifier: over", "'value'", "about'; but 'qualifier' is 'over'"),
    ("number", "value: 200-231\n    to: 240", "'value'", "write 'value: 200, to: 231'; but 'to' is '240'"),
    ("number", "value: 9\n    to: 10-12", "'to'", "write 'value: 10, to: 12'; but 'value' is '9'"),
    ("number", "value: 9\n    to: 12 soci", "'to'", "write 'to: 12, unit: soci'"),
    ("number", "value: 9\n    qualifier: circa", "item 1: 'circa' is not a value", "write 'about'"),
    # Italian words for English values
    ("certainty", "alta", "'alta' is not a value of 'certainty'", "write 'high'; choose one of: high, medium"),
    ("certainty", "Bassa", "'Bassa'", "write 'low'"),
    ("certainty", "certa", "'certa'", "write 'high'"),
    ("certainty", "incerta", "'incerta'", "write 'unknown'"),
    ("certainty", "non nota", "'non nota'", "write 'unknown'"),
    ("field", "status: bozza", "'bozza' is not a value of 'status'", "write 'draft'"),
    ("field", "status: Rivista", "'Rivista'", "write 'reviewed'"),
    ("field", "language: italiano", "'italiano'", "write 'it'"),
    ("maturity", "buona pratica", "'buona pratica'", "write 'good-practice'"),
    ("maturity", "promettente", "'promettente'", "write 'promising'"),
    ("preferred", "sì", "'preferred' cannot be 'sì'", "write true"),
    ("preferred", "vero", "'vero'", "write true"),
    ("preferred", "falso", "'falso'", "write false"),
    ("answer", "sì", "need, item 1: 'sì' is not a value of 'answer'", "write 'yes'"),
    ("answer", "si", "'si'", "write 'yes'"),
    ("answer", "in parte", "'in parte'", "write 'partly'"),
    ("answer", "non so", "'non so'", "write 'unknown'"),
    ("type", "articolo", "'articolo' is not a value of 'type'", "write 'article'"),
    ("type", "pagina web", "'pagina web'", "write 'web'"),
    ("act type", "D.Lgs.", "act: 'D.Lgs.' is not a value", "write 'decreto.legislativo'"),
    ("act type", "decreto legislativo", "act: 'decreto legislativo'", "write 'decreto.legislativo'"),
    # names of fields
    ("title", "titolo: Il paese", "there is no field 'titolo' here", "write 'title'"),
    ("actor", "{partner: pro-loco, ruolo: promuove}", "item 1: there is no field 'ruolo'", "write 'role'"),
    ("field", "municipality: Ventasso", "'municipality'", "it belongs below 'place'"),
    ("actor", "{partner: pro-loco}", "actors, item 1: 'role' is missing", "add 'role:' with its value"),
    ("actor", "pro-loco", "'actors, item 1' cannot be", "write its fields: {partner: …, role: …}"),
    ("field", "steps: [{who: Giunta, what: A.}, {who: Lei}]", "item 2: 'what' is missing", "add 'what:'"),
    # dates
    ("updated", "24/04/2017", "'updated' cannot be '24/04/2017'", "write 2017-04-24"),
    ("updated", "24 aprile 2017", "'24 aprile 2017'", "write 2017-04-24"),
    ("updated", "2017-02-30", "there is no such day: that month has 28 days", "write a date that exists"),
    ("updated", "30/2/2017", "that month has 28 days", "write a date that exists"),
    ("updated", "2017-13-01", "there is no month 13", "write a date that exists"),
    ("updated", "2017-04", "'updated' cannot be '2017-04'", "write a date: 2026-11-23"),
    ("updated", "ieri", "'ieri'", "write a date: 2026-11-23"),
    ("date", "aprile 2017", "'aprile 2017'", "write '2017-04'"),
    ("date", "1° maggio 2017", "'1° maggio 2017'", "write '2017-05-01'"),
    ("date", "2017-02-30", "that month has 28 days", "write a date that exists"),
    ("date", "24/4/17", "'24/4/17'", "write a date: 1991, 1991-01 or 1991-01-26"),
    # addresses
    ("url", "www.comune.it", "'www.comune.it'", "write 'https://www.comune.it'"),
    ("url", "comune.it/x", "'comune.it/x'", "write 'https://comune.it/x'"),
    ("url", "https://comune.it/atto 7.pdf", "is not well formed", "write 'https://comune.it/atto%207.pdf'"),
    ("url", "https://comune.it/due parole", "is not well formed", "an address has no spaces"),
    ("url", "https://a.it https://b.it", "is not well formed", "this field takes one alone: 'https://a.it'"),
    ("url", "sito del Comune", "is not well formed", "https:// or http://; where it is found in words goes to"),
    ("email", "info @ comune.it", "contact: 'info @ comune.it'", "write 'info@comune.it'"),
    ("email", "a@b.it, c@d.it", "'a@b.it, c@d.it'", "this field takes one alone: 'a@b.it'"),
    # acts
    ("issuer", "Regione Toscana", "act: 'Regione Toscana' is not a value of 'issuer'", STATE),
    ("issuer", "Parlamento", "'Parlamento'", f"write 'stato'; {STATE}"),
    ("issuer", "Regione Emilia-Romagna", "'issuer'", "write 'emilia-romagna'"),
    ("act number", "n. 381", "act: 'number' cannot be 'n. 381'", "write 381"),
    # empty, or of another kind
    ("title", "title:", "'title' is empty", "write it: this field is required"),
    ("field", "version:", "'version' is empty", "or remove the field"),
    ("testimonies", "[socia, ~]", "'testimonies, item 2' is empty", "or remove this item"),
    ("field", "keywords: aree interne, scuola", "'keywords' cannot be", "write a list: [aree interne, scuola]"),
    ("short", "short: [La bottega]", "'short' cannot be a list", "write one text, without '- '"),
    ("message", "La bottega: tiene vivo un paese.", "the colon makes a field of 'La bottega'",
     'put the whole text in quotes: "La bottega: tiene vivo un paese."'),
    ("short", "short: La _bottega_", "plain text: _bottega_ would", ""),
    ("short", "short: La bottega\\", "plain text: \\ would", ""),
    ("short", "short: La <<bottega>>", "plain text: <<bottega>> would", "write «bottega»"),
    ("message", "bottega: tiene vivo un paese.", "'messages, item 1' cannot be a group of fields",
     'a colon followed by a space makes a field: put the text in quotes ("bottega: tiene'),
    ("source", "{id: scheda}", "'source' cannot be a group of fields", "or write it alone"),
    # ids
    ("own id", "Il Paese", "'Il Paese' is not well formed for 'id'", "write 'paese', as the file is called"),
    ("id", "Il Paese", "'Il Paese' is not well formed for 'id'", "write 'il-paese'"),
    ("testimonies", "[socia.md]", "no testimony 'socia.md'", "did you mean 'socia'"),
    ("id", "città_nuova", "'città_nuova'", "write 'citta-nuova'"),
    ("id", "L'orto", "for 'id'", "write 'l-orto'"),
    ("id", "PAESE", "'PAESE'", "write 'paese'"),
    ("source", '"[@scheda, p. 2]"', "for 'source'", "write 'scheda, p. 2'"),
    ("source", "Scheda del progetto, p. 2", "no reference 'Scheda del progetto'", "write 'scheda, p. 2'"),
    ("source", "Relazione", "no reference 'Relazione'", "an id stands here, not a name: add an entry"),
    ("partner", "Pro Loco", "no partner 'Pro Loco'", "write 'pro-loco'"),
    ("partner", "Associazione Ore Libere", "no partner", "an id stands here, not a name: add an entry"),
    ("policy act", "legge-381-1991 art. 5", "no reference", "write 'legge-381-1991, art. 5'"),
]  # fmt: skip


def test_a_beginning_that_turns_a_word_round_is_no_slip() -> None:
    assert value_meant("x", "sicura", ("insicura",)) == ""
    assert value_meant("x", "insicura", ("sicura",)) == ""
    assert value_meant("x", "insicurra", ("insicura",)) == "insicura"


@pytest.mark.parametrize(("place", "typed", "said", "hint"), ROWS)
def test_what_is_typed_is_told_with_what_to_write(
    place: str, typed: str, said: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    name, old, new = PLACES[place]
    replace_in(make_project(tmp_path), name, old, new.replace("{}", typed))
    found = diagnose(tmp_path)
    told = [d for d in found if said in d.message and hint in d.hint]
    assert len(told) == 1, "\n".join(map(str, found))
    assert told[0].location.path == name
    assert told[0].location.line > 1


REQUEST = (
    "  giunta: {text: Individuare un edificio comunale chiuso., act: Proposta di deliberazione, "
    "option: Pubblicare un avviso, who: Giunta, opinions: none}"
)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        # a name that is misspelt is told alone: no body is without a request, no day stands in a text
        (PRACTICE, "  giunta:", "  Giunta:", ["unknown-body: did you mean 'giunta'?"]),
        (REFERENCES, "date: 1991-11-08", "data: 1991-11-08", ["unknown-key: write 'date'"]),
        (REFERENCES, "id: scheda", "id: Scheda", ["wrong-format: write 'scheda'"]),
        (MEDIA, "file: bottega", "file: Bottega", ["missing-image: did you mean 'bottega.png'?"]),
        (
            PRACTICE,
            "short: La bottega",
            "short: La bottega\ntimeline:\n  - 1991: Nascita",
            ["unknown-key: write its fields: {when: …, what: …}"],
        ),
        (PRACTICE, "updated: 2026", "Updated: 2026", ["unknown-key: did you mean 'updated'?"]),
    ],
)
def test_a_misspelt_name_is_told_alone(
    name: str, old: str, new: str, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    replace_in(make_project(tmp_path), name, old, new)
    assert [f"{d.code}: {d.hint}" for d in diagnose(tmp_path)] == said


def test_fields_that_stand_too_far_out_are_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    replace_in(make_project(tmp_path), PRACTICE, REQUEST, "  giunta:\n  text: Aprire.\n  act: Atto")
    hints = [d.hint for d in diagnose(tmp_path) if d.code == "wrong-type"]
    assert hints == ["begin it two spaces further in, below the field that it belongs to"] * 2


def test_what_is_endless_keeps_nobody_waiting() -> None:
    for typed in ("a/ " * 100_000, "1.2-" * 100_000, "da 1 a " * 100_000, "@ ." * 100_000):
        assert [repaired(pattern, typed) for pattern in PATTERNS] == [""] * len(PATTERNS)
        assert meanings(typed) == ()


# What no repair can be sure of is left to the words that explain the form.
@given(st.sampled_from(sorted(PATTERNS)), st.text(max_size=40))
def test_what_is_offered_is_well_formed(pattern: str, typed: str) -> None:
    try:
        right = repaired(pattern, typed)
    except NoSuchDate:
        return
    assert right == "" or repaired(pattern, right) == ""


@given(st.dates())
def test_a_day_is_understood_however_it_is_typed(day: object) -> None:
    from babel.dates import format_date

    for form in ("dd/MM/yyyy", "d.M.yyyy", "d-M-yyyy", "d MMMM yyyy", "yyyy/MM/dd", "yyyyMMdd"):
        typed = format_date(day, form, locale="it")  # type: ignore[arg-type]
        if form != "yyyyMMdd" or typed[0] in "12":
            assert date_meant(typed) == str(day)
