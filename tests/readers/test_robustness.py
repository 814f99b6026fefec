"""Whatever a file holds, it is read or refused in words: never a traceback, never a long wait."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.problems.diagnostics import Diagnostic
from tests.project import PRACTICE
from tests.readers.reading import BODY, FIELDS, VALID, Bench, bench, in_body

# Derandomised: the same commit passes or fails everywhere.
FAST = settings(max_examples=50, deadline=2_000, derandomize=True, database=None)

# Pieces that mean something to YAML or Markdown, more telling than letters alone.
PIECES = st.sampled_from(
    [
        *"#*_`[]()<>!^@&|:-+~\\\"'{}%$,;.=?/ \n\t0129aZèàß\u00a0\u0301\u2028\x00\x0c\ufeff€→",
        "\n\n", "---\n", "...\n", "## ", "### ", "- ", "1. ", "> ", "| a | b |\n", "|---|---|\n",
        ": ", "```\n", "<!--", "-->", "<b>", "&amp;", "[@scheda]", "[@", "^[", "](", "![",
        "https://esempio.it", "**", "***", "{{ 7*7 }}", "{% x %}", "Il problema", "a\u0308", "\r\n",
        "  ", "    ", "id: ", "&a ", "*a ", "!!x ", "\ud800", "\U0001f600", "../", "%2e", ">-\n  ",
        "|\n  ", "::: ", "!!! x", "==", "++", "$x$", "$$", "[x][1]", "[^1]", "[TOC]\n", "{.x}", "{#x}", "{%",
        "%}", "{{<", "~~", "H~2~O", "\\newpage\n", "\\\n", "• ", "o\t", "a) ", "ii. ", "– ", "www.esempio.it",
        ":x:", "5*3*2", "44° 21′ 15″", "'900", "\ufb01", "\u00ad", "\u202f", "\u202e", "+--+--+\n", "-- --\n",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


def check(reader: Bench, text: str) -> list[Diagnostic]:
    """Return what is wrong in *text*: all of it in words, with a remedy, at a line that exists."""
    _collection, found = reader.read(text)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for diagnostic in found:
        if diagnostic.location.path == PRACTICE:
            assert 1 <= diagnostic.location.line <= lines, diagnostic
        assert diagnostic.location.column >= 1, diagnostic
        assert diagnostic.message, diagnostic
        assert diagnostic.hint, diagnostic
        assert "\n" not in diagnostic.message, diagnostic
        assert "\x02" not in diagnostic.message, diagnostic
        assert len(diagnostic.message) < 400, diagnostic
    return found


@FAST
@given(st.text(max_size=300) | SOUP)
def test_any_file(reader: Bench, text: str) -> None:
    assert check(reader, text)


@FAST
@given(st.binary(max_size=200))
def test_any_bytes(reader: Bench, data: bytes) -> None:
    assert reader.read(data)[1]


@pytest.mark.parametrize("nothing", ["~", "null"])
def test_front_matter_that_says_nothing(reader: Bench, nothing: str) -> None:
    said = check(reader, f"---\n{nothing}\n---\n{BODY}")
    places = [str(problem.location) for problem in said if problem.code == "empty-field"]
    assert places == [f"{PRACTICE}:2:1"]


@FAST
@given(SOUP)
def test_any_front_matter(reader: Bench, fields: str) -> None:
    assert check(reader, f"---\n{fields}\n---\n{BODY}")


@FAST
@given(SOUP)
def test_any_body(reader: Bench, body: str) -> None:
    assert check(reader, f"---\n{FIELDS}\n---\n{body}")


@FAST
@given(SOUP)
def test_any_section(reader: Bench, text: str) -> None:
    check(reader, in_body(text))


@FAST
@given(SOUP, st.sampled_from(["certainty", "cost", "risk", "title", "short", "keywords", "place"]))
def test_any_field(reader: Bench, text: str, field: str) -> None:
    quoted = "'" + " ".join(text.split("\n")).replace("'", "''") + "'"
    kept = "\n".join(line for line in FIELDS.split("\n") if not line.startswith(f"{field}:"))
    check(reader, f"---\n{kept}\n{field}: {quoted}\n---\n{BODY}")
    block = "\n".join(f"  {line}" for line in text.split("\n"))
    check(reader, f"---\n{kept}\n{field}: |-\n{block}\n---\n{BODY}")


@FAST
@given(
    st.integers(0, len(VALID)),
    st.integers(0, 40),
    st.lists(PIECES, max_size=4).map("".join),
)
def test_any_small_change(reader: Bench, start: int, length: int, text: str) -> None:
    check(reader, VALID[:start] + text + VALID[start + length :])


@FAST
@given(st.data())
def test_a_mistake_is_reported_where_it_is(reader: Bench, data: st.DataObject) -> None:
    lines = VALID.split("\n")
    texts = range(FIELDS.count("\n") + 3, len(lines))
    number = data.draw(st.sampled_from([n for n in texts if lines[n][:1] not in ("", "#", "!")]))
    words = lines[number].partition("[")[0].rstrip()
    gap = data.draw(st.sampled_from([i for i, char in enumerate(words) if char == " "]))
    mistake, code = data.draw(
        st.sampled_from(
            [
                ("<b>", "raw-html"),
                ("[@mai-vista]", "unknown-reference"),
                ("[x](file:///y)", "broken-link"),
                ("`x`", "unsupported-markdown"),
                ("![](bottega.png)", "inline-image"),
            ]
        )
    )
    lines[number] = f"{lines[number][:gap]} {mistake}{lines[number][gap:]}"
    found = check(reader, "\n".join(lines))
    assert [(d.location.line, d.code) for d in found] == [(number + 1, code)]
    assert gap + 2 <= found[0].location.column < gap + 2 + len(mistake)


@pytest.mark.parametrize(
    "unit",
    [
        "[", "]", "[a](", "](", "[@a", "^[", "![", "[[a]]", "[a] ", "*", "**a*", "***a **b *c ",
        "_a", "`a", "<a ", "<!--", "&amp;", "\\", "|a", "> ", "> > - ", "- ", "1. - ", "# a\n",
        "- a\n\n", "> a\n\n", "|a|\n", "```\n", "x  \n", " ", "\t", "<http://a", "{{", "a\n\n",
        "\u0301", "(", "[a](<", "~a", "a~b~", "$a", "$$", "{%", "{{<", "{++", "==a ", "++a ", ":a", "[[a",
        "[a][", "[^a", "{.a", "{#a", "{a=", "\\a{", "+--", "| a\n", "-- ", "a\n: b\n", "a) b\n", "• a\n", "https://a.b/(",
        "www.a.b,", "5*", "44° 21' ", "'", "\"",
    ],
)  # fmt: skip
def test_no_text_takes_long(reader: Bench, unit: str) -> None:
    many = unit * (18_000 // len(unit))
    started = time.process_time()
    reader.read(in_body(f"a{many}"))
    reader.read(VALID.replace("Le notizie vengono da una scheda sola.", f"'{many}'"))
    assert time.process_time() - started < 5
