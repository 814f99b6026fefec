"""The part that is about whoever reads: its municipality.

Enters: a case. Leaves: room for what is known of the municipality, and for whether it is as the case asks; of a
brief for everybody, nothing."""

from pitstop_docs.compose.composition import Composition, builds
from pitstop_docs.compose.recipients import municipality_facts
from pitstop_docs.records.editions import EditionPart
from pitstop_docs.tree.document import Block


@builds("municipality")
def municipality(composition: Composition, part: EditionPart) -> Block | None:
    """How many inhabitants it has, in which territory it lies, which of the case's conditions it meets."""
    if not composition.addressed:
        return None
    case = composition.case
    facts = municipality_facts(case.suits, composition.wording)
    return composition.callout(part, "municipality", case.origin("suits"), facts)
