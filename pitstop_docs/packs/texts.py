"""What a pack says of itself: ``LEGGIMI.html``, ``manifest.json``, ``SHA256SUMS``.

Enters: a campaign, a recipient, the other files of the pack. Leaves: the three files. Names of files, types
and digests stand in the manifest as the *segnatura di protocollo* has them (AgID, Linee guida sul documento
informatico, annex 6): ``nomeFile``, ``mimeType``, ``impronta``."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.packs.members import Member, member_of
from pitstop_docs.packs.names import shown
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.recipients import Recipient

README, MANIFEST, SUMS = "LEGGIMI.html", "manifest.json", "SHA256SUMS"
TEXTS = (README, MANIFEST, SUMS)
_FORM = 1  # of the manifest
_TEMPLATE = "pack/leggimi.html.j2"
TEMPLATES = (f"html/{_TEMPLATE}", "html/pack/index.html.j2")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the texts of all packs of a *campaign*."""

    campaign: Campaign
    page: Any
    theme: Any

    @classmethod
    def of(cls, campaign: Campaign, templates: Templates) -> "Writer":
        """Return the writer for *campaign*, whose page looks as *templates* say."""
        environment = templates.environment()
        environment.filters.update(size=size, day=long_date, shown=shown)
        return cls(campaign, environment.get_template(_TEMPLATE), load_theme(templates))

    def texts(self, recipient: Recipient, files: Sequence[Member]) -> tuple[Member, ...]:
        """Return the three files that go with *files*."""
        readme = member_of(README, self._readme(recipient, files), what="LEGGIMI", addressed=True)
        manifest = member_of(MANIFEST, self._manifest(recipient, (*files, readme)), addressed=True)
        sums = member_of(SUMS, sums_of((*files, readme, manifest)), addressed=True)
        return readme, manifest, sums

    def _readme(self, recipient: Recipient, files: Sequence[Member]) -> bytes:
        groups = [(title, list(group)) for title, group in groupby(files, _group_of)]
        page = self.page.render(
            campaign=self.campaign,
            recipient=recipient,
            groups=groups,
            drafts=any(member.is_draft for member in files),
            letter=next((member for member in files if not member.source), None),
            theme=self.theme,
        )
        return str(page).encode()

    def _manifest(self, recipient: Recipient, files: Sequence[Member]) -> bytes:
        campaign = self.campaign
        said = {
            "form": _FORM,
            "campaign": {
                "id": campaign.id, "title": shown(campaign.title), "sender": shown(campaign.sender),
            },
            "recipient": {
                "istat": shown(recipient.istat),
                "name": shown(recipient.name),
                "province": shown(recipient.province),
                "region": recipient.region and shown(recipient.region),
            },
            "date": campaign.date.isoformat(),
            "drafts": any(member.is_draft for member in files),
            "files": [_row(member) for member in files],
        }  # fmt: skip
        # One file a line: people may compare two manifests.
        rows = said.pop("files")
        head = json.dumps(said, ensure_ascii=False, indent=1).removesuffix("\n}")
        lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)  # type: ignore[attr-defined]
        return f'{head},\n "files": [\n{lines}\n ]\n}}\n'.encode()


def _group_of(member: Member) -> str:
    """Return under which title *member* is listed: its source's, but for acts; "" for what has none."""
    if member.act:
        return "Bozze d’atto, da completare"
    return member.title if member.source else ""


def _row(member: Member) -> dict[str, Any]:
    return {
        "nomeFile": member.name,
        "mimeType": member.mime,
        "impronta": {"algoritmo": "SHA-256", "valore": member.digest},
        "bytes": member.size,
        "id": member.id,
        "title": member.title or None,
        "source": member.source or None,
        "edition": member.edition or None,
        "version": member.version or None,
        "status": member.status or None,
        "pages": member.pages,
        "licence": member.licence or None,
    }


def sums_of(files: Sequence[Member]) -> bytes:
    """Return the digests of *files* as ``sha256sum --check`` reads them."""
    return "".join(f"{member.digest}  {member.name}\n" for member in files).encode()


def size(count: int, locale: str = "it") -> str:
    """Return how many bytes these are, for people: "84 kB", "1,4 MB"; in Italian, as packs are."""
    from babel.numbers import format_decimal  # deferred: slow to load

    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{format_decimal(count / 1_000_000, format='0.#', locale=locale)} MB"


def long_date(day: Any) -> str:
    """Return *day* as letters have it: "5 maggio 2027"."""
    from babel.dates import format_date  # deferred: slow to load

    return format_date(day, "d MMMM y", locale="it")
