"""Messages are drafts that a mail program opens, and no office refuses."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.packs.mail import MessageError, encoded_size, messages, split, subject
from pitstop_docs.packs.members import Member, member_of
from pitstop_docs.records.campaigns import Campaign
from tests.packs.projects import BASE, MAILED, change_campaign, municipality, packed, packed_well
from tests.packs.test_packs import MESSAGE

TITLES = st.text(min_size=1, max_size=300)
CAMPAIGN = {"id": "prova", "title": "Pane", "date": "2026-12-01", "sender": "Unione"}


def read(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def written(recipient: Any, limit: int = 30, size: int = 100, **fields: Any) -> list[EmailMessage]:
    campaign = Campaign.model_construct(
        None, **{**Campaign.model_validate(CAMPAIGN).__dict__, "max_message_mb": limit, **fields}
    )
    files = [
        member_of(f"{number:02}.pdf", bytes([number]) * size, title="Forno") for number in range(8)
    ]
    data = {member.name: member.data or b"" for member in files}
    found = list(messages(campaign, recipient, files, data))
    assert all(len(message) <= limit * 1_000_000 for _name, message in found)
    parsed = [read(message) for _name, message in found]
    carried = [part for message in parsed for part in message.iter_attachments()]
    assert {part.get_filename(): part.get_content() for part in carried} == data
    return parsed


def test_a_message_is_an_unsent_draft_with_the_pack(campaign: Path) -> None:
    message = read((campaign / MESSAGE).read_bytes())
    assert message["X-Unsent"] == "1"
    assert message["To"] == "protocollo@pec.esempio.it"
    assert message["Subject"] == "Pane e forni di paese"
    assert {"Cc", "Bcc", "From", "Date"}.isdisjoint(message.keys())
    folder = campaign / BASE / "040012-forli"
    carried = {part.get_filename(): part for part in message.iter_attachments()}
    assert {name: part.get_payload(decode=True) for name, part in carried.items()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    types = {name: part.get_content_type() for name, part in carried.items()}
    assert types["forno-di-borgo-finto-giunta.pdf"] == "application/pdf"
    assert not any("zip" in kind for kind in types.values())
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert "Al Comune: Forlì (FC)" in text
    assert "http" not in text
    # Whoever has no address gets none.
    assert not (campaign / BASE / "messaggi/033004-bettola").exists()


def test_who_cannot_be_written_to_is_told_in_one_list(campaign: Path) -> None:
    change_campaign(campaign, "033004;Bettola;PC;;", "065067;None;SA;;")
    found, reporter = packed(campaign, MAILED)
    assert (found.failed, [problem.code for problem in reporter.diagnostics]) == ([], ["no-pec"])
    assert "Bettola (033004), None (065067)" in reporter.diagnostics[0].message


def test_a_large_pack_is_several_messages(campaign: Path) -> None:
    parsed = written(municipality(), 1, 300_000)
    count = len(parsed)
    assert count == 4
    assert [m["Subject"] for m in parsed] == [f"Pane - {n} di {count}" for n in range(1, count + 1)]


def test_a_file_larger_than_a_message_fails_its_municipality(campaign: Path) -> None:
    change_campaign(campaign, more="max_message_mb: 1\n")
    packed_well(campaign, MAILED)
    files = [Member("lettera.pdf", "0" * 64, 800_000)]
    with pytest.raises(MessageError, match="larger than a message may be"):
        split(files, 1_000_000)


@given(TITLES, st.sampled_from(["", " - 1 di 2", " - 12 di 34"]))
def test_a_subject_is_one_line_of_64_characters(title: str, count: str) -> None:
    line = subject(title, count)
    assert len(line) <= 64
    assert len(line.splitlines()) <= 1 or not line
    assert line.endswith(count)


@given(st.binary(max_size=5000))
def test_the_size_of_an_attachment_is_known_before(data: bytes) -> None:
    message = EmailMessage(policy=default.clone(linesep="\r\n"))
    message.set_content(data, maintype="application", subtype="pdf")
    _head, _line, body = bytes(message).partition(b"\r\n\r\n")
    assert encoded_size(len(data)) == len(body)


@given(st.text(max_size=300), st.text(max_size=300), TITLES)
def test_no_name_or_title_adds_a_line_to_the_head(name: str, office: str, title: str) -> None:
    hostile = municipality(name=name + "\r\nBcc: altri@esempio.it", office=office)
    (message,) = written(hostile, title=title + "\nX-Altro: 1")
    assert {key.lower() for key in message} == {
        "to", "subject", "x-unsent", "mime-version", "content-type",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "a@esempio.it\r\nBcc: altri@esempio.it", "a@esempio.it, altri@esempio.it", "=1+1", "", "@",
        "a b@esempio.it", "a@", "<script>@esempio.it>",
    ],
)  # fmt: skip
def test_what_is_no_address_gets_no_message(address: str) -> None:
    with pytest.raises(MessageError, match="is no address"):
        written(municipality(pec=address))
