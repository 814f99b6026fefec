"""What reading finds wrong with the value of a field."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

FIELDS = Group(
    N_("The value of a field"),
    (
        Problem(
            "empty-field",
            Severity.ERROR,
            N_("a field is there, but it is empty"),
            N_("write it, or remove it: a field that is not required can go"),
        ),
        Problem(
            "missing-field",
            Severity.ERROR,
            N_("a required field is missing"),
            N_("add it, with its value"),
        ),
        Problem(
            "plain-text",
            Severity.ERROR,
            N_("this field is plain text: asterisks and brackets would be printed as they stand"),
            N_("write it without emphasis, links, notes and calls to references"),
        ),
        Problem(
            "too-long",
            Severity.ERROR,
            N_("a text or a list is too long"),
            N_("shorten it; the message says by how much"),
        ),
        Problem(
            "unknown-key",
            Severity.ERROR,
            N_("there is no field of this name here"),
            N_("it is nearly always a slip: the message offers the right name"),
        ),
        Problem(
            "unknown-value",
            Severity.ERROR,
            N_("the value is not one of those allowed"),
            N_("choose one of the values that the message lists"),
        ),
        Problem(
            "wrong-format",
            Severity.ERROR,
            N_("the value is not written in the form that the field needs"),
            N_("write it as the example in the message"),
        ),
        Problem(
            "wrong-type",
            Severity.ERROR,
            N_("the value is of another kind: a text for a number, one item for a list"),
            N_("do as the message says; numbers are written 1200, not 1.200"),
        ),
    ),
)
