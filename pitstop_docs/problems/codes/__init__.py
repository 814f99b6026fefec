"""Everything that pitstop can find wrong: one row for each code.

Enters: nothing. Leaves: how much each problem matters, what it means, what to do about it. From it
``make problems`` writes docs/problems.it.md."""

from pitstop_docs.problems.codes.briefs import BRIEFS
from pitstop_docs.problems.codes.editions import EDITIONS
from pitstop_docs.problems.codes.evidence import EVIDENCE
from pitstop_docs.problems.codes.fields import FIELDS
from pitstop_docs.problems.codes.files import FILES
from pitstop_docs.problems.codes.letterheads import LETTERHEADS
from pitstop_docs.problems.codes.packs import PACKS
from pitstop_docs.problems.codes.pictures import PICTURES
from pitstop_docs.problems.codes.press import PRESS
from pitstop_docs.problems.codes.recipients import RECIPIENTS
from pitstop_docs.problems.codes.requests import REQUESTS
from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.codes.text import TEXT
from pitstop_docs.problems.codes.word import WORD

__all__ = ["GROUPS", "PROBLEMS", "Group", "Problem", "Severity"]

# In the order in which somebody meets them.
GROUPS = (
    FILES, FIELDS, TEXT, EVIDENCE, REQUESTS, PICTURES, EDITIONS, BRIEFS, WORD, LETTERHEADS, RECIPIENTS, PACKS,
    PRESS,
)  # fmt: skip
PROBLEMS = {problem.code: problem for group in GROUPS for problem in group.problems}
