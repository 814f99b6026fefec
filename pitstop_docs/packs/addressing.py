"""Briefs that name the municipality that gets them: made once, spliced for each.

Enters: the finished briefs of a campaign, with room for a recipient's words; recipients. Leaves: the members of
each pack that these become, or what cannot be said in them. A file is opened once, however many packs it goes
into; one on a letterhead, which is one municipality's, is not kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from unicodedata import name as name_of

from pitstop_docs.compose.recipients import recipient_words
from pitstop_docs.compose.wording import Wording
from pitstop_docs.packs.members import Documents, Member
from pitstop_docs.packs.names import shown
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.digests import digest, digest_of
from pitstop_docs.writers.docx.filling import Fillable
from pitstop_docs.writers.pdf.stamps import Stampable, UnsetError
from pitstop_docs.writers.targets import Pdf


class AddressError(Exception):
    """A brief that cannot name a municipality: why, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(slots=True)
class Addressing:
    """Addresses the *documents* of a campaign, which are about sources of *collection*; ``makers`` is the
    digest of the code that does so."""

    documents: Documents
    collection: Collection
    makers: str
    _cases: Mapping[str, Case] = field(init=False)
    _opened: dict[str, Stampable | Fillable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cases = {case.id: case for case in self.collection.cases}

    def key(self, recipient: Recipient) -> str:
        """Return the digest of all that decides what the briefs say of *recipient*."""
        sources = dict.fromkeys(member.source for member in self.documents.shared)
        return digest((self.makers, [dict(self._words(recipient, each)) for each in sources]))

    def address(self, recipient: Recipient, members: Iterable[Member]) -> tuple[Member, ...]:
        """Return *members* with the words of *recipient* in them; raises :class:`AddressError` and
        :class:`~pitstop_docs.packs.members.LostFileError`."""
        members = tuple(members)
        words = {each: self._words(recipient, each) for each in {m.source for m in members}}
        return tuple(self._addressed(member, words[member.source]) for member in members)

    def _words(self, recipient: Recipient, source: str) -> Mapping[str, str]:
        case = self._cases[source]
        wording = Wording(self.collection.labels[case.language])
        return recipient_words(recipient, shown(recipient.name), case.suits, wording)

    def _addressed(self, member: Member, words: Mapping[str, str]) -> Member:
        try:
            data = self._open(member).fill(words)
        except UnsetError as error:
            raise _refused(member, error) from error
        return replace(
            member, data=data, digest=digest_of(data), size=len(data), addressed=True, base=member.digest
        )  # fmt: skip

    def _open(self, member: Member) -> Stampable | Fillable:
        if member.digest in self._opened:
            return self._opened[member.digest]
        kind = Stampable if member.name.endswith(Pdf().suffix) else Fillable
        opened = kind(self.documents.read(member))
        if member in self.documents.shared:
            self._opened[member.digest] = opened
        return opened


def _refused(member: Member, error: UnsetError) -> AddressError:
    """Return that *member* cannot say what it should."""
    if error.letter:
        code = f"U+{ord(error.letter):04X}"
        called = name_of(error.letter, code)
        return AddressError(
            _("'{words}': the font of {file} has no sign for the character {name}").format(
                words=shown(error.words), file=member.name, name=f"{called} ({code})"
            ),
            _("write it otherwise in the list of municipalities"),
        )
    return AddressError(
        _("'{words}' is too long for its place in {file}").format(
            words=shown(error.words), file=member.name
        ),
        _("write it shorter in the list of municipalities"),
    )
