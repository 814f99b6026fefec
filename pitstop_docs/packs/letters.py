"""What names one municipality: its cover letter, and the draft acts that are addressed to it.

Enters: a campaign, finished documents, recipients. Leaves: the members of each pack that are its own. A letter
is composed here and written by the build's workers; an act was made by the build, and its blanks are filled
in. Day, signature, and all that belongs to whoever adopts an act stay blank."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from pitstop_docs.build.inputs import Inputs, Places
from pitstop_docs.build.make import Tools, docx_writer, pdf_writer
from pitstop_docs.build.workers import Labour, at_work, needs_of, places
from pitstop_docs.compose.letters import EDITION, Enclosure, compose_letter
from pitstop_docs.packs.campaigns import chosen_cases
from pitstop_docs.packs.members import Documents, LostFileError, Member, failure, member_of
from pitstop_docs.packs.names import LETTER_NAMES, shown
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter, problem_from
from pitstop_docs.problems.messages import _
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.model import Collection
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.digests import digest, digest_of
from pitstop_docs.runs.jobs import Job, JobError, run_all
from pitstop_docs.runs.parcels import DamagedError, pack, unpack
from pitstop_docs.tree.document import Document
from pitstop_docs.tree.typeset import typeset
from pitstop_docs.writers.docx.filling import Fillable
from pitstop_docs.writers.pdf import LayoutError
from pitstop_docs.writers.targets import Pdf, Word

_MAKE = "pitstop_docs.packs.letters:make_parcel"
_FORM = 1  # of what a key stands for
# Of our own modules, those that decide what a letter says; what it looks like is the makers'.
_COMPOSERS = (
    "compose/composition.py", "compose/letters.py", "compose/recipients.py", "compose/typesetting.py",
    "compose/wording.py", "packs/letters.py",
)  # fmt: skip
_PDF_SIZE, _WORD_SIZE, _WORD_WITH_FONTS = 42_000, 20_000, 195_000  # bytes, about
_FEW = 4  # letters that are made before other processes have begun
_MUNICIPALITY = "municipality"  # the key of the blank for its name

Outcome = tuple[Recipient, tuple[Member, ...] | Diagnostic]


@dataclass
class Letters:
    """Makes the letters of a *campaign*, and addresses the acts that go with it."""

    campaign: Campaign
    collection: Collection
    documents: Documents
    inputs: Inputs
    labour: Labour = field(default_factory=Labour)
    _acts: dict[str, Fillable] = field(default_factory=dict)

    @property
    def expected(self) -> tuple[int, int]:
        """How many files each recipient gets, and about how many bytes."""
        word = _WORD_WITH_FONTS if self.campaign.embed_fonts else _WORD_SIZE
        acts = self.documents.acts_of("")
        return 2 + len(acts), _PDF_SIZE + word + sum(act.size for act in acts)

    def key(self, recipient: Recipient) -> str:
        """Return the digest of all that decides the letter to *recipient* and the acts: of the documents, the
        letter says what those that carry them know already."""
        known = (
            recipient.istat, recipient.name, recipient.province, recipient.region or "", recipient.language,
            recipient.population, recipient.population_year, recipient.population_source or "",
            recipient.territory or "", recipient.letterhead or "",
        )  # fmt: skip
        acts = self.documents.acts_of(recipient.letterhead or "")
        return digest((self._common, known, acts), ("data",))

    @cached_property
    def _common(self) -> str:
        """The digest of what decides all letters."""
        inputs, collection, campaign = self.inputs, self.collection, self.campaign
        project = collection.project
        composers = {name: inputs.code.files[name] for name in _COMPOSERS}
        words = dict(collection.labels[project.languages[0]].words)
        said = tuple(prose.content for prose in campaign.letter)
        suits = [(c.short, c.suits.model_dump()) for c in chosen_cases(campaign, collection)]
        return digest((
            _FORM, composers, inputs.makers, inputs.look(EDITION), inputs.libraries, words,
            (project.name, project.sender, project.programme or "", project.mark, project.languages[0]),
            inputs.media.get(project.logo or "", ""),
            (campaign.id, campaign.title, campaign.sender, campaign.date, campaign.embed_fonts, said,
             campaign.addressed, suits),
        ))  # fmt: skip

    def write(self, asked: Iterable[tuple[Recipient, tuple[Member, ...]]]) -> Iterator[Outcome]:
        """Yield what is addressed to each recipient, or why there is nothing."""
        waiting = iter(asked)
        first = list(islice(waiting, _FEW))
        if not first:
            return
        labour = self.labour if len(first) == _FEW or self.labour.scheduler else Labour()
        jobs = (
            (recipient, self._job(recipient, documents))
            for recipient, documents in chain(first, waiting)
        )
        with at_work(labour, self.inputs, (Pdf(), Word()), self.campaign.embed_fonts) as executor:
            for recipient, done in run_all(executor, jobs):
                yield recipient, self._outcome(recipient, done)

    def _job(self, recipient: Recipient, documents: Sequence[Member]) -> Job:
        acts = self.documents.acts_of(recipient.letterhead or "")
        letter = compose_letter(
            self.collection,
            self.campaign,
            recipient.model_copy(update={"name": shown(recipient.name)}),
            enclosures_of(documents, acts),
            chosen_cases(self.campaign, self.collection),
        )
        arguments = (letter, self.campaign.embed_fonts, places(self.inputs))
        return Job(_MAKE, arguments, needs_of(letter, self.inputs))

    def _outcome(
        self, recipient: Recipient, done: Future[bytes]
    ) -> tuple[Member, ...] | Diagnostic:
        """Return the members that *done* and the acts are, or why there are none."""
        try:
            said, files = unpack(done.result())
            if "refused" in said:
                raise PitstopError(*map(str, said["refused"]))
            problems = [problem_from(problem) for problem in said["problems"]]
            if problems:
                return failure(recipient, problems[0].message, problems[0].hint)
            return (*self._letter(files, int(said["pages"])), *self._addressed(recipient))
        except LostFileError as error:
            return failure(recipient, *error.words)
        except (JobError, DamagedError) as error:
            return failure(recipient, _("its letter: {reason}").format(reason=error))

    def _letter(self, files: Mapping[str, bytes], pages: int) -> Iterator[Member]:
        for name, target in zip(LETTER_NAMES, (Pdf(), Word()), strict=True):
            yield member_of(
                name, files[target.name], title=self.campaign.title, what="Lettera di accompagnamento",
                audience="Tutti", addressed=True, pages=pages if isinstance(target, Pdf) else None,
                licence=self.campaign.licence or "",
            )  # fmt: skip

    def _addressed(self, recipient: Recipient) -> Iterator[Member]:
        """Yield the acts with the name of the municipality in them."""
        name = typeset(shown(recipient.name), self.collection.project.languages[0])
        for act in self.documents.acts_of(recipient.letterhead or ""):
            data = self._open(act, bool(recipient.letterhead)).fill({_MUNICIPALITY: name})
            yield replace(act, data=data, digest=digest_of(data), size=len(data), addressed=True)

    def _open(self, act: Member, once: bool) -> Fillable:
        """Return *act*, to be filled in; one on a letterhead, for one municipality, is not kept."""
        if act.digest in self._acts:
            return self._acts[act.digest]
        opened = Fillable(self.documents.read(act), frozenset({_MUNICIPALITY}))
        if not once:
            self._acts[act.digest] = opened
        return opened


def enclosures_of(documents: Iterable[Member], acts: Iterable[Member]) -> tuple[Enclosure, ...]:
    """Return *documents* and *acts* as a letter lists them: a document once, in whatever formats."""
    found: dict[tuple[str, str], Enclosure] = {}
    for members, act in ((documents, False), (acts, True)):
        for member in members:
            key = member.source, member.edition
            pages = member.pages or None
            if key in found:
                other = found[key]
                # Of a document in two formats, the PDF's pages are sure.
                pages = pages if member.name.endswith(Pdf().suffix) else other.pages or pages
                found[key] = replace(other, pages=pages)
            else:
                found[key] = Enclosure(
                    PurePosixPath(member.name).stem, member.title, member.what, member.audience, pages,
                    act, not member.is_draft,
                )  # fmt: skip
    return tuple(found.values())


# --- what workers run --------------------------------------------------------------------------


def make_parcel(folders: Mapping[str, Path], letter: Document, embed: bool, where: Places) -> bytes:
    """Return *letter* as PDF and as Word file, in a parcel; or what is wrong with it."""
    reporter = Reporter()
    tools = Tools.of(where, folders)
    files: dict[str, bytes] = {}
    pages = 0
    try:
        pdf, word = pdf_writer(tools), docx_writer(tools, embed)
        layout = pdf.layout(letter, reporter)
        pages = layout.pages
        files[Pdf().name] = pdf.export(layout, reporter).data
        # Word's file is spaced to have as many.
        files[Word().name] = word.write(replace(letter, pages=pages), reporter).data
    except LayoutError as error:
        message = _("the layout engine cannot set '{source}': {reason}")
        message = message.format(source=letter.title, reason=error)
        reporter.report("layout-failed", letter.location, message)
    except PitstopError as error:
        return pack({"refused": [str(error), error.hint]})
    problems = [problem.as_json() for problem in reporter.errors]
    return pack({"problems": problems, "pages": pages}, files)
