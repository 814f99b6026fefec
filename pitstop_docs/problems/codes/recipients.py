"""What is wrong with the lists of municipalities to which packs go."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

RECIPIENTS = Group(
    N_("Recipients"),
    (
        Problem(
            "broken-list",
            Severity.ERROR,
            N_(
                "from here on the rows cannot be told apart: a double quote is not closed, or text follows one"
            ),
            N_("a quote inside a text is written twice, as a spreadsheet does when it saves CSV"),
            N_("a name in the list has one double quote too many"),
        ),
        Problem(
            "ignored-column",
            Severity.WARNING,
            N_("a column of the list is not read"),
            N_(
                "that is all right if nothing in it is needed; if it is, give it the name of a field"
            ),
            N_("the list has a column for telephone numbers"),
        ),
        Problem(
            "missing-column",
            Severity.ERROR,
            N_("a column that the list must have is missing"),
            N_("the first row must have at least the titles istat, nome and provincia"),
            N_("the first row of the list is missing"),
        ),
        Problem(
            "recipient-twice",
            Severity.ERROR,
            N_("a municipality is there twice"),
            N_(
                "keep one; or say until which day one is valid (valid_to), and from which the other"
            ),
            N_("the same municipality stands in two lists"),
        ),
        Problem(
            "spreadsheet-formula",
            Severity.ERROR,
            N_("a cell holds a formula: it would be computed wherever the list is opened"),
            N_("write the text itself; it cannot begin with = or @"),
            N_("a cell of the list begins with an equals sign"),
        ),
        Problem(
            "unknown-letterhead",
            Severity.ERROR,
            N_("there is no letterhead of this name"),
            N_(
                "put its .docx or .dotx file into templates/docx/letterheads, or leave the cell empty"
            ),
            N_("the list names a letterhead that nobody has put there yet"),
        ),
        Problem(
            "unknown-province",
            Severity.WARNING,
            N_("no province has these letters"),
            N_("look for a slip; if the province is new, it is all right"),
            N_("the letters of a province were mixed up"),
        ),
    ),
    N_("`pitstop check` says these of the lists in `sources/recipients`."),
)
