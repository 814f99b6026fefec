"""What people type in fields, and what they are told to write: a row for each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.problems.diagnostics import Diagnostic
from pitstop_docs.readers.advice import NoSuchDate, date_meant, repaired
from pitstop_docs.records.values import PATTERNS
from tests.project import POLICY, PRACTICE, diagnose, make_project, replace_in

NUMBER = "    value: 9\n"
REFERENCES, PARTNERS = "sources/references.yaml", "sources/partners.yaml"
WEB = "    url: https://esempio.it/scheda\n"
ACT = "    act: {type: legge, date: 1991-11-08, number: 381}\n"

# What is typed in the place of what stands in which file; then words of the message, of the hint.
ROWS = [
    # numbers: what may mean two things, or more than a number says
    (PRACTICE, NUMBER, "    value: 1.200\n", "numbers, item 1: 'value'", "'value: 1200' if it is thousands, 'value: 1.2' if it has decimals"),
    (PRACTICE, NUMBER, "    value: 1,200\n", "'value'", "'value: 1200' if it is thousands, 'value: 1.2' if"),
    (PRACTICE, NUMBER, "    value: 1.859 €\n", "'value'", "'value: 1859, unit: €' if it is thousands, 'value: 1.8590, unit: €' if"),
    (PRACTICE, NUMBER, "    value: 700.000 €\n", "'value'", "write 'value: 700000, unit: €' if it is thousands"),
    (PRACTICE, NUMBER, "    value: € 700.000\n", "'value'", "write 'value: 700000, unit: €' if it is thousands"),
    (PRACTICE, NUMBER, "    value: circa 1.200\n", "'value'", "write 'value: 1200, qualifier: about' if it is"),
    (PRACTICE, NUMBER, "    value: da 1.200 a 1.300\n", "'value'", "'value: 1200, to: 1300' if it is thousands, 'value: 1.2, to: 1.3' if"),
    (PRACTICE, NUMBER, "    value: 49 soci\n", "'value'", "write 'value: 49, unit: soci'"),
    (PRACTICE, NUMBER, "    value: 10k\n", "'value'", "write 'value: 10000'"),
    (PRACTICE, NUMBER, '    value: "½"\n', "'value'", "write 'value: 0.5'"),
    (PRACTICE, NUMBER, "    value: n.d.\n", "'value'", "remove the field"),
    (PRACTICE, NUMBER, "    value: da verificare\n", "'value'", "remove the field"),
    (PRACTICE, NUMBER, "    value: venti\n", "'value'", "in digits, without words"),
    (PRACTICE, NUMBER, "    value: 5 o 6\n", "'value'", "in digits, without words"),
    (PRACTICE, NUMBER, "    value: 49 forse\n", "'value'", "in digits, without words"),
    (PRACTICE, NUMBER, "    value: 10%\n    unit: €\n", "'value'", "write 'value: 10, unit: \"%\"'; but 'unit' is '€': keep what is right"),
    (PRACTICE, NUMBER, "    value: +20\n    signed: false\n", "'value'", "write 'value: 20, signed: true'; but 'signed' is 'false'"),
    (PRACTICE, NUMBER, "    value: circa 20\n    qualifier: over\n", "'value'", "qualifier: about'; but 'qualifier' is 'over'"),
    (PRACTICE, NUMBER, "    value: 200-231\n    to: 240\n", "'value'", "write 'value: 200, to: 231'; but 'to' is '240'"),
    (PRACTICE, NUMBER, "    value: 9\n    to: 12 soci\n", "'to'", "write 'to: 12, unit: soci'"),
    (PRACTICE, NUMBER, "    value: 9\n    qualifier: circa\n", "numbers, item 1: 'circa' is not a value of 'qualifier'", "write 'about'"),
    # Italian words for English values
    (PRACTICE, "certainty: medium", "certainty: alta", "'alta' is not a value of 'certainty'", "write 'high'; choose one of"),
    (PRACTICE, "certainty: medium", "certainty: Bassa", "'Bassa'", "write 'low'"),
    (PRACTICE, "certainty: medium", "certainty: non nota", "'non nota'", "write 'unknown'"),
    (PRACTICE, "short: La bottega", "short: La bottega\nstatus: bozza", "'bozza' is not a value of 'status'", "write 'draft'"),
    (PRACTICE, "short: La bottega", "short: La bottega\nstatus: Rivista", "'Rivista'", "write 'reviewed'"),
    (PRACTICE, "short: La bottega", "short: La bottega\nlanguage: italiano", "'italiano'", "write 'it'"),
    (PRACTICE, "maturity: promising", "maturity: buona pratica", "'buona pratica'", "write 'good-practice'"),
    (PRACTICE, "maturity: promising", "maturity: promettente", "'promettente'", "write 'promising'"),
    (PRACTICE, "preferred: true", "preferred: sì", "'preferred' cannot be 'sì'", "write true"),
    (PRACTICE, "preferred: true", "preferred: vero", "'vero'", "write true"),
    (PRACTICE, "do_nothing: true", "do_nothing: falso", "'falso'", "write false"),
    *[(PRACTICE, "testimonies: [socia]", f"transferability: {{need: [{{condition: Spazi, answer: {typed}}}]}}",
       f"transferability, need, item 1: '{typed}' is not a value of 'answer'", f"write '{right}'")
      for typed, right in (("sì", "yes"), ("si", "yes"), ("in parte", "partly"), ("non so", "unknown"))],
    (REFERENCES, "type: web", "type: articolo", "'articolo' is not a value of 'type'", "write 'article'"),
    (REFERENCES, "type: web", "type: pagina web", "'pagina web'", "write 'web'"),
    (REFERENCES, "type: legge", "type: D.Lgs.", "act: 'D.Lgs.'", "write 'decreto.legislativo'"),
    (REFERENCES, "type: legge", "type: decreto legislativo", "act: 'decreto legislativo'", "write 'decreto.legislativo'"),
    # names of fields
    (PRACTICE, "title: Il paese", "titolo: Il paese", "there is no field 'titolo' here", "write 'title'"),
    (PRACTICE, "role: promuove", "ruolo: promuove", "actors, item 1: there is no field 'ruolo' here", "write 'role'"),
    (PRACTICE, "short: La bottega", "short: La bottega\nmunicipality: Ventasso", "'municipality'", "it belongs below 'place'"),
    (PRACTICE, "{partner: pro-loco, role: promuove}", "{partner: pro-loco}", "actors, item 1: 'role' is missing", "add 'role:' with its value"),
    (PRACTICE, "{partner: pro-loco, role: promuove}", "pro-loco", "'actors, item 1' cannot be 'pro-loco'", "write its fields: {partner: …, role: …}"),
    (PRACTICE, "testimonies: [socia]", "steps: [{who: Giunta, what: Decide.}, {who: Consiglio}]", "steps, item 2: 'what' is missing", "add 'what:'"),
    # dates
    (PRACTICE, "updated: 2026-11-23", "updated: 24/04/2017", "'updated' cannot be '24/04/2017'", "write 2017-04-24"),
    (PRACTICE, "updated: 2026-11-23", "updated: 24 aprile 2017", "'24 aprile 2017'", "write 2017-04-24"),
    (PRACTICE, "updated: 2026-11-23", "updated: 2017-02-30", "there is no such day: that month has 28 days", "write a date that exists"),
    (PRACTICE, "updated: 2026-11-23", "updated: 30/2/2017", "that month has 28 days", "a date that exists"),
    (PRACTICE, "updated: 2026-11-23", "updated: 2017-13-01", "there is no month 13", "a date that exists"),
    (PRACTICE, "updated: 2026-11-23", "updated: 2017-04", "'updated' cannot be '2017-04'", "write a date: 2026-11-23"),
    (PRACTICE, "updated: 2026-11-23", "updated: ieri", "'ieri'", "write a date: 2026-11-23"),
    (REFERENCES, WEB, f"{WEB}    date: aprile 2017\n", "'aprile 2017'", "write '2017-04'"),
    (REFERENCES, WEB, f"{WEB}    date: 1° maggio 2017\n", "'1° maggio 2017'", "write '2017-05-01'"),
    (REFERENCES, WEB, f"{WEB}    date: 2017-02-30\n", "that month has 28 days", "a date that exists"),
    (REFERENCES, WEB, f"{WEB}    date: 24/4/17\n", "'24/4/17'", "write a date: 1991, 1991-01 or 1991-01-26"),
    # addresses
    (REFERENCES, WEB, "    url: www.comune.it\n", "'www.comune.it'", "write 'https://www.comune.it'"),
    (REFERENCES, WEB, "    url: comune.it/x\n", "'comune.it/x'", "write 'https://comune.it/x'"),
    (REFERENCES, WEB, "    url: https://comune.it/atto 7.pdf\n", "'https://comune.it/atto 7.pdf'", "write 'https://comune.it/atto%207.pdf'"),
    (REFERENCES, WEB, "    url: https://comune.it/due parole\n", "is not well formed", "an address has no spaces"),
    (REFERENCES, WEB, "    url: https://a.it https://b.it\n", "is not well formed", "this field takes one alone: 'https://a.it'"),
    (PARTNERS, "name: Pro Loco", "name: Pro Loco\n    contact: {email: info @ comune.it}", "contact: 'info @ comune.it'", "write 'info@comune.it'"),
    (PARTNERS, "name: Pro Loco", 'name: Pro Loco\n    contact: {email: "a@b.it, c@d.it"}', "'a@b.it, c@d.it'", "this field takes one alone: 'a@b.it'"),
    # acts
    (REFERENCES, "type: legge", "issuer: Regione Toscana, type: legge", "act: 'Regione Toscana' is not a value of 'issuer'",
     "remove the field for an act of the State; an act of any other body is written without 'act', with 'url' or 'located'"),
    (REFERENCES, "type: legge", "issuer: Parlamento, type: legge", "'Parlamento'", "write 'stato'; remove the field"),
    (REFERENCES, "type: legge", "issuer: Regione Emilia-Romagna, type: legge", "'issuer'", "write 'emilia-romagna'"),
    (REFERENCES, "number: 381", "number: n. 381", "act: 'number' cannot be 'n. 381'", "write 381"),
    # empty, or of another kind
    (PRACTICE, "title: Il paese che ha riaperto la bottega", "title:", "'title' is empty", "write it: this field is required"),
    (PRACTICE, "short: La bottega", "short: La bottega\nrisk:", "'risk' is empty", "or remove the field"),
    (PRACTICE, "testimonies: [socia]", "testimonies:\n  - socia\n  -", "'testimonies, item 2' is empty", "or remove this item"),
    (PRACTICE, "short: La bottega", "short: La bottega\nkeywords: aree interne, scuola", "'keywords' cannot be", "write a list: [aree interne, scuola]"),
    (PRACTICE, "short: La bottega", "short: [La bottega]", "'short' cannot be a list", "write one text, without '- '"),
    (PRACTICE, "  - Una bottega tiene vivo un paese.", "  - La bottega: tiene vivo un paese.", "'messages, item 1' cannot be a group of fields",
     "a colon followed by a space makes a field: put the text in quotes"),
    # ids
    *[(PRACTICE, "id: paese", f"id: {typed}", f"'{typed}' is not well formed for 'id'", f"write '{right}'")
      for typed, right in (("Il Paese", "il-paese"), ("città_nuova", "citta-nuova"), ("L'orto", "l-orto"), ("PAESE", "paese"))],
    (PRACTICE, "source: scheda\n    certainty: m", 'source: "[@scheda, p. 2]"\n    certainty: m', "for 'source'", "write 'scheda, p. 2'"),
    (POLICY, "act: legge-381-1991", "act: legge-381-1991 art. 5", "for 'act'", "write 'legge-381-1991, art. 5'"),
]  # fmt: skip


def said(root: Path, row: tuple[str, str, str, str, str]) -> list[Diagnostic]:
    name, old, new, *_words = row
    replace_in(make_project(root), name, old, new)
    return diagnose(root)


@pytest.mark.parametrize("row", ROWS, ids=[row[2].strip() for row in ROWS])
def test_what_is_typed_is_told_with_what_to_write(
    row: tuple[str, str, str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    found = said(tmp_path, row)
    told = [d for d in found if row[3] in d.message and row[4] in d.hint]
    assert len(told) == 1, "\n".join(map(str, found))
    assert told[0].location.path == row[0]


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
