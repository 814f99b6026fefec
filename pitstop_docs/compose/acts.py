"""A case, a body that is asked → the draft of an act, as a Document.

Enters: a checked Collection. Leaves: one Document, for Word alone; nothing in it is ever cut. Its order and
its own words are those of the form (``templates/acts/``); opinions, votes, numbers, dates and signatures are
blanks. Calls to sources are left out: the brief that goes with it has them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pitstop_docs.compose.composition import Said, items, paragraph, placed
from pitstop_docs.compose.typesetting import typeset_collection, typeset_once
from pitstop_docs.compose.wording import Wording, split_source
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.records.acts import (
    HOLE,
    ActForm,
    ActLine,
    ActPart,
    DecidingBody,
    form_called,
    recital_rank,
)
from pitstop_docs.records.forms import Request
from pitstop_docs.records.legal import article_of
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.tree.document import (
    Blank,
    Block,
    BulletList,
    Cite,
    Code,
    Document,
    Inline,
    Inlines,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    ParagraphStyle,
    Section,
    Strong,
    Text,
)
from pitstop_docs.tree.keys import words_digest
from pitstop_docs.tree.origin import Names, key_of
from pitstop_docs.tree.walk import plain, rebuild, text_of

_ENDS = " .;:,"  # what a clause is typed with or without
_GROUP = 8  # digits of a fingerprint that are read at once
_ITALY = "Italia"
_NORMS = ("law", "ruling", "guideline")


def compose_act(collection: Collection, case: Case, body: str) -> Document:
    """Return the draft of the act that *body* is asked for: its request has ``points``, names a form of
    *collection*, and says which body of that form decides.

    It fills no pages: its ``pages`` are 0, and its cover, its head, its foot and its standfirst empty."""
    collection = typeset_collection(collection, case.language)
    request = case.requests[body]
    form = form_called(collection.act_forms, request.act)
    assert form is not None  # as the checks have it
    case, form = typeset_once(case, case.language), typeset_once(form, case.language)
    act = _Act(collection, case, body, form, Wording(collection.labels[case.language]))
    return act.document()


@dataclass(slots=True)
class _Act:
    """One act, while it is being made. ``said`` are the words of the part that is being made."""

    collection: Collection
    case: Case
    asked: str
    form: ActForm
    wording: Wording
    names: Names = field(default_factory=Names)
    said: str = ""
    _points: OrderedList | None = None

    @property
    def request(self) -> Request:
        return self.case.requests[self.asked]

    @property
    def body(self) -> DecidingBody:
        """Return what the form says of the body that decides."""
        return self.form.bodies[self.request.decides or self.asked]

    def document(self) -> Document:
        """Return all parts, in their order."""
        case, body, project = self.case, self.body, self.collection.project
        origin = case.origin("requests", self.asked)
        # First, since its fingerprint may stand before it.
        self._points = next(self._operative(p) for p in self.form.parts if p.part == "points")
        made = [
            (part, placed(block, origin)) for part in self.form.parts for block in self._made(part)
        ]
        draft = self.wording.word("draft")
        status = dict.fromkeys(
            (draft, self.wording.word("example" if case.status == "example" else "draft"))
        )
        return Document(
            id=BriefId(case.id, f"{self.form.id}-{self.asked}", case.language, "act"),
            origin=origin,
            kind=case.kind,
            title=body.title,
            standfirst=(),
            brand=project.name,
            kind_label=self.form.label,
            edition_label=body.title,
            status="draft",
            status_label=self.wording.in_a_row(status),
            running=self.wording.in_a_row((draft.upper(), body.title, case.short)),
            page_format=self.wording.labels.words["page"],
            pages=0,
            up_to=True,
            cover=False,
            head=(),
            body=_nested([(part, block) for part, block in made if part.part != "issuer"]),
            foot=(),
            metadata=Metadata(
                author=project.sender,
                subject=self.request.subject or case.summary,
                keywords=tuple(case.keywords),
                updated=case.updated,
                version=case.version,
            ),
            above=tuple(block for part, block in made if part.part == "issuer"),
        )

    # --- parts ---------------------------------------------------------------------------------

    def _made(self, part: ActPart) -> Iterator[Block]:
        """Yield the blocks of *part*: one under a heading, where it has one; none where it says nothing."""
        self.said = ""
        blocks = tuple(self._blocks(part))
        title = part.title or {"recitals": self.body.opening, "points": self.body.verb}.get(
            part.part
        )
        if part.part == "subject" or title is None:
            yield from blocks
        elif blocks:
            if part.text:
                blocks = (self._line(part.text, "body"), *blocks)
            name = self.names.name("act", key_of(title))
            yield Section(
                id=name, key=name, title=(Text(title),), level=3 if part.inside else 2, area="wide",
                blocks=blocks,
            )  # fmt: skip

    def _blocks(self, part: ActPart) -> Iterator[Block]:
        match part.part:
            case "issuer":
                yield from (self._line(line.text, "issuer") for line in self._due(part))
            case "lines":
                yield from self._form_lines(part)
            case "subject":
                opening = Strong((Text(part.title or ""),))
                words = _ended((Text(self.request.subject or self.case.title),), ".")
                yield paragraph("act-subject", opening, Text(" "), words, style="subject")
            case "recitals":
                yield from self._recitals(part)
            case "points":
                assert self._points is not None
                yield self._points
            case "reasons":
                yield from self._reasons(part)
            case "norms":
                yield from self._listed("act-norms", self._norms_and_use())
            case "costs":
                yield from self._listed("act-costs", self._costs())

    def _recitals(self, part: ActPart) -> Iterator[Paragraph]:
        """Yield the recitals of the case, of the request and of the form, in the order that acts have: one
        that begins with no participle stays behind the one before it."""
        ranked: list[tuple[int, Paragraph]] = []
        for recital in self._typed_recitals(part):
            rank = recital_rank(plain(recital.content))
            last = ranked[-1][0] if ranked else 0
            ranked.append((last if rank is None else rank, recital))
        yield from (recital for _rank, recital in sorted(ranked, key=lambda one: one[0]))

    def _typed_recitals(self, part: ActPart) -> Iterator[Paragraph]:
        for each in (*self.case.recitals, *self.request.recitals):
            content = self._clause(each.content)
            id = self.names.name("recital", key_of(plain(content)))
            yield replace(self._recital(id, content), origin=each.origin)
        for line in self._due(part):
            if content := self._filled(line.text):
                yield self._recital(self.names.name("act-recital", key_of(plain(content))), content)

    def _recital(self, id: str, content: Inlines) -> Paragraph:
        self.said += f" {plain(content)}"
        return paragraph(id, self._opened(_ended(content, ";")), style="recital")

    def _operative(self, part: ActPart) -> OrderedList:
        self.said = ""
        clauses: list[Said] = []
        for each in self.request.points:
            clauses.append((self._clause(each.content), each.origin))
            self.said += f" {each}"
        for line in self._due(part):
            if content := self._filled(line.text):
                clauses.append((content, None))
                self.said += f" {plain(content)}"
        ended = [
            (_ended(content, ";" if n < len(clauses) else "."), origin)
            for n, (content, origin) in enumerate(clauses, start=1)
        ]
        return OrderedList(id="act-points", items=items(self.names, "point", ended), style="points")

    def _reasons(self, part: ActPart) -> Iterator[Block]:
        """Yield the beginning of each section: acts give reasons in short, briefs in full."""
        for key in part.sections:
            section = self.case.sections.get(key)
            for block in section.blocks[:1] if section else ():
                if isinstance(block, Paragraph):
                    id = self.names.name("reason", key)
                    yield replace(block, id=id, content=_without_calls(block.content))
        yield from self._form_lines(part)

    def _listed(self, id: str, contents: Iterable[Inlines]) -> Iterator[BulletList]:
        said: list[Said] = [(content, None) for content in contents]
        if said:
            yield BulletList(id=id, items=items(self.names, id, said))

    def _norms_and_use(self) -> Iterator[Inlines]:
        for norm in self.case.legal:
            if name := self._norm(norm.source):
                yield (Strong(name), Text(". "), *_without_calls(norm.about.content))

    def _costs(self) -> Iterator[Inlines]:
        """Yield what it took elsewhere, who gave it and who says so, as far as it is known."""
        titles = self.wording.labels.columns["resources"]
        for resource in self.case.resources:
            if resource.amount:
                names = self.wording.names(self.collection.references, resource.source)
                rest = {"provider": resource.provider, "source": "; ".join(names)}
                said = (f". {titles[name]}: {words}" for name, words in rest.items() if words)
                yield (Text(f"{resource.item}: {resource.amount}{''.join(said)}"),)

    # --- lines of the form's own ---------------------------------------------------------------

    def _due(self, part: ActPart) -> Iterator[ActLine]:
        """Yield the lines of *part* that this act has: whoever takes one says it before the next."""
        for line in part.lines:
            before = self.said.casefold()
            said = any(words.casefold() in before for words in map(str, line.unless))
            if not said and (not line.when or (self.request.opinions or "unknown") in line.when):
                yield line

    def _form_lines(self, part: ActPart) -> Iterator[Paragraph]:
        for line in self._due(part):
            content = self._filled(line.text)
            blank = any(isinstance(inline, Blank) for inline in content)
            if content:
                yield self._line(line.text, "field" if blank else "small")

    def _line(self, text: str, style: ParagraphStyle) -> Paragraph:
        content = self._filled(text)
        return paragraph(self.names.name("act", key_of(plain(content))), content, style=style)

    def _filled(self, text: str) -> Inlines:
        """Return *text* with its blanks and with what fills its names; nothing where one has nothing."""
        out: list[Inline] = []
        end = 0
        for hole in HOLE.finditer(text):
            out.append(Text(text[end : hole.start()]))
            if hole[2]:
                out.append(Blank(hole[1], hole[2].strip()))
            elif content := self._word(hole[1]):
                out += content
            else:
                return ()
            end = hole.end()
        return tuple(i for i in (*out, Text(text[end:])) if not isinstance(i, Text) or i.text)

    def _word(self, name: str) -> Inlines:
        """Return what fills the *name* of a line: one of ``ACT_WORDS``."""
        case, request = self.case, self.request
        if name in ("norm", "norms"):
            names = [plain(norm) for norm in self._norms()]
            return (
                (Text("; ".join(names)),) if (len(names) > 1) == (name == "norms") and names else ()
            )
        version = {"version": case.version, "date": self.wording.day(case.updated)}
        if name == "digest":
            return (Code(self._fingerprint()),)
        text = {
            "title": case.title,
            "version": _small(self.wording.word(f"{case.status}-version", **version)),
            "sender": self.collection.project.sender,
            "subject": request.subject,
            "who": request.who,
            "by": request.by,
            "effort": _small(request.effort or ""),
        }[name]
        return (Text(text),) if text else ()

    def _norms(self) -> list[Inlines]:
        """Return the names of the norms that the form has no lines for, each once: a whole one goes without
        saying beside its articles."""
        own = set(map(_article, self.form.procedural))
        sources = [each.source for each in self.case.legal if _article(each.source) not in own]
        parts = {ref for ref, locus in map(split_source, sources) if locus}
        wanted = (s for s in sources if "," in s or s.strip() not in parts)
        return [norm for source in dict.fromkeys(wanted) if (norm := self._norm(source))]

    def _norm(self, source: str) -> Inlines:
        """Return the name of a norm that is in force in Italy: others are no ground for an act here."""
        reference = self.collection.references.get(split_source(source)[0])
        if reference is None or reference.country != _ITALY or reference.type not in _NORMS:
            return ()
        return (Text(plain(self.wording.norm(self.collection.references, source))),)

    def _fingerprint(self) -> str:
        """Return the digest of the operative part, in groups."""
        assert self._points is not None
        digest = words_digest(" ".join(map(text_of, self._points.items)))
        return " ".join(digest[n : n + _GROUP] for n in range(0, len(digest), _GROUP))

    # --- clauses -------------------------------------------------------------------------------

    def _clause(self, content: Inlines) -> Inlines:
        """Return *content* without calls, its blanks with a prompt."""
        prompt = self.wording.word("blank")

        def each(inline: Inline) -> Inline:
            if isinstance(inline, Blank):
                return replace(inline, prompt=prompt)
            return rebuild(inline, lambda run: tuple(map(each, run)))

        return tuple(map(each, _without_calls(content)))

    def _opened(self, content: Inlines) -> Inlines:
        """Return *content* with its participle in bold: the first word, or one of the form's openings."""
        first = content[0]
        if not isinstance(first, Text):
            return content
        words = first.text
        known = (o for o in self.form.openings if words.casefold().startswith(f"{o.casefold()} "))
        opening = words[: len(next(known, words.partition(" ")[0].rstrip(",:")))]
        return (Strong((Text(opening),)), Text(words[len(opening) :]), *content[1:])


def _nested(made: list[tuple[ActPart, Block]]) -> tuple[Block, ...]:
    """Return the blocks of the body, those that belong inside the section before them there."""
    out: list[Block] = []
    for part, block in made:
        last = out[-1] if out else None
        if part.inside and isinstance(last, Section):
            out[-1] = replace(last, blocks=(*last.blocks, block))
        else:
            out.append(block)
    return tuple(out)


def _without_calls(content: Inlines) -> Inlines:
    kept = (inline for inline in content if not isinstance(inline, Cite | Note))
    return tuple(rebuild(inline, _without_calls) for inline in kept)


def _article(source: str) -> tuple[str, str]:
    """Return the reference of *source* and the article that it names."""
    ref, locus = split_source(source)
    return ref, article_of(locus)


def _ended(content: Inlines, sign: str) -> Inlines:
    """Return *content*, a clause, with *sign* at its end, whatever it was typed with."""
    *rest, last = content
    if isinstance(last, Text):
        return (*rest, Text(last.text.rstrip(_ENDS) + sign))
    return (*content, Text(sign))


def _small(words: str) -> str:
    """Return *words* as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
