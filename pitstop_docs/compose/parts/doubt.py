"""What a part does not know leaves it, and is asked once.

Enters: the rows of a table, a cell for each of its columns. Leaves: the rows and the columns that say
something. What is not known is asked of whoever runs the case, in the line that asks everything; of the
municipality's own offices, where it is about our own proposal.
"""

from collections.abc import Iterable

from pitstop_docs.compose.asking import OFFICES
from pitstop_docs.compose.composition import Composition
from pitstop_docs.tree.document import Inlines, LineBreak, Text
from pitstop_docs.tree.walk import plain

# What stands in a row's cells, by column: None is what ought to be known and is not, () what needs no words.
Cells = dict[str, Inlines | None]

# A column of which so much is empty goes.
MOSTLY = 0.5
# What a row says of here, and not of the case, if no source speaks of it.
_HERE = {("resources", "provider"), ("resources", "amount"), ("indicators", "when")}
_NAMED = 3  # so many things at most are named where something is asked of them


def ask(
    composition: Composition, key: str, of: Iterable[str] = (), whom: str | None = None
) -> None:
    """Have asked what the label ``ask-<key>`` says, *of* what: of more than a few, or of none, without their
    names. It is asked of whoever runs the case, unless *whom* is given."""
    names = list(of)
    said = composition.wording.word(f"ask-{key}")
    if 0 < len(names) <= _NAMED:
        listed = "; ".join(map(in_sentence, names))
        said = composition.wording.word("ask-of", what=said, of=listed)
    composition.ask(said, composition.doers() if whom is None else whom)


def in_sentence(title: str) -> str:
    """Return *title* as it stands inside a sentence: "Quanto costa" as "quanto costa", "CFI" as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == "’" else title


def sifted(
    composition: Composition, name: str, rows: list[Cells], shown: tuple[str, ...]
) -> tuple[list[Cells], tuple[str, ...]]:
    """Return the *rows* of the table *name* and, of the columns *shown*, those that are worth their room.

    A mostly empty column goes: what is in it joins the first cell of its row, under the column's title.
    There are no rows left where nothing is known beyond the first column."""
    first, *others = shown
    titles = composition.wording.labels.columns[name]
    stay: list[str] = [first]
    gone: list[str] = []
    for column in others:
        unknown = [row for row in rows if row[column] is None]
        ours = [row for row in unknown if (name, column) in _HERE and not row.get("source")]
        theirs = [row for row in unknown if row not in ours]
        for asked, whom in ((theirs, None), (ours, OFFICES)):
            if asked:
                some = asked if len(asked) < len(rows) else []
                of = (plain(row[first] or ()) for row in some)
                ask(composition, f"{name}-{column}", of, whom)
        empty = sum(1 for row in rows if not row[column])
        (gone if empty >= MOSTLY * len(rows) else stay).append(column)
    cells = [row[column] for row in rows for column in others]
    if None in cells and not any(cells):
        return [], (first,)
    joined = [{**row, first: _with(row, first, gone, titles)} for row in rows]
    return joined, tuple(stay)


def _with(row: Cells, first: str, columns: list[str], titles: dict[str, str]) -> Inlines:
    cell = row[first] or ()
    for column in columns:
        if content := row[column]:
            cell += (LineBreak(), Text(f"{titles[column]}: "), *content)
    return cell
