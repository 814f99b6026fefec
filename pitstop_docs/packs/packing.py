"""The packs of one campaign on their way into their folder.

Enters: orders, the finished documents, whoever makes letters. Leaves: packs, each whole or not at all; in the
register what was made, in the reporter what was not, municipality by municipality.

One process writes: the disk is what takes the time. A few threads wait for it at once, since to flush is to
wait; letters and acts, which take thought, go to the workers of a build."""

import errno
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from pitstop_docs.build.paths import PACKS
from pitstop_docs.build.run import Progress, Run
from pitstop_docs.look.templates import Templates
from pitstop_docs.packs.addressing import AddressError, Addressing
from pitstop_docs.packs.mail import MAIL, MessageError, messages
from pitstop_docs.packs.members import Addressed, Documents, LostFileError, Member, failure
from pitstop_docs.packs.pages import INDEX, draw_index
from pitstop_docs.packs.place import Place
from pitstop_docs.packs.plan import Order, Shape
from pitstop_docs.packs.register import Register, Row, contents_of, now
from pitstop_docs.packs.texts import MANIFEST, SUMS, Writer
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.recipients import Recipient

_WRITERS = 4  # threads that wait for the disk at once; more gain nothing
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(slots=True)
class Packed:
    """What became of it: the orders, the bytes that those take which were not there, the packs that were
    ``made``, those that ``stayed``, the municipalities that ``failed``, how many ``messages`` were written;
    the build."""

    campaign: Campaign
    orders: list[Order] = field(default_factory=list)
    needed: int = 0
    made: list[str] = field(default_factory=list)
    stayed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    messages: int = 0
    run: Run = field(default_factory=Run)


def fail(packed: Packed, recipient: Recipient, why: str, hint: str, reporter: Reporter) -> None:
    """Take down that *recipient* gets no pack, and *why*."""
    packed.failed.append(recipient.istat)
    reporter.add(failure(recipient, why, hint))


@dataclass(slots=True)
class Packing:
    """The packs of one campaign; whoever makes them holds the lock of all packs."""

    root: Path
    packed: Packed
    shape: Shape
    documents: Documents
    addressed: Addressed
    register: Register
    reporter: Reporter
    addressing: Addressing | None = None
    place: Place = field(init=False)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        campaign = self.packed.campaign
        self.place = Place(self.root / PACKS / campaign.id, campaign.date)
        self.writer = Writer.of(campaign, Templates.of(self.root))

    def unfinished(self) -> list[Order]:
        """Return the orders of which there is no pack yet, or another one."""
        rows = {row.istat: row for row in self.register.last(self.packed.campaign.id)}
        todo = []
        for order in self.packed.orders:
            row = rows.get(order.recipient.istat)
            if row and row.key == order.key and self._stands(order, row):
                self.packed.stayed.append(order.recipient.istat)
            else:
                todo.append(order)
        return todo

    def _stands(self, order: Order, row: Row) -> bool:
        shape, place = self.shape, self.place
        zip = place.base / f"{order.name}.zip"
        mail = place.base / MAIL / order.name
        return (
            (not shape.folder or place.folder_is_as_put(order.name, row.sizes))
            and (not shape.zip or place.is_as_put(zip, row.zip_size))
            and (not shape.mail or not order.recipient.pec or mail.is_dir())
        )

    def run(self, todo: Sequence[Order], progress: Progress) -> None:
        """Make the packs of *todo*, and draw the page of all."""
        self.place.clear()
        start, done = perf_counter(), 0
        progress(0, len(todo), "", None)
        try:
            for order, outcome in self._outcomes(todo):
                self._take_down(order, outcome)
                done += 1
                left = (perf_counter() - start) / done * (len(todo) - done)
                progress(done, len(todo), order.recipient.name, left)
        finally:  # Ctrl-C too: what was made is listed
            page = draw_index(self.root, self.packed.campaign, self.register, self.place.base)
            self.place.put_file(INDEX, page)
            self.place.clear()

    def _outcomes(
        self, todo: Sequence[Order]
    ) -> "Iterator[tuple[Order, Row | Exception | Diagnostic]]":
        """Yield each order with what was put, or why nothing was; in whatever order."""
        orders = {order.recipient.istat: order for order in todo}
        asked = ((order.recipient, order.documents) for order in todo)
        with ThreadPoolExecutor(_WRITERS) as pool:
            pending: dict[Future[tuple[Row, int]], Order] = {}
            for recipient, own in self.addressed.write(asked):
                order = orders[recipient.istat]
                if isinstance(own, Diagnostic):
                    yield order, own
                    continue
                pending[pool.submit(self._put, order, own)] = order
                if len(pending) >= 2 * _WRITERS:
                    yield from self._finished(pending)
            while pending:
                yield from self._finished(pending)

    def _finished(
        self, pending: "dict[Future[tuple[Row, int]], Order]"
    ) -> "Iterator[tuple[Order, Row | Exception]]":
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            order = pending.pop(future)
            try:
                row, sent = future.result()
                self.packed.messages += sent
                yield order, row
            except (OSError, LostFileError, MessageError, AddressError) as error:
                if isinstance(error, OSError) and error.errno in _FULL:
                    raise PitstopError(
                        _("the disk is full: {count} packs are made").format(
                            count=len(self.packed.made)
                        ),
                        _("make room, and begin again: what is made is not made again"),
                    ) from error
                yield order, error

    def _put(self, order: Order, own: Sequence[Member]) -> tuple[Row, int]:
        """Put one pack in its place, and its messages; return its row and how many messages there are."""
        campaign, shape, recipient = self.packed.campaign, self.shape, order.recipient
        # The letter first, what is to be completed last.
        letter = tuple(member for member in own if not member.source)
        acts = tuple(member for member in own if member.source)
        documents = order.documents
        if self.addressing:
            documents = self.addressing.address(recipient, documents)
        files = (*letter, *documents, *acts)
        if len({member.name.casefold() for member in files}) < len(files):
            raise ValueError(f"two files of a pack have one name: {[m.name for m in files]}")
        texts = self.writer.texts(recipient, files)
        # Who opens the archive sees the letter first, and what explains the rest.
        all_files = (*letter, *texts[:1], *documents, *acts, *texts[1:])
        data = {member.name: self.documents.read(member) for member in all_files}
        found = {}
        if shape.mail and recipient.pec:
            found = dict(messages(campaign, recipient, all_files, data))
        self.place.put_folder(f"{MAIL}/{order.name}", found)
        zip_size = self.place.put(order.name, data.items(), shape.folder, shape.zip)
        by_name = {member.name: member for member in texts}
        return (
            Row(
                campaign.id,
                recipient.istat,
                recipient.name,
                order.name,
                order.key,
                by_name[SUMS].digest,
                by_name[MANIFEST].digest,
                zip_size,
                campaign.date.isoformat(),
                now(),
                {member.name: member.size for member in all_files if member.addressed},
                contents_of(all_files),
            ),
            len(found),
        )

    def _take_down(self, order: Order, outcome: "Row | Exception | Diagnostic") -> None:
        if isinstance(outcome, Row):
            self.register.add(outcome)
            self.packed.made.append(outcome.istat)
        elif isinstance(outcome, Diagnostic):
            self.packed.failed.append(order.recipient.istat)
            self.reporter.add(outcome)
        else:
            why, hint = _words_of(outcome)
            fail(self.packed, order.recipient, why, hint, self.reporter)


def _words_of(error: Exception) -> tuple[str, str]:
    """Return why a pack could not be made, and what to do."""
    match error:
        case LostFileError():
            return error.words
        case MessageError() | AddressError():
            return str(error), error.hint
        case OSError():
            return (
                reason_of(error),
                _("close the programs that have its files open, and begin again"),
            )
    return str(error), ""
