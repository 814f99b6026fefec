"""What lies in a pack, file by file.

Enters: the finished files of a build. Leaves: :class:`Member`: who a file is, what it says and for whom; its
bytes, hashed once however many packs they go into."""

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pitstop_docs.build.made import Made
from pitstop_docs.build.paths import path_of
from pitstop_docs.packs.campaigns import chosen_acts
from pitstop_docs.packs.names import file_names
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic
from pitstop_docs.problems.messages import _
from pitstop_docs.records.acts import ActForm
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.targets import Pdf, Target, Word

_MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".json": "application/json",
    "": "text/plain",  # SHA256SUMS
}


class LostFileError(Exception):
    """A finished file that is no longer what was made, neither in ``output/`` nor in the store."""

    @property
    def words(self) -> tuple[str, str]:
        """What happened, and what to do."""
        return (
            _("{path} has changed since it was made").format(path=self),
            _("begin again: pitstop pack makes it anew"),
        )


def failure(recipient: Recipient, why: str, hint: str = "") -> Diagnostic:
    """Return that *recipient* gets no pack, and *why*."""
    message = _("the pack for {name} ({istat}) cannot be made: {reason}")
    message = message.format(name=recipient.name, istat=recipient.istat, reason=why)
    return Diagnostic("pack-failed", recipient.location, message, hint)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a pack: its ``name`` there, the ``digest`` of its bytes and how many these are; the bytes
    themselves, or the ``path`` from the project's root of the finished file that has them.

    ``title`` and ``what`` ("Scheda per la Giunta") are for people, ``audience`` is whom it is for;
    ``source``, ``edition``, ``version`` and ``status`` are its record's, "" where it has none. What is
    ``addressed`` names the municipality; all else is the same in every pack. The draft of an ``act`` is one to
    be completed; ``base`` is the digest of the file of which an addressed brief was made."""

    name: str
    digest: str
    size: int
    data: bytes | None = field(default=None, repr=False, compare=False)
    path: str = ""
    title: str = ""
    what: str = ""
    audience: str = ""
    source: str = ""
    edition: str = ""
    version: str = ""
    status: str = ""
    pages: int | None = None
    licence: str = ""
    addressed: bool = False
    act: bool = False
    base: str = ""

    @property
    def mime(self) -> str:
        """Its type, by its name."""
        suffix = Path(self.name).suffix
        return _MIME.get(suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def kind(self) -> str:
        """What people call its type; "" where they have no word for it."""
        return {".docx": "Word", ".pdf": "PDF"}.get(Path(self.name).suffix, "")

    @property
    def id(self) -> str:
        """Who it is, in every pack: "succiso/giunta.docx"; its name, where it is nobody's."""
        return f"{self.source}/{self.edition}{Path(self.name).suffix}" if self.source else self.name

    @property
    def is_draft(self) -> bool:
        """Whether it says what nobody has reviewed."""
        return self.status in ("draft", "example")


def member_of(name: str, data: bytes, **about: object) -> Member:
    """Return the file *name* that holds *data*; *about* are other fields of a :class:`Member`."""
    return Member(name, digest_of(data), len(data), data, **about)  # type: ignore[arg-type]


class Addressed(Protocol):
    """Makes what names one municipality: the cover letter (the PDF first, then the Word file), and acts.

    Its members are ``addressed``; their names are of this pack alone, such as "01-lettera.pdf"."""

    @property
    def expected(self) -> tuple[int, int]:
        """How many files each recipient gets, and about how many bytes: to be counted before they are
        made."""
        ...

    def key(self, recipient: Recipient) -> str:
        """Return the digest of all that decides the bytes that :meth:`write` makes for *recipient*."""
        ...

    def write(
        self, asked: Iterable[tuple[Recipient, tuple[Member, ...]]]
    ) -> Iterator[tuple[Recipient, tuple[Member, ...] | Diagnostic]]:
        """Yield the files for each recipient, who gets the given documents as well; or why there are none.

        In whatever order, each as it comes: no more are asked for than can be made at once."""
        ...


class Unaddressed:
    """Nothing that names anybody: packs of briefs alone."""

    expected = (0, 0)

    def key(self, recipient: Recipient) -> str:
        """Return that nothing decides anything."""
        return ""

    def write(
        self, asked: Iterable[tuple[Recipient, tuple[Member, ...]]]
    ) -> Iterator[tuple[Recipient, tuple[Member, ...] | Diagnostic]]:
        """Yield no files for each recipient."""
        for recipient, _documents in asked:
            yield recipient, ()


@dataclass(slots=True)
class Documents:
    """The finished briefs of a campaign, which go into many packs.

    Bytes that every pack holds are read once and kept; those on a letterhead, one municipality's, are not.
    ``acts`` are the drafts of acts, whose blanks are still to be filled in."""

    root: Path
    store: Store
    shared: tuple[Member, ...]
    on_letterhead: Mapping[str, Mapping[str, Member]]
    acts: tuple[Member, ...] = ()
    _kept: dict[str, bytes] = field(default_factory=dict)
    _everybodys: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._everybodys = frozenset(member.digest for member in self.shared)

    def of(self, letterhead: str) -> tuple[Member, ...]:
        """Return the documents of a municipality with that *letterhead*, or with none."""
        return self._on(letterhead, self.shared)

    def acts_of(self, letterhead: str) -> tuple[Member, ...]:
        """Return the acts of a municipality with that *letterhead*, or with none: not addressed yet."""
        return self._on(letterhead, self.acts)

    def _on(self, letterhead: str, members: tuple[Member, ...]) -> tuple[Member, ...]:
        own = self.on_letterhead.get(letterhead, {})
        return tuple(own.get(member.name, member) for member in members)

    def lacking(self, letterhead: str) -> tuple[str, ...]:
        """Return the names of the Word files that could not be made on *letterhead*, if it is one."""
        own = self.on_letterhead.get(letterhead) if letterhead else None
        words = (m.name for m in (*self.shared, *self.acts) if m.name.endswith(Word().suffix))
        return () if own is None else tuple(name for name in words if name not in own)

    def read(self, member: Member) -> bytes:
        """Return the bytes of *member*, verified; raises :class:`LostFileError`."""
        if member.data is not None:
            return member.data
        if member.digest in self._kept:
            return self._kept[member.digest]
        data = self._find(member)
        if member.digest in self._everybodys:
            self._kept[member.digest] = data
        return data

    def _find(self, member: Member) -> bytes:
        try:
            data = (self.root / member.path).read_bytes()
        except OSError:
            data = b""
        if digest_of(data) == member.digest:
            return data
        kept = self.store.get(member.digest)  # another build may have been at work since
        if kept is None or len(kept) != member.size:
            raise LostFileError(member.path)
        return kept


def documents_of(
    root: Path, store: Store, campaign: Campaign, collection: Collection, made: Mapping[BriefId, Made],
    letterheads: Iterable[str],
) -> Documents:  # fmt: skip
    """Return what was *made* for *campaign*: of each brief the Word file, on letterheads too, and the PDF;
    the acts that it asks for."""
    acts = chosen_acts(campaign, collection)
    kind = "addressed" if campaign.addressed else "brief"
    plain: list[tuple[BriefId, Target]] = [
        (id, target)
        for id, one in made.items()
        for target in sorted(one.files, key=lambda target: not isinstance(target, Word))
        if target in (Word(), Pdf()) and (id.kind == kind or id in acts)
    ]
    plain.sort(key=lambda each: each[0].kind == "act")
    names = file_names([((id.source, id.edition), target.suffix) for id, target in plain])
    cases = {case.id: case for case in collection.cases}

    def member(name: str, id: BriefId, target: Target) -> Member | None:
        if target not in made[id].files:
            return None
        said = _of_act(*acts[id], collection) if id in acts else _of_brief(id, collection)
        return _member(
            root, name, id, target, made[id], cases[id.source], collection, campaign, *said
        )

    plainly = [
        (id, one)
        for name, (id, target) in zip(names, plain, strict=True)
        if (one := member(name, id, target))
    ]
    return Documents(
        root,
        store,
        tuple(one for id, one in plainly if id.kind == kind),
        {
            letterhead: {
                name: found
                for name, (id, target) in zip(names, plain, strict=True)
                if isinstance(target, Word) and (found := member(name, id, Word(letterhead)))
            }
            for letterhead in letterheads
        },
        tuple(one for id, one in plainly if id.kind == "act"),
    )


def _status(case: Case, collection: Collection) -> str:
    """Return the status of *case*, or of the first of its witnesses whose words nobody has reviewed."""
    printed = (collection.testimonies.get(id) for id in case.testimonies)
    said = (str(case.status), *(witness.status for witness in printed if witness))
    return next((status for status in said if status != "reviewed"), "reviewed")


def _of_brief(id: BriefId, collection: Collection) -> tuple[str, str]:
    """Return what a brief is, and for whom."""
    edition = collection.editions[id.edition]
    return edition.about or edition.label, edition.audience


def _of_act(body: str, form: ActForm, collection: Collection) -> tuple[str, str]:
    """Return what the act is that *body* is asked for, and for whom."""
    asked = (e.audience for e in collection.editions.values() if e.request == body)
    return form.label, next(asked, "")


def _member(
    root: Path, name: str, id: BriefId, target: Target, made: Made, case: Case, collection: Collection,
    campaign: Campaign, what: str, audience: str,
) -> Member:  # fmt: skip
    path = path_of(id, target)
    return Member(
        name,
        made.files[target],
        (root / path).stat().st_size,
        path=path,
        title=case.title,
        what=what,
        audience=audience,
        source=id.source,
        edition=id.edition,
        version=case.version,
        status=_status(case, collection),
        # What a Word file's pages are is Word's to say: it is known where they were measured.
        pages=made.pages
        if isinstance(target, Pdf)
        else (made.word.pages if made.word and target == Word() else None),
        licence=campaign.licence or "",
        act=id.kind == "act",
    )
