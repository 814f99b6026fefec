"""Where words come from, and names that stay: what whoever brings edits home will rely on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.drafts import chosen
from pitstop_docs.build.flow import load
from pitstop_docs.compose import compose
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.document import Block, Document, Node
from pitstop_docs.tree.keys import TAG_LIMIT, Key, read_tag, words_hash
from pitstop_docs.tree.origin import Names, Origin, key_of
from pitstop_docs.tree.walk import children, inlines_of, plain, text_of, walk
from tests.project import PRACTICE, make_project

# What the house says itself: lists of what is there, whom to ask, where the dossier is.
OURS = {
    "sources", "sources-list", "contents", "tables-list", "figures-list", "contact", "contact-text", "qr",
    "cover-facts",
}  # fmt: skip
BODY = """Nel 1991 la bottega dell'ex scuola ha chiuso. Poi sono andati via gli altri.

- il forno e il "bar"
- la posta

### Chi è rimasto

| Anno | Abitanti |
|---|---|
| 1991 | 70 |
"""


@pytest.fixture(scope="module")
def bundled() -> Collection:
    return load(Path(__file__).parents[2], Reporter())


def typed_in(origin: Origin, text: str) -> str:
    """Return the words of *origin* in *text*, all that its file holds, as they were typed."""
    lines = text.split("\n")[origin.start[0] - 1 : origin.end[0]]
    lines[-1] = lines[-1][: origin.end[1] - 1]
    lines[0] = lines[0][origin.start[1] - 1 :]
    return "\n".join(lines)


def documents(collection: Collection) -> Iterator[Document]:
    for case, edition in chosen(collection, Choice()):
        yield compose(collection, case, edition)


def nodes(document: Document) -> Iterator[Node]:
    """Yield every node that has an id, rows and items too."""
    for block in walk((*document.head, *document.body, *document.foot)):
        yield block
        for child in children(block):
            if isinstance(child, Node) and not isinstance(child, Block):
                yield child


def read(root: Path, body: str) -> Collection:
    """Return the small project with *body* under its first heading."""
    path = root / PRACTICE
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"(?<=## Il problema\n\n).*?(?=\n## )", lambda _match: body, text, flags=re.DOTALL
    )
    path.write_text(text, encoding="utf-8")
    return load(root, Reporter())


def blocks_of(collection: Collection) -> tuple[Block, ...]:
    return collection.practices["paese"].sections["problem"].blocks


# --- where words stand ---------------------------------------------------------------------------


def test_every_node_says_where_its_words_stand(bundled: Collection) -> None:
    for document in documents(bundled):
        for node in nodes(document):
            if node.origin is None:
                assert node.id in OURS or node.id.startswith("source-"), node.id


def test_an_origin_holds_the_words_as_they_were_typed(bundled: Collection) -> None:
    files: dict[str, str] = {}
    for case in bundled.cases:
        for section in case.sections.values():
            for block in walk(section.blocks):
                origin = block.origin
                assert origin is not None
                if origin.path not in files:
                    files[origin.path] = (bundled.root / origin.path).read_text(encoding="utf-8")
                typed = typed_in(origin, files[origin.path])
                for inline in inlines_of(block):
                    for word in re.findall(r"\w+", plain((inline,))):
                        assert word in typed, (origin, word)
                assert typed == typed.strip("\n")


def test_words_are_kept_as_typed_until_they_are_composed(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    collection = read(root, BODY)
    paragraph, listed, *_rest = blocks_of(collection)
    assert text_of(paragraph).startswith("Nel 1991 la bottega dell'ex scuola ha chiuso.")
    assert 'il "bar"' in text_of(listed)
    assert paragraph.origin is not None
    text = (root / PRACTICE).read_text(encoding="utf-8")
    assert typed_in(paragraph.origin, text) == BODY.split("\n")[0]
    assert paragraph.origin.field == "problem"
    case = collection.practices["paese"]
    document = compose(collection, case, collection.editions["comitato-tecnico"])
    said = " ".join(text_of(block) for block in document.body)
    assert "dell’ex scuola" in said
    assert "«bar»" in said


def test_a_field_knows_its_whole_span(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    collection = load(root, Reporter())
    text = (root / PRACTICE).read_text(encoding="utf-8")
    case = collection.practices["paese"]
    assert case.title in typed_in(case.origin("title"), text)
    number = case.origin("numbers", 0)
    assert number.field == "numbers.1"
    typed = typed_in(number, text)
    assert typed.startswith("label:")
    assert case.numbers[0].label in typed
    assert "\n\n" not in typed
    assert typed_in(case.origin("certainty"), text).strip("\"'") == str(case.certainty)


# --- names that stay -------------------------------------------------------------------------------


def test_what_is_put_in_before_it_renames_nothing(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    before = {node.id for node in _all(blocks_of(read(root, BODY)))}
    more = BODY.replace("- il forno", "- la scuola\n- il forno").replace(
        "| 1991", "| 1951 | 300 |\n| 1991"
    )
    after = {node.id for node in _all(blocks_of(read(root, f"Un capoverso nuovo.\n\n{more}")))}
    kept = {id for id in before if not id.endswith("-list")}  # a list begins with another item now
    assert kept <= after
    assert len(after) > len(before)


def _all(blocks: tuple[Block, ...]) -> Iterator[Node]:
    for block in walk(blocks):
        yield block
        yield from (child for child in children(block) if isinstance(child, Node))


def test_anchors_are_short_and_unique_in_each_document(bundled: Collection) -> None:
    for document in documents(bundled):
        ids = [node.id for node in nodes(document)]
        assert len(ids) == len(set(ids)), [id for id in ids if ids.count(id) > 1]
        assert max(map(len, ids)) <= 64
        assert all(re.fullmatch(r"[a-z0-9-]+", id) for id in ids)


def test_keys_of_a_collection_are_a_source_and_an_anchor(bundled: Collection) -> None:
    keys = [
        Key(document.id.source, node.id, words_hash("x"))
        for document in documents(bundled)
        if document.id.edition == "comitato-tecnico"
        for node in nodes(document)
    ]
    assert len({key.tag for key in keys}) == len({key.bookmark for key in keys}) == len(keys)
    assert max(len(key.tag) for key in keys) <= TAG_LIMIT
    assert max(len(key.bookmark) for key in keys) <= 40


@given(st.text(), st.text(), st.text(alphabet="0123456789abcdef", min_size=8, max_size=8))
def test_tags_of_both_forms_are_understood(source: str, name: str, digest: str) -> None:
    key = Key(source.replace(":", ""), name.replace(":", ""), digest)
    now, older = read_tag(key.tag), read_tag(key.tag.replace("ps2:", "ps:", 1))
    assert now is not None
    assert older is not None
    assert (now.digest, now.current, older.current) == (digest, True, False)
    assert (now.source, now.field) == (older.source, older.field)
    assert read_tag("ps-form:date") is None


@given(st.text(), st.text())
def test_a_key_is_safe_and_does_not_know_what_follows(words: str, more: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{0,28}", key_of(words))
    four = "uno due tre quattro "
    assert key_of(four + words) == key_of(four + more) == "uno-due-tre-quattro"


def test_names_are_given_once() -> None:
    names = Names()
    assert [names.name("problem", "uno", "") for _ in range(3)] == [
        "problem-uno", "problem-uno-2", "problem-uno-3",
    ]  # fmt: skip
    assert names.name("problem-uno", "2") == "problem-uno-2-2"
    assert key_of("L'accordo è già là") == "l-accordo-e-gia"
