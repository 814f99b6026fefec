"""Messages that an office's own mail program sends: unsent drafts, one recipient each.

Enters: a pack's files. Leaves: ``.eml`` files (RFC 5322) that open as drafts, as few as the limit of a
message allows, "1 di N" in their subjects. What offices refuse is never in them: no archive, no link, no
macro; the main document comes first (AgID, Linee guida sul documento informatico; the offices' own rules)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from math import ceil

from pitstop_docs.packs.members import Member
from pitstop_docs.packs.names import shown
from pitstop_docs.packs.texts import README, long_date, size
from pitstop_docs.problems.messages import _
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.records.values import EMAIL
from pitstop_docs.runs.digests import digest

MAIL = "messaggi"  # the folder of messages, below the campaign's
SUBJECT_MAX = 64  # characters that protocol offices ask for at most
_HEAD = 4000  # bytes of a message beside its attachments: its own headers and words
_PART = 500  # bytes of the headers of one attachment
_LINE = 76  # characters of base64 on a line, which two more end (RFC 2045, 6.8)


class MessageError(Exception):
    """A file that no message may carry; ``hint`` says what to do."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__(words)
        self.hint = hint


def messages(
    campaign: Campaign, recipient: Recipient, files: Sequence[Member], data: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each message that takes *files* to *recipient*, who has an address."""
    groups = split(files, campaign.max_message_mb * 1_000_000)
    for number, group in enumerate(groups, 1):
        count = f" - {number} di {len(groups)}" if len(groups) > 1 else ""
        message = _message(campaign, recipient, group, count, data)
        yield f"{number:02}.eml", message.as_bytes()


def split(files: Sequence[Member], limit: int) -> list[list[Member]]:
    """Return *files*, in their order, in as few messages as *limit* bytes of each allow; raises
    :class:`MessageError`."""
    groups: list[list[Member]] = []
    room = 0
    for member in files:
        takes = encoded_size(member.size) + _PART
        if takes + _HEAD > limit:
            raise MessageError(
                _("{name} ({size}) is larger than a message may be").format(
                    name=member.name, size=size(member.size)
                ),
                _("write a larger max_message_mb into the campaign, or leave that file out"),
            )
        if not groups or takes > room:
            groups.append([])
            room = limit - _HEAD
        groups[-1].append(member)
        room -= takes
    return groups


def encoded_size(count: int) -> int:
    """Return how many bytes of a message so many bytes take: base64, in lines."""
    letters = 4 * ceil(count / 3)
    return letters + 2 * ceil(letters / _LINE)


def subject(title: str, count: str) -> str:
    """Return *title* and *count* in at most 64 characters, cut between two words where that is near."""
    room = SUBJECT_MAX - len(count)
    line = shown(title)
    if len(line) > room:
        cut = line[: room - 1].rsplit(" ", 1)[0]
        line = (cut if len(cut) > room // 2 else line[: room - 1]).rstrip(" ,;:.–-") + "…"
    return line + count


def _message(
    campaign: Campaign, recipient: Recipient, group: Sequence[Member], count: str,
    data: Mapping[str, bytes],
) -> EmailMessage:  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["To"] = _address(recipient)
    message["Subject"] = subject(campaign.title, count)
    message["X-Unsent"] = "1"
    message.set_content(_words(campaign, recipient, group, count), cte="quoted-printable")
    for member in group:
        kind, _slash, of = member.mime.partition("/")
        message.add_attachment(data[member.name], maintype=kind, subtype=of, filename=member.name)
    # The library's own is drawn by lot: the same pack has the same messages.
    drawn = digest((campaign.id, recipient.istat, count, [member.digest for member in group]))
    message.set_boundary(f"=_pitstop_{drawn[:40]}")
    return message


def _address(recipient: Recipient) -> Address:
    """Return where a message goes, whoever wrote it down: one address, on one line."""
    pec = str(recipient.pec)
    if not re.fullmatch(EMAIL, pec):
        raise MessageError(
            _("'{address}' is no address").format(address=shown(pec)),
            _("put the municipality's PEC address right in the list"),
        )
    return Address(addr_spec=pec)


def _words(campaign: Campaign, recipient: Recipient, group: Sequence[Member], count: str) -> str:
    """Return the body: in Italian, as what is in the pack is."""
    lines = [f"Al Comune: {shown(recipient.name)} ({shown(recipient.province)})"]
    if recipient.office:
        lines.append(shown(recipient.office))
    lines += ["", f"Oggetto: {shown(campaign.title)}{count}", ""]
    lines.append("Si trasmettono in allegato i documenti elencati qui sotto.")
    names = [member.name for member in group]
    if not group[0].source and group[0].name != README:
        lines.append(f"Il documento principale è {names[0]}.")
    if README in names:
        lines.append(f"{README} dice che cosa sono gli altri, e per chi.")
    if any(member.is_draft for member in group):
        lines += ["", "I documenti segnati «bozza» o «esempio» non sono ancora stati rivisti."]
    lines += ["", *(f"- {_line(member)}" for member in group)]
    lines += ["", f"{shown(campaign.sender)}, {long_date(campaign.date)}", ""]
    return "\n".join(lines)


def _line(member: Member) -> str:
    about = ", ".join(filter(None, (member.title, member.what)))
    status = {"draft": " (bozza)", "example": " (esempio)"}.get(member.status, "")
    return member.name + (f": {shown(about)}" if about else "") + status
