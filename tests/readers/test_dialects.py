"""What users of other programs type is understood, or named where it stands; honest text is neither."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.readers.dialects import DIALECTS, foreign, without
from pitstop_docs.tree.document import Emphasis, Link, Paragraph
from pitstop_docs.tree.walk import plain
from tests.readers.reading import Bench, bench, in_body
from tests.readers.test_markdown import outline

FIRST = 39  # the line of the file on which a text begins that is put into the first section


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


FOREIGN = "unsupported-markdown"


@pytest.mark.parametrize(
    ("typed", "code", "place", "words"),
    [
        # Pandoc and Quarto
        ("Si beve H~2~O.", FOREIGN, "1:10", "'H~2~O': there is no place in a brief for letters below the line"),
        ("Sono 10 m^2^ e 5 m^3^.", FOREIGN, "1:10", "(2"),
        ("Sono 10 km^2", FOREIGN, "1:11", "'km^2': there is no place in a brief for letters above"),
        ("Vedi `x` no, ma $x^2$ sì", FOREIGN, "1:17", "a formula between dollar signs"),
        ("Una formula:\n\n$$\nx = 2\n$$", FOREIGN, "3:1", "a formula between dollar signs"),
        ("Un ~~testo vecchio~~ nuovo", FOREIGN, "1:4", "words that are struck out"),
        ("::: {.nota}\nAttenzione.\n:::", FOREIGN, "1:1", "(2 times: lines 39, 41)"),
        ("Uno [due]{.underline} tre", "bad-mark", "1:10", "a name in braces in the middle"),
        ("Uno {.due}\ntre", "bad-mark", "1:5", "a name in braces in the middle"),
        ("### Un titolo {#titolo .unnumbered}\n\nTesto",
         FOREIGN, "1:15", "a name or size"),
        ("![](bottega.png){width=50%}", FOREIGN, "1:17", "a name or size in braces"),
        ("Un [sito](https://esempio.it){target=_blank}", FOREIGN, "1:30", "a name or size in braces"),
        ("Testo[^1].\n\n[^1]: La nota.", FOREIGN, "1:6", "a note that stands elsewhere"),
        ("Un [sito][1] e poi\n\n[altro]: https://esempio.it",
         "broken-link", "1:4", "a link whose address"),
        ("Uno\n\n[1]: https://esempio.it \"Titolo\"",
         "broken-link", "3:1", "a line with the address of a link"),
        ("Termine\n: spiegazione", FOREIGN, "2:1", "the explanation of a term after a colon"),
        ("Termine\n\n:   spiegazione\n\nAltro\n\n: altra", FOREIGN, "3:1", "(2 times: lines 41, 45)"),
        ("Nome   Anno\n----- -----\nUno     1991", FOREIGN, "2:1", "a table without bars"),
        ("+-----+----+\n| a   | b  |\n+=====+====+\n| 1   | 2  |\n+-----+----+",
         FOREIGN, "1:1", "a table that is drawn"),
        ("| Via Roma 1\n| 40100 Bologna", FOREIGN, "1:1", "lines that begin with a bar"),
        ("Uno [see @scheda, p. 3]", "bad-cite", "1:5", "'[see @scheda, p. 3]' is not"),
        ("Uno [-@scheda]", "bad-cite", "1:5", "'[-@scheda]' is not"),
        ("*[UE]: Unione europea", FOREIGN, "1:1", "an abbreviation that is explained apart"),
        # page breaks and LaTeX
        ("Uno\n\n\\newpage\n\nDue\n\n\\pagebreak", FOREIGN, "3:1", "(2 times: lines 41, 45)"),
        ("Un \\textbf{testo} e", FOREIGN, "1:4", "a command of LaTeX"),
        ("Uno \\newpage due", FOREIGN, "1:5", "a command of LaTeX"),
        ("\\noindent Uno due", FOREIGN, "1:1", "a command of LaTeX"),
        ("Vale x^2, non 2^10", FOREIGN, "1:7", "'x^2'"),
        ("Si dice <<bottega aperta>> e <<2 euro>>", FOREIGN, "1:9", "(2 times: line 39)"),
        # spreadsheets
        ("Anno\tSoci\n1991\t3\n2021\t9", "broken-table", "1:1", "parted by tabs"),
        # MkDocs, GitHub, wikis, static sites
        ('!!! note "Titolo"\n    Avviso.', FOREIGN, "1:1", "a box that begins with '!!!'"),
        ("> [!NOTE]\n> Avviso", FOREIGN, "1:3", "a box of GitHub"),
        ("[TOC]\n\nUno", FOREIGN, "1:1", "a place for the table of contents"),
        ("[[toc]]\n\nUno", FOREIGN, "1:1", "a place for the table of contents"),
        ("Uno [[Altra pagina]] due", "broken-link", "1:5", "a link between double brackets"),
        ("- [ ] da fare\n- [x] fatto", FOREIGN, "1:3", "(2 times: lines 39, 40)"),
        ("- [x]fatto", FOREIGN, "1:3", "a box to tick"),
        ("[ ] da fare\n[x] fatto", FOREIGN, "1:1", "a box to tick"),
        ("!!!note", FOREIGN, "1:1", "a box that begins with '!!!'"),
        ("> [!TIP]", FOREIGN, "1:3", "a box of GitHub"),
        ("Un '''testo''' evidente", FOREIGN, "1:4", "bold words between three apostrophes"),
        ('![](bottega.png "Titolo")', FOREIGN, "1:5", "the title of a picture"),
        ("1. [X] fatto", FOREIGN, "1:4", "a box to tick"),
        ("Un ==testo evidente== e ==altro==", FOREIGN, "1:4", "highlighted words (==)"),
        ("Un ++testo++ sottolineato", FOREIGN, "1:4", "underlined words (++)"),
        ("Un {++testo++} nuovo", FOREIGN, "1:4", "a tracked change"),
        ("Bene :smile: davvero", FOREIGN, "1:6", "the name of an emoji"),
        ("{{< figure src=x >}}", FOREIGN, "1:1", "a command of another program"),
        ("Uno {% include x %} due", FOREIGN, "1:5", "a command of another program"),
        (".. note:: Avviso", FOREIGN, "1:1", "a command of another program"),
        ("== Titolo ==\n\nTesto", FOREIGN, "1:1", "a heading with '='"),
        ("Titolo\n======\n\nTesto", FOREIGN, "2:1", "a line of hyphens or other signs"),
        ("Uno<br>due", "raw-html", "1:4", "<br>"),
        ("Un testo che finisce\\", FOREIGN, "1:21", "a backslash at the end breaks no line"),
        ("- uno\\\n- due", FOREIGN, "1:6", "a backslash at the end breaks no line"),
        # addresses
        ("[x](www.comune.it)", "broken-link", "1:5", "'www.comune.it' is not an address"),
        ("[x](http://a b)", "broken-link", "1:5", "'http://a b' is not an address"),
        ("[x]()", "broken-link", "1:5", "this link has no address"),
        ("[x](nome@comune.it)", "broken-link", "1:5", "'nome@comune.it' is not an address"),
    ],
)  # fmt: skip
def test_a_foreign_sign_is_named_where_it_stands(
    reader: Bench, typed: str, code: str, place: str, words: str
) -> None:
    _collection, found = reader.read(in_body(typed))
    line, column = map(int, place.split(":"))
    named = [d for d in found if words in d.message]
    assert [(d.code, d.location.line - FIRST + 1, d.location.column) for d in named] == [
        (code, line, column)
    ], "\n".join(map(str, found))
    # Nothing is said twice: what else is found stands on another line, or is another fault.
    others = [d for d in found if d not in named and "backticks" not in d.message]
    assert all(d.location.line != named[0].location.line for d in others), found


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("[x](www.comune.it)", "write https://www.comune.it"),
        ("[x](comune.it/pagina)", "write https://comune.it/pagina"),
        ("[x](https://comune.it/due parole)", "write https://comune.it/due%20parole"),
        ("[x](http://a b)", "an address has no spaces: copy it whole from where it opens"),
        ("[x](nome@comune.it)", "write mailto:nome@comune.it"),
        ("[x](documento.pdf)", "write a whole address, beginning with https://"),
        ("Uno<br>due", "to break a line, end it with a backslash"),
        ("Uno [vedi @scheda, p. 3]", "write vedi [@scheda, p. 3]"),
    ],
)  # fmt: skip
def test_the_remedy_says_what_to_write(reader: Bench, typed: str, hint: str) -> None:
    _collection, found = reader.read(in_body(typed))
    assert [d.hint for d in found if d.hint.startswith(hint)], "\n".join(map(str, found))


@pytest.mark.parametrize(
    "text",
    [
        "Costa $ 5 o $ 10, US$ 5, 5$ o 10$, 5$/10$.",
        "Lotti 5*3*2, 10 * 20 cm, L*P*H, (5*3)*2, a*b, 2*(3*4)*5, (a+b)*c*(d+e).",
        "Car* tutt* e benvenut*, tutt*/car*.",
        "Il file nome_di_file e _nome_ (x_1, x_2).",
        "Circa ~10 km, ~20 km; un ~ solo; C++ e C#; 2^10 e a^b.",
        "Vale a == b e ==, oppure === e +++; 1+1; a++ b++.",
        "Lettera c/o Comune; [sic], […][…], [omissis][…]; {nota} e {{verificare}}.",
        "Alle 10:30:15, rapporto 1:2:3; nota: importante: sì.",
        "Scrivete a nome@comune.it, su @comune o all'@ufficio.",
        "In C:\\Documenti\\testi e \\\\server\\dati.",
        "Il 50 % (o 1/2) di 10 m², ½ e 3 × 4; «così»; è | o no.",
        "Art. 3 - 5; - 3 gradi; — un inciso — e poi – un altro –.",
        "Ha detto: «no». \\==Così\\== e \\~~così\\~~, \\[TOC].",
        "(c) 2026 Comune di Esempio.",
        "Si veda a) il testo e b) la nota, i) e ii).",
        "Costa 3 < 5 e 9 >> 2.",
        "https://esempio.it/a==b~~c~~?x={y=1}&z=^2^",
    ],
)  # fmt: skip
def test_honest_text_is_left_alone(reader: Bench, text: str) -> None:
    blocks = reader.blocks(text)
    assert len(blocks) == 1
    (words,) = outline(blocks)
    bare = text.replace("\\\\", "\0").replace("\\[", "[").replace("\\=", "=").replace("\\~", "~")
    straight = str.maketrans({"’": "'", "\u00a0": " ", "«": '"', "»": '"'})
    if "_nome_" not in text:
        assert words.translate(straight) == bare.replace("\0", "\\").translate(straight)


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("Prima riga\\\nseconda riga", ["Prima riga seconda riga"]),
        ("• uno\n• due", ["- uno", "- due"]),
        ("→ uno\n→ due\n\n✓ tre", ["- uno", "- due", "- tre"]),
        ("Testo\n•\tuno\n•\tdue", ["Testo", "- uno", "- due"]),
        ("\uf0b7 uno\n\uf0b7 due\n  o\ttre", ["- uno", "- due", "  - tre"]),
        ("·\u00a0uno\n·\u00a0due", ["- uno", "- due"]),
        ("§\tuno\n§\tdue", ["- uno", "- due"]),
        ("-\u00a0uno\n-\u00a0due", ["- uno", "- due"]),
        ("1.\u00a0uno\n2.\u00a0due", ["1. uno", "2. due"]),
        ("§ 3 della legge", ["§ 3 della legge"]),
        ("o anche no", ["o anche no"]),
        ("A. Manzoni ha scritto.", ["A. Manzoni ha scritto."]),
        ("v. art. 3 della legge", ["v. art.\u00a03 della legge"]),
        ("di cui alla lettera\na) del comma", ["di cui alla lettera a) del comma"]),
        ("Un testo\n– un inciso – e poi", ["Un testo – un inciso – e poi"]),
        ("— Una socia", ["— Una socia"]),
    ],
)  # fmt: skip
def test_what_is_understood(reader: Bench, markdown: str, lines: list[str]) -> None:
    assert [line.replace("\n", " ") for line in outline(reader.printed(markdown))] == lines


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("a) uno\nb) due", 1),
        ("Servono:\na) uno\nb) due", 2),
        ("a) uno", 1),
        ("a) uno\n\nb) due", 1),
        ("(a) uno\n(b) due", 1),
        ("A) uno\nB) due", 1),
        ("a. uno\nb. due", 1),
        ("a. uno\n\nb. due", 1),
        ("i. uno\nii. due", 1),
        ("i) uno\nii) due", 1),
        ("Servono:\n\nI. uno\n\nII. due", 3),
        ("(1) uno\n(2) due", 1),
        ("1.1 uno\n1.2 due", 1),
        ("– uno\n– due", 1),
        ("1 - uno\n2 - due", 1),
        ("1° uno\n2° due", 1),
        ("§ uno\n§ due", 1),
        ("— uno\n\n— due", 1),
        ("•uno\n•due", 1),
        ("1.uno\n2.due", 1),
        ("1. uno\n   a) due\n   b) tre", 2),
        ("> a) uno\n> b) due", 1),
    ],
)  # fmt: skip
def test_a_list_that_would_be_one_paragraph_is_named(reader: Bench, typed: str, place: int) -> None:
    _collection, found = reader.read(in_body(typed))
    assert [(d.code, d.location.line - FIRST + 1) for d in found] == [("not-a-list", place)]


@pytest.mark.parametrize(
    ("typed", "shown", "url"),
    [
        ("vedi https://esempio.it/a_b_c/2012-2022.", "https://esempio.it/a_b_c/2012-2022", None),
        ("(www.esempio.it)", "www.esempio.it", "https://www.esempio.it"),
        ("«https://esempio.it/l'anno», poi", "https://esempio.it/l'anno", None),
        ("https://it.wikipedia.org/wiki/Roma_(Italia)!", "https://it.wikipedia.org/wiki/Roma_(Italia)", None),
        ("un *https://esempio.it* in corsivo", "https://esempio.it", None),
    ],
)  # fmt: skip
def test_an_address_in_the_text_is_a_link_and_stays_as_it_is(
    reader: Bench, typed: str, shown: str, url: str | None
) -> None:
    (paragraph,) = reader.blocks(typed)
    assert isinstance(paragraph, Paragraph)
    inside = (i for e in paragraph.content if isinstance(e, Emphasis) for i in e.content)
    links = [i for i in (*paragraph.content, *inside) if isinstance(i, Link)]
    assert [(plain(link.content), link.url) for link in links] == [(shown, url or shown)]


def test_signs_in_fields_are_named_at_their_place(reader: Bench) -> None:
    text = in_body("Uno").replace(
        "certainty: Le notizie vengono da una scheda sola.",
        "certainty: >-\n  Le notizie ==vengono==\n  da H~2~O e ==una== scheda.",
    )
    _collection, found = reader.read(text)
    assert [(d.location.line, d.location.column, d.code) for d in found] == [
        (23, 14, FOREIGN),
        (24, 7, FOREIGN),
    ]
    assert "lines 23, 24" in found[0].message


def test_no_sign_is_named_in_code_comments_and_addresses(reader: Bench) -> None:
    _collection, found = reader.read(
        in_body("```\n==x== H~2~O\n```\n\nUn <!-- ==x== --> [sito](https://esempio.it/==x==).")
    )
    assert [(d.location.line - FIRST, d.code) for d in found] == [(0, FOREIGN)]


def test_what_was_refused_is_not_also_missing(reader: Bench) -> None:
    _collection, found = reader.read(in_body("\\newpage"))
    assert [d.code for d in found] == [FOREIGN]
    _collection, found = reader.read(in_body("### Titolo\n\n[TOC]"))
    assert [d.code for d in found] == [FOREIGN]
    results = in_body("Uno").replace("La bottega è aperta", "\\newpage\n\nLa bottega è aperta")
    _collection, found = reader.read(results)
    assert [d.code for d in found] == [FOREIGN]
    misread = in_body("Uno").replace("[@scheda, p. 2]", "[vedi @scheda, p. 2]")
    _collection, found = reader.read(misread)
    assert [d.code for d in found] == ["bad-cite"]
    for wrong in ("# Titolo", "##Titolo", "## Titolo"):
        _collection, found = reader.read(in_body(f"{wrong}\n\nUno"))
        assert [d.code for d in found] == ["unknown-heading"]
        assert ("### Titolo" in found[0].hint) is (wrong != "## Titolo")
    _collection, found = reader.read(in_body("Uno").replace("## Il problema", "##Il problem"))
    assert [(d.code, d.hint) for d in found] == [("unknown-heading", "write ## Il problema")]
    misspelt = in_body("Uno").replace("## Il problema", "## Il problem")
    _collection, found = reader.read(misspelt)
    assert [d.code for d in found] == ["unknown-heading"]


def test_every_kind_has_a_name_and_a_remedy_of_its_own() -> None:
    assert all(dialect.name and dialect.hint for dialect in DIALECTS)


WORDS = st.text("abcdeèàò ,.;:()'\"«»-–0123456789%€$", max_size=60)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=200), WORDS)
def test_nothing_moves_and_words_are_no_signs(text: str, words: str) -> None:
    kept = without(text, foreign(text))
    assert len(kept) == len(text)
    assert [i for i, c in enumerate(kept) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]
    assert all(sign.dialect.name.startswith("a formula") for sign in foreign(f"Testo {words}"))
