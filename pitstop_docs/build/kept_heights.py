"""What a brief's blocks were measured to take, kept for when some of its words change.

Enters: what a worker measured. Leaves: the same, for the next one that makes this brief. It says what would
be measured again: no brief depends on whether it is there."""

from dataclasses import replace

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.made import Made
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.store import Store

_FORM = "heights 1"


def with_heights(store: Store, brief: Brief) -> Brief:
    """Return *brief* with what is kept of its heights."""
    return replace(brief, heights=store.look_up(_key(brief.id)) or "")


def keep_heights(store: Store, brief: Brief, made: Made) -> None:
    """Keep the heights that came with *made*, in the place of earlier ones."""
    if made.heights and made.heights != brief.heights:
        store.write_down(_key(brief.id), made.heights)


def _key(id: BriefId) -> str:
    return digest((_FORM, id))
