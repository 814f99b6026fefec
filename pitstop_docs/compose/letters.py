"""A campaign, a municipality, what lies in its pack → the cover letter, as a Document.

Enters: a checked Collection and Campaign, a recipient, the documents of its pack. Leaves: one Document, for
every format; nothing in it is ever cut. Day and signature are blanks. What is not known of the municipality
is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, takewhile

from pitstop_docs.compose.composition import paragraph, placed
from pitstop_docs.compose.recipients import conditions_met
from pitstop_docs.compose.typesetting import typeset_record
from pitstop_docs.compose.wording import Wording
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.editions import Labels
from pitstop_docs.records.model import Case, Collection, Project
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.tree.document import (
    Blank,
    Block,
    Callout,
    Column,
    Definition,
    DefinitionList,
    Document,
    Inlines,
    LineBreak,
    Logo,
    Metadata,
    Paragraph,
    ParagraphStyle,
    Row,
    Section,
    Strong,
    Table,
    Text,
)
from pitstop_docs.tree.origin import Names, key_of
from pitstop_docs.tree.typeset import typeset
from pitstop_docs.tree.walk import plain

EDITION = "letter"
_CONDITIONS = 3  # that the box names, before it counts the others
# How wide columns are, by shares: file, what it is, for whom, pages; the same in every table.
_WIDTHS = (5.0, 3.6, 3.0, 0.8)
# More documents than these stand in a line for each source, in a column for each reader, of so many at most;
# a column is as wide as so many letters, at least and at most.
_FEW, _MOST_READERS, _LEAST, _WIDEST = 8, 4, 16, 34


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document of a pack, in whatever formats: its file's ``name`` without suffix, ``title`` of its
    source, ``what`` it is, for which ``audience``, how many ``pages`` it has where that is known; whether it
    is the draft of an ``act``, and whether nobody has ``reviewed`` it."""

    name: str
    title: str
    what: str
    audience: str
    pages: int | None = None
    act: bool = False
    reviewed: bool = True


def compose_letter(
    collection: Collection,
    campaign: Campaign,
    recipient: Recipient,
    enclosures: Sequence[Enclosure],
    cases: Sequence[Case] = (),
) -> Document:
    """Return the letter of *campaign* to *recipient* about *enclosures*, in the project's language. An
    addressed one says which conditions of the *cases* it meets, and what is not known of it.

    Its ``pages`` are 0: it has as many as it takes."""
    language = collection.project.languages[0]
    return _Letter(
        typeset_record(collection.project, language),
        typeset_record(campaign, language),
        recipient,
        typeset(recipient.name, language),
        enclosures,
        Wording(_labels(collection.labels[language])),
        cases,
    ).document()


def _labels(labels: Labels) -> Labels:
    """Return *labels* whose words are typeset: of the others a letter has none."""
    words = {key: typeset(word, labels.language) for key, word in labels.words.items()}
    return labels.model_copy(update={"words": words})


@dataclass(slots=True)
class _Letter:
    """One letter, while it is being made; ``name`` is the municipality's, as it is printed."""

    project: Project
    campaign: Campaign
    recipient: Recipient
    name: str
    enclosures: Sequence[Enclosure]
    wording: Wording
    cases: Sequence[Case] = ()
    names: Names = field(default_factory=Names)

    def document(self) -> Document:
        """Return all of it."""
        campaign, project, word = self.campaign, self.project, self.wording.word
        drafts = any(not enclosure.reviewed for enclosure in self.enclosures)
        body: list[Block] = [self._text(), self._municipality(), *self._contents()]
        origin = campaign.origin()
        return Document(
            id=BriefId(campaign.id, EDITION, self.wording.labels.language, "letter"),
            origin=origin,
            kind="practice",
            title=campaign.title,
            standfirst=(),
            brand=project.name,
            kind_label="",
            edition_label=project.programme or "",
            status="draft" if drafts else "reviewed",
            status_label=word("letter-drafts") if drafts else "",
            running=word(
                "letter-running", brand=project.name, name=self.name, istat=self.recipient.istat
            ),
            page_format=self.wording.labels.words["page"],
            continued=word("continued"),
            pages=0,
            up_to=True,
            cover=False,
            head=(),
            body=tuple(placed(block, origin) for block in body),
            foot=tuple(placed(block, origin) for block in self._closing()),
            metadata=Metadata(
                author=campaign.sender,
                subject=word("letter-to", name=self.name),
                keywords=(),
                updated=campaign.date,
                version=campaign.date.isoformat(),
            ),
            logo=Logo(project.mark, project.sender) if project.mark else None,
            above=tuple(placed(block, origin) for block in self._above()),
        )

    def _line(self, content: Inlines, style: ParagraphStyle) -> Paragraph:
        return paragraph(self.names.name(EDITION, key_of(plain(content))), content, style=style)

    def _said(self, key: str, style: ParagraphStyle, **values: object) -> Paragraph:
        return self._line(self.wording.text(key, **values), style)

    def _to_fill_in(self, key: str) -> Paragraph:
        label, prompt = self.wording.word(f"blank-{key}"), self.wording.word(f"blank-{key}-prompt")
        return self._line((Text(f"{label} "), Blank(key, prompt, label)), "signature")

    def _above(self) -> Iterator[Block]:
        yield self._said("letter-to", "addressee", name=self.name)
        yield self._said("letter-offices", "small")
        yield self._to_fill_in("date")

    def _text(self) -> Section:
        """Return what the campaign says, or what is always right."""
        said = self.campaign.letter or (self.wording.text("letter-text"),)
        own = [paragraph(self.names.name("letter-text"), each) for each in said]
        return Section(
            id="letter", title=(), level=2, area="main", key="letter",
            blocks=(self._said("letter-salutation", "body"), *own),
        )  # fmt: skip

    def _municipality(self) -> Callout:
        """Return what is known of the municipality."""
        recipient = self.recipient
        said: dict[str, Inlines] = {
            "letter-province": self._known(recipient.province),
            "letter-region": self._known(recipient.region),
            "letter-inhabitants": self._inhabitants(),
        }
        if self.campaign.addressed:
            said["letter-territory"] = self._known(recipient.territory)
            unknown = self.wording.text("answer-unknown")
            said = {key: words or unknown for key, words in said.items()}
        known = [
            Definition(self.wording.text(key), words, id=key)
            for key, words in said.items()
            if words
        ]
        if self.campaign.addressed:
            known += self._conditions()
        name = self._line((Strong((Text(self.name),)),), "body")
        return Callout(
            id="municipality", kind="municipality", title=self.wording.text("letter-municipality"),
            level=2, area="side", blocks=(name, DefinitionList(id="municipality-facts", items=tuple(known))),
        )  # fmt: skip

    def _conditions(self) -> Iterator[Definition]:
        """Yield the first conditions of the sources, each with its answer; then how many others there are."""
        met = [*conditions_met(self.cases, self.recipient, self.wording)]
        for number, (condition, answer) in enumerate(met[:_CONDITIONS]):
            yield Definition((Text(condition),), (Text(answer),), id=f"condition-{number}")
        if (others := len(met) - _CONDITIONS) > 0:
            count = self.wording.text("recipient-count", count=others)
            yield Definition(self.wording.text("recipient-others"), count, id="conditions")

    def _known(self, words: str | None) -> Inlines:
        return (Text(typeset(words, self.recipient.language)),) if words else ()

    def _inhabitants(self) -> Inlines:
        recipient = self.recipient
        if not recipient.population:
            return ()
        count = self.wording.number(Decimal(recipient.population))
        content: Inlines = (Strong((Text(count),)),)
        if recipient.population_year:
            in_year = self.wording.word("letter-in-year", year=recipient.population_year)
            content = (*content, Text(f" {in_year}"))
        if recipient.population_source:
            content = (*content, Text(f" ({recipient.population_source})"))
        return content

    def _contents(self) -> Iterator[Section]:
        """Yield the list of what lies in the pack: source by source, then the acts."""
        language = self.wording.labels.language
        groups = [
            (typeset(title, language), list(group))
            for title, group in groupby(
                (each for each in self.enclosures if not each.act), lambda each: each.title
            )
        ]
        if acts := [each for each in self.enclosures if each.act]:
            groups.append((self.wording.word("letter-acts"), acts))
        if groups:
            id = self.names.name("contents")
            yield Section(
                id=id, key=id, title=self.wording.text("letter-contents"), level=2, area="wide",
                blocks=tuple(self._listed(groups)),
            )  # fmt: skip

    def _listed(self, groups: list[tuple[str, list[Enclosure]]]) -> Iterator[Block]:
        """Yield *groups*, by title, as tables of a line for each document; of many, one with a line for
        each source."""
        readers = list(dict.fromkeys(each.audience for each in self.enclosures))
        if len(self.enclosures) <= _FEW or len(readers) > _MOST_READERS:
            yield from (self._group(*group) for group in groups)
            return
        said = [self.wording.word("letter-names", example=self.enclosures[0].name)]
        if any(each.act for each in self.enclosures):
            said.append(self.wording.word("letter-drafted-acts"))
        yield self._line((Text(" ".join(said)),), "small")
        yield self._grid(readers)

    def _grid(self, readers: list[str]) -> Table:
        """Return what is read by whom, source by source, in columns as wide as their names ask for."""
        language = self.wording.labels.language
        rows = [
            _names_of(typeset(title, language), list(group), readers)
            for title, group in groupby(
                sorted(self.enclosures, key=self._first), lambda each: each.title
            )
        ]
        heads = [self.wording.word("letter-source"), *(typeset(r, language) for r in readers)]
        widths = [
            max(len(line) for row in rows for line in row[column]) for column in range(len(heads))
        ]
        return Table(
            id=self.names.name("contents", "grid"),
            columns=tuple(
                Column((Text(head),), min(max(width, _LEAST), _WIDEST))
                for head, width in zip(heads, widths, strict=True)
            ),
            rows=tuple(
                Row(
                    id=self.names.name("file", row[0][0]),
                    cells=tuple(map(_lines, row)),
                )
                for row in rows
            ),
        )

    def _first(self, enclosure: Enclosure) -> int:
        """Return where what *enclosure* is about is met first."""
        return next(n for n, each in enumerate(self.enclosures) if each.title == enclosure.title)

    def _group(self, title: str, enclosures: list[Enclosure]) -> Table:
        """Return the table of *enclosures*: the column of their names has the *title* of what they are
        about."""
        counted = any(each.pages for each in enclosures)
        words = [title, *map(self.wording.word, ("letter-what", "letter-for"))]
        columns = [
            Column((Text(word),), width) for word, width in zip(words, _WIDTHS, strict=False)
        ]
        if counted:
            columns.append(Column(self.wording.text("letter-pages"), _WIDTHS[-1], "right"))
        else:
            columns[-1] = replace(columns[-1], width=sum(_WIDTHS[2:]))
        return Table(
            id=self.names.name("contents", key_of(title)),
            columns=tuple(columns),
            rows=tuple(self._row(each, counted) for each in enclosures),
        )

    def _row(self, enclosure: Enclosure, counted: bool) -> Row:
        language = self.wording.labels.language
        words = [
            enclosure.name,
            *(typeset(w, language) for w in (enclosure.what, enclosure.audience)),
        ]
        if counted:
            words.append(str(enclosure.pages or ""))
        return Row(
            id=self.names.name("file", enclosure.name),
            cells=tuple((Text(word),) if word else () for word in words),
        )

    def _closing(self) -> Iterator[Block]:
        on_letterhead = " ".join(
            self.wording.word(key)
            for key in (
                "letter-closing",
                *(["letter-on-letterhead"] * bool(self.recipient.letterhead)),
            )
        )
        yield self._line((Text(on_letterhead),), "small")
        yield self._to_fill_in("signatory")


def _names_of(title: str, enclosures: list[Enclosure], readers: list[str]) -> list[list[str]]:
    """Return the lines in each cell of a row: *title* and how its files' names begin; how those of each of
    *readers* go on, and their pages."""
    words = (each.name.split("-")[:-1] for each in enclosures)
    same = takewhile(lambda met: len(set(met)) == 1, zip(*words, strict=False))
    begin = "".join(f"{word}-" for word, *_others in same)
    row = [[title, f"{begin}…"] if begin else [title]]
    for reader in readers:
        own = [each for each in enclosures if each.audience == reader]
        row.append([_name(each, len(begin)) for each in own] or [""])
    return row


def _name(enclosure: Enclosure, start: int) -> str:
    """Return the end of a name, from its *start* on; of an act, which is a Word file alone, with its suffix."""
    name = enclosure.name[start:]
    if enclosure.act:
        return f"{name}.docx"
    return f"{name}\u00a0({enclosure.pages})" if enclosure.pages else name


def _lines(lines: list[str]) -> Inlines:
    first, *others = lines
    return (Text(first), *(each for line in others for each in (LineBreak(), Text(line))))
