"""What people type that is right for the machine and wrong for a reader: each form, and its neighbours
that are right as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.checks.typed import slips_in
from pitstop_docs.records.running_text import DOUBLED, VALUE

HONEST = """
    po' mo' va' fa' di' sta' be' a' de' ca' to' te' vo' co' pie' qua' che poi e o la Ca' d'Oro dell'età
    l'è c'è cos'è com'era perché né sé poiché affinché finché ventitré viceré cioè caffè è più può già
    così giù ciò però qual è po’ città comunità virtù tribù sarà farà andò lunedì Niccolò Forlì Giosuè
    dà lì là sì tè dì qui qua sta fa va su blu Bogotá Panamá paese bello metodo vita porta numero
    «città» (e) e, è; '900 '80 ’68 'ndrangheta 'sto"""
HONEST_WORDS = HONEST.split()


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("e' nata", "è nata"),
        ("E' stato, ed E’ ancora", "È stato, ed È ancora"),
        ("c'e' chi puo'", "c'è chi può"),
        (f"E'stato, ed e'{DOUBLED}stata", "È stato, ed è stata"),
        ("e´ nata, e` viva", "è nata, è viva"),
        ("la citta' e le comunita'.", "la città e le comunità."),
        ("virtu', tribu', piu' giu'", "virtù, tribù, più giù"),
        ("sara' fara' dara' ando' costrui'", "sarà farà darà andò costruì"),
        ("cosi' gia' perche', cioe' pero'", "così già perché, cioè però"),
        ("Niccolo' e Giosue' di Forli'", "Niccolò e Giosuè di Forlì"),
        ("lunedi', li' e la', si'", "lunedì, lì e là, sì"),
        ("CITTA', PERCHE' E' NOSTRA", "CITTÀ, PERCHÉ È NOSTRA"),
        ("perchè, nè, finchè, poichè, affinchè", "perché, né, finché, poiché, affinché"),
        ("Perchè sè stesso, ventitrè", "Perché sé stesso, ventitré"),
        ("é cioé caffé; cittá puó", "è cioè caffè; città può"),
        ("l´ex scuola e dell´altra", "l’ex scuola e dell’altra"),
        ("''citta'' ,,libero'' ``amico'' e' qui", "''citta'' ,,libero'' ``amico'' è qui"),
        ("un pò, un pò' più in là", "un po’, un po’ più in là"),
        ("qual'è, Qual’è, qual'e', qual'era", "qual è, Qual è, qual è, qual era"),
        ("fà stà và sà quì quà fù blù stò", "fa sta va sa qui qua fu blu sto"),
        (f"{VALUE}E'{DOUBLED} dell'{DOUBLED}intera citta'{DOUBLED} ", "È dell'intera città"),
        ("gli anni '80 e la citta' del '900", "gli anni '80 e la città del '900"),
        ("l'idea di 'citta' e' della comunita'", "l'idea di 'citta' è della comunità"),
        ("'La bottega e' aperta', dice", "'La bottega è aperta', dice"),
        ("'aperta.' La citta' tace", "'aperta.' La città tace"),
        ("una 'bottega del\n\npaese e della citta'", "una 'bottega del\n\npaese e della città"),
        ("un 'punto | la citta'", "un 'punto | la città"),
        ("24/04/2017", "24 aprile 2017"),
        ("il 24.4.2017, il 24-04-2017.", "il 24 aprile 2017, il 24 aprile 2017."),
        ("dal 01/05/2017 al 2017-12-31", "dal 1° maggio 2017 al 31 dicembre 2017"),
        ("24/04/2017-30/04/2017", "24 aprile 2017-30 aprile 2017"),
        ("L. 18/8/2000, n. 267, e n. 45 del 12/3/2019", "L. 18 agosto 2000, n. 267, e n. 45 del 12 marzo 2019"),
    ],
)  # fmt: skip
def test_what_is_certain_has_one_right_form(typed: str, right: str) -> None:
    assert mended(typed) == right.strip()
    assert mended(mended(typed)) == right.strip()


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("ne' oggi ne' domani", [("né",), ("né",)]),
        ("da' lavoro", [("dà",)]),
        ("Cirie'", [("Ciriè", "Cirié")]),
        ("E'nata, c'e'rimasto", [("È nata",), ("è rimasto",)]),
        ("24-04-17", [("24 aprile 2017",)]),
        ("24/4/97", [("24 aprile 1997",)]),
        ("31/02/2017", [()]),
        ("04/24/2017", [()]),
    ],
)
def test_what_is_not_certain_is_told_and_left_to_the_writer(
    typed: str, forms: list[tuple[str, ...]]
) -> None:
    assert [(slip.right, slip.certain) for slip in slips_in(typed)] == [(f, False) for f in forms]


@pytest.mark.parametrize(
    "typed",
    [
        "{{verificare}}", "{{…}}", "{{ }}", "xxx", "xxxxx", "XXX", "XXXX", "20XX", "gg/mm/aaaa", "TODO", "TBD",
        "FIXME", "DA COMPLETARE", "???", "[…da completare…]", "[inserire il nome]", "[Indicare la fonte]",
        "[importi da verificare]", "[inserisci qui]", "[nome del Comune]", "[importo]", "(da completare)",
        "Lorem ipsum", "…………", "........", "____", "___",
    ],
)  # fmt: skip
def test_a_placeholder_is_told(typed: str) -> None:
    found = slips_in(f"Il costo è {typed} euro.")
    assert [(slip.code, slip.typed, slip.right) for slip in found] == [
        ("left-placeholder", typed, ())
    ]


@pytest.mark.parametrize("typed", ["…", "..."])
def test_three_dots_that_are_all_of_a_field_are_a_placeholder(typed: str) -> None:
    assert [slip.typed for slip in slips_in(f"{VALUE}{typed}\n")] == [typed]
    assert slips_in(f"{VALUE}{typed} e poi chiuse.\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "un po' di pane, va' e di' che a' sensi de' Medici sta' meglio",
        "Ca' Foscari, fra' Cristoforo, zi' Nicola",
        "l'idea di 'citta'",
        "‘la citta’ di prima",
        "dell''Azienda' speciale",
        "un'altra, dell'ente, c'era, s'intende, d'elezione, l'e-mail e l'evento",
        "i ragazzi 'della bottega' e quelli 'della piazza'",
        "'La bottega', dice, 'e il paese'",
        "la 'ndrangheta e gli anni '90",
        "art. 5-bis, D.Lgs. 117/2017, L. 381/1991, n. 241/90, direttiva 2014/24/UE",
        "1/2 kg, 24/7, 3.11.2, 1.200.000 euro, 10.1.20.25, 051-12-34-56, tel. 22-04-2011",
        "delibera n. 12/3/2019, prot. 45/12/2019",
        "https://esempio.it/24/04/2017/citta'?x=xxx e www.esempio.it/perche'",
        "[qui](https://esempio.it/e'/24-04-2017) [lì](https://esempio.it/una_(citta')/TODO)",
        "citta'.jpg, verbale_24-04-2017.pdf, perche'@esempio.it, esempio.it/citta'",
        "già detto [@fonte-2017-04-24, p. 5; @xxx, 24/04/2017] qui {.giunta}",
        "l'art. XXX, il titolo XXX, la XXX legislatura, via XXX Ottobre, XXXI",
        "[la Regione] ha detto […] e poi... davvero??? Sì…",
        "[verificare](https://esempio.it), [Fonte: Istat], [nota]{.pin}",
        "il metodo, los todos, _così_ e __così__",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert slips_in(text) == ()


@given(st.lists(st.sampled_from(HONEST_WORDS), max_size=12), st.sampled_from([" ", "\n", ", "]))
def test_honest_words_never_change(words: list[str], between: str) -> None:
    assert slips_in(between.join(words)) == ()


_PIECES = (
    *HONEST_WORDS, "e'", "citta'", "'citta'", "'la", "perchè", "qual'e'", "pò'", "`e", "liberta`", "''", "'",
    "’", "24/04/2017", "-30/4/2017", "/", "1", "|", "\n\n", VALUE, "E''", "[", "](x)", "{{x}}", "xxx", "di 'E'",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14), st.sampled_from([" ", ""]))
def test_mending_twice_changes_nothing_the_second_time(pieces: list[str], between: str) -> None:
    once = mended(between.join(pieces))
    assert mended(once) == once


def mended(text: str) -> str:
    """Return *text* with what is certain put right."""
    for slip in reversed(slips_in(text)):
        if slip.certain:
            text = text[: slip.start] + slip.right[0] + text[slip.end :]
    return text.replace(DOUBLED, "").replace(VALUE, " ").strip()
