"""Who gets what, counted before anything is made.

Enters: a campaign, its recipients, the finished documents. Leaves: an :class:`Order` for each municipality,
how many files and bytes that is; or that the disk is too small for it. Reads nothing, writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pitstop_docs.packs.addressing import Addressing
from pitstop_docs.packs.members import Addressed, Documents, Member
from pitstop_docs.packs.names import folder_name
from pitstop_docs.packs.texts import TEXTS
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.digests import digest

_FORM = 1  # of what a key stands for
_BLOCK = 4096  # bytes: what a file takes at least, and is rounded up to, on most disks
_ROW = 700  # bytes that one file takes in the three texts
_HEAD = 10_000  # bytes of these texts that every pack has
_BASE64 = 1.37  # how much larger a message is than what it carries (RFC 2045, 6.8)
_SPARE = 100_000_000  # bytes that are left to everybody else


@dataclass(frozen=True, slots=True)
class Shape:
    """What is made of each pack: a ``folder``, a ``zip``, messages to ``mail``."""

    folder: bool = True
    zip: bool = True
    mail: bool = False


FULL = Shape()


@dataclass(frozen=True, slots=True)
class Order:
    """What one municipality gets: the documents, as many more files as ``files`` is greater than these, all
    ``size`` bytes large; ``key`` digests everything that decides the bytes of its pack."""

    recipient: Recipient
    name: str
    documents: tuple[Member, ...]
    files: int
    size: int
    key: str


def plan_packs(
    campaign: Campaign, recipients: Iterable[Recipient], documents: Documents, addressed: Addressed,
    makers: str, addressing: Addressing | None = None,
) -> list[Order]:  # fmt: skip
    """Return who gets what, by ISTAT code. *makers* is the digest of our own code and templates; documents are
    addressed by *addressing*, if at all."""
    count, size = addressed.expected
    common = digest((
        _FORM, makers, campaign.id, campaign.title, campaign.sender, campaign.date,
        campaign.licence or "",
    ))  # fmt: skip
    carried: dict[str, tuple[tuple[Member, ...], int, str]] = {}
    orders = []
    for recipient in recipients:
        letterhead = recipient.letterhead or ""
        if letterhead not in carried:
            found = documents.of(letterhead)
            carried[letterhead] = found, sum(m.size for m in found), digest(found, ("data",))
        found, carries, what = carried[letterhead]
        files = len(found) + count + len(TEXTS)
        whom = (recipient.istat, recipient.name, recipient.province, recipient.region or "")
        words = addressing.key(recipient) if addressing else ""
        key = digest((common, what, whom, addressed.key(recipient), words))
        texts = _HEAD + files * _ROW
        orders.append(
            Order(recipient, folder_name(recipient), found, files, carries + size + texts, key)
        )
    return orders


def bytes_needed(orders: Sequence[Order], shape: Shape) -> int:
    """Return how many bytes of the disk *orders* take in that *shape*."""
    total = sum(order.size for order in orders)
    blocks = sum(order.files for order in orders) * _BLOCK
    return round(shape.folder * (total + blocks) + shape.zip * total + shape.mail * total * _BASE64)


def check_room(needed: int, free: int) -> None:
    """Raise :class:`PitstopError` where *needed* bytes would leave the disk no room."""
    if needed + _SPARE > free:
        raise PitstopError(
            _("the packs take {needed} GB, and the disk has {free} GB left").format(
                needed=f"{needed / 1e9:.1f}", free=f"{free / 1e9:.1f}"
            ),
            _(
                "make room; or leave out what nobody asks for: --no-zip or --no-folder, fewer sources or "
                "editions, embed_fonts: false"
            ),
        )
