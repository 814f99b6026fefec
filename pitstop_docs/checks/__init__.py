"""Rules over a Collection: everything wrong that one record alone cannot show.

Enters: a Collection, the templates, the formats that can be written. Leaves: diagnostics in the
reporter. One function for each rule; a new rule is a function in :data:`CHECKS` and a folder in
``tests/checks/``."""

from collections.abc import Callable, Iterable

from pitstop_docs.checks.act_forms import check_act_forms
from pitstop_docs.checks.calls import check_calls
from pitstop_docs.checks.captions import check_captions
from pitstop_docs.checks.cases import CASE_CHECKS
from pitstop_docs.checks.charts import check_charts
from pitstop_docs.checks.colours import check_colours
from pitstop_docs.checks.editions import check_editions, check_formats, check_made_editions
from pitstop_docs.checks.glyphs import check_glyphs
from pitstop_docs.checks.labels import check_labels
from pitstop_docs.checks.marks import check_marks
from pitstop_docs.checks.places import check_places
from pitstop_docs.checks.requests import REQUEST_CHECKS
from pitstop_docs.checks.style import STYLE_CHECKS
from pitstop_docs.checks.typed import check_typed
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.model import Collection

CHECKS: tuple[Callable[[Collection, Reporter], None], ...] = (
    *CASE_CHECKS,
    *REQUEST_CHECKS,
    check_calls,
    check_captions,
    check_charts,
    check_editions,
    check_made_editions,
    check_labels,
    check_act_forms,
    check_marks,
    check_places,
    *STYLE_CHECKS,
)


def check(
    collection: Collection, templates: Templates, formats: Iterable[str], reporter: Reporter
) -> None:
    """Apply every rule to *collection*; *formats* are those that there are writers for."""
    for rule in CHECKS:
        rule(collection, reporter)
    check_formats(collection, tuple(formats), reporter)
    check_glyphs(collection, templates, reporter)
    check_typed(collection, reporter)
    check_colours(collection, templates, reporter)
