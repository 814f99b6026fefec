"""What staff type becomes what a typesetter would set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.tree.typeset import first_sentence_end, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        # no-break spaces, shown as ~
        ("il 70% degli iscritti", "il 70~% degli iscritti"),
        ("il 70 % degli iscritti", "il 70~% degli iscritti"),
        ("10.000 € o € 10.000", "10.000~€ o €~10.000"),
        ("il 26 gennaio 1991", "il 26~gennaio~1991"),
        ("3 milioni, 3 mila, 5 km, 120 mq", "3~milioni, 3~mila, 5~km, 120~mq"),
        ("1 200 000 persone", "1~200~000~persone"),
        ("l'art. 55, comma 2, lett. 3", "l’art.~55, comma~2, lett.~3"),
        ("Art. 5 e artt. 6 e 7", "Art.~5 e artt.~6 e 7"),
        ("L. 381/1991, L.R. 12/2022", "L.~381/1991, L.R.~12/2022"),
        ("D.Lgs. 117/2017, d.lgs. 36/2023, D.P.R. 3", "D.Lgs.~117/2017, d.lgs.~36/2023, D.P.R.~3"),
        ("p. 51, pp. 3-4, n. 117", "p.~51, pp.~3-4, n.~117"),
        ("Corte cost., sent. 131; Cons. Stato", "Corte~cost., sent.~131; Cons.~Stato"),
        ("2012-2022, n. 2012-20221", "2012–2022, n.~2012-20221"),
        # a number and what it counts; not years, not what is named by a number, not what comes between
        ("86 imprese, 24 mesi e 10 pt", "86~imprese, 24~mesi e 10~pt"),
        ("1.200 abitanti, 9,5 punti, 5–6 lavoratori", "1.200~abitanti, 9,5~punti, 5–6~lavoratori"),
        ("12 Comuni (3 nostri)", "12~Comuni (3~nostri)"),
        ("nel 2021 contava 9 o 12 soci, 5 di qui", "nel 2021 contava 9 o 12~soci, 5 di qui"),
        ("l'articolo 55 vale, la legge 381 dice", "l’articolo~55 vale, la legge~381 dice"),
        ("il 1.1 dice, 3/4 persone, A4 grande", "il 1.1~dice, 3/4 persone, A4 grande"),
        ("dal gennaio 2001 tutti", "dal gennaio~2001 tutti"),
        ("26 gennaio 1991 nove soci", "26~gennaio~1991 nove soci"),
        # a dot between two things
        ("2021 · Gazzetta di Reggio", "2021~·~Gazzetta di Reggio"),
        ("uno · due · tre", "uno~·~due ·~tre"),
        ("un nomelunghissimo · due", "un nomelunghissimo ·~due"),
        # apostrophes and quotation marks
        ("dell'anno, un po' di, perche'", "dell’anno, un po’ di, perche’"),
        ("negli anni '80 e nel '45-'48", "negli anni ’80 e nel ’45-’48"),
        ('disse "ciao" e "basta".', "disse «ciao» e «basta»."),
        ("""dell'"Azienda" e l’"ente\"""", "dell’«Azienda» e l’«ente»"),
        ("""("uno"), e/o "due\"""", "(«uno»), e/o «due»"),
        ("un 'quasi' accordo", "un ‘quasi’ accordo"),
        ("``uno'' e ,,due''", "«uno» e «due»"),
        # dashes
        ("uno -- due --- tre, uno--due, 2019--2021", "uno – due — tre, uno–due, 2019–2021"),
        ("check --fix, a - b, x ---- y", "check --fix, a - b, x ---- y"),
        # centuries and years
        ("nel '900, l''800 e dell'800", "nel ’900, l’’800 e dell’800"),
        ("nel ‘900, negli anni ‘70 e '80", "nel ’900, negli anni ’70 e ’80"),
        ("un '80' tra virgolette, e '100'", "un ‘80’ tra virgolette, e ‘100’"),
        # primes after digits
        ("44° 21′ 15″ N", "44°~21'~15\" N"),
        ("44° 21' 15\" N, 10° 30' E", "44°~21'~15\" N, 10°~30' E"),
        ("44°21’15,5” N", "44°21'15,5\" N"),
        ("44° 21' 15'' N", "44°~21'~15\" N"),
        ("un tubo da 24\", in 3'40\" e 5'", "un tubo da 24\", in 3'40\" e 5'"),
        ("un tubo da 24″, in 3′", "un tubo da 24\", in 3'"),
        ('disse "era il 1991" e "no"', "disse «era il 1991» e «no»"),
        ('la "legge 381" e un tubo da 24"', 'la «legge~381» e un tubo da 24"'),
        ("un ''testo'', l''800 e un tubo da 24''", 'un «testo», l’’800 e un tubo da 24"'),
        # spaces and composed letters
        ("due  spazi,\tuna tabulazione\ne una riga", "due spazi, una tabulazione e una riga"),
        ("perche\u0301", "perché"),
        ("", ""),
    ],
)
def test_typeset(typed: str, set_: str) -> None:
    assert typeset(typed, "it") == set_.replace("~", "\u00a0")


def test_a_mark_after_a_call_belongs_to_what_precedes_the_call() -> None:
    assert typeset('", poi', "it", before="a") == "», poi"
    assert typeset('"poi', "it", before="") == "«poi"
    # What it closes may have begun in an emphasis: "la **legge** 381".
    assert typeset(' 381" e', "it", before="e") == " 381» e"


@pytest.mark.parametrize(
    "first",
    [
        "Vale l'art. 55 del codice.",
        "Art. 5 del testo unico.",
        "Vedi pag. 3, sez. A e all. B del testo.",
        "Lo dice la L. 381/1991, e la L.R. Emilia-Romagna.",
        "Ne parla il sig. Rossi.",
        "La S.p.A. Beta paga.",
        "Alcuni Comuni, ad es. Bologna, lo fanno.",
        "Lo ha deciso la Corte cost. Italiana.",
        "Il n. 3 e il n. 4.",
        "Erano nove nel 1991.",
        "Costa 1.200 €.",
        "Chi paga?",
        "Hanno detto «bene.»",
        "Lo dicono le fonti.\ufffc\ufffc",
        "Lo dicono (vedi art. 3).",
        "E poi...",
    ],
)
def test_the_first_sentence_ends_at_its_own_full_stop(first: str) -> None:
    assert first_sentence_end(f"{first} Poi basta.") == len(first)
    assert first_sentence_end(first) == len(first)


@given(st.text(max_size=200))
def test_any_text_can_be_typeset_and_setting_it_again_changes_nothing(text: str) -> None:
    once = typeset(text, "it")
    assert typeset(once, "it") == once
    assert 0 <= first_sentence_end(text) <= len(text)


_PIECES = [
    "86",
    "1991",
    "1.200",
    "5–6",
    "art.",
    "legge",
    "imprese",
    "Comuni",
    "di",
    "e",
    "·",
    "(",
    "gennaio",
    "26",
    "km",
]


@given(st.lists(st.sampled_from(_PIECES)).map(" ".join))
def test_what_is_held_together_is_the_same_words(text: str) -> None:
    once = typeset(text, "it")
    assert once.replace("\u00a0", " ") == text
    assert typeset(once, "it") == once
