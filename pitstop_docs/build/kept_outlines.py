"""Outlines of documents, kept by source: what did not change is not composed again.

Enters: drafts, the inputs, the store. Leaves: the :class:`~pitstop_docs.build.outlines.Outline` that a draft
had, until its own source, or anything else that documents are composed of, is another."""

from pitstop_docs.build.drafts import Draft
from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.outlines import Outline
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.readers.kept import Kept
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.store import Store

_SOURCES = "sources/"
_OTHERS = ("practices/", "policies/")  # no document says anything of another source


class Outlines:
    """The outlines of a project whose inputs are these, kept in *store*: at each place the latest alone."""

    def __init__(self, inputs: Inputs, store: Store) -> None:
        self.inputs = inputs
        self._kept = Kept(store)
        files = inputs.sources.files.items()
        self._own = {name: found for name, found in files if name.startswith(_OTHERS)}
        shared = {name: found for name, found in files if name not in self._own}
        trees = tuple(tree.digest for tree in inputs.templates)
        self._shared = digest((shared, trees, inputs.code.digest, inputs.libraries))

    def of(self, draft: Draft) -> Outline | None:
        """Return what is kept of *draft*; None if that is nothing, or something else than it would say now."""
        return self._kept.find(_place(draft.id), self._key(draft), Outline)

    def keep(self, draft: Draft, outline: Outline) -> None:
        """Keep *outline* as that of *draft*."""
        self._kept.keep(_place(draft.id), self._key(draft), outline)

    def save(self) -> None:
        """Put into the store what was kept, unless the inputs have changed meanwhile."""
        if self.inputs.still_holds():
            self._kept.save()

    def _key(self, draft: Draft) -> str:
        path = draft.case.location.path
        own = self._own.get(path.removeprefix(_SOURCES), "")
        return self._kept.key_of(self._shared, path, own)


def _place(id: BriefId) -> str:
    return " ".join(("composed", id.kind, id.source, id.edition, id.language))
