"""What reading finds wrong in the text of a source."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

TEXT = Group(
    N_("The text"),
    (
        Problem(
            "bad-cite",
            Severity.ERROR,
            N_("a call to a reference is not well formed"),
            N_("write [@reference] or [@reference, art. 5]; for a bracket as text write \\["),
        ),
        Problem(
            "bad-mark",
            Severity.ERROR,
            N_("a mark in braces is not well formed, or has no block before it"),
            N_("write it at the end of a block, or on a line of its own below it"),
        ),
        Problem(
            "broken-link",
            Severity.ERROR,
            N_("a link is not well formed, or its address is not whole"),
            N_("write a whole address, beginning with https://, http://, mailto: or tel:"),
        ),
        Problem(
            "broken-table",
            Severity.ERROR,
            N_("a table is not complete, or a caption follows no table"),
            N_(
                "put an empty line before it, and a line like | --- | --- | with as many cells "
                "below its first line"
            ),
        ),
        Problem(
            "repeated-opening",
            Severity.WARNING,
            N_("three sentences, items or paragraphs in a row begin with the same word"),
            N_("begin one of them in another way, or make one sentence of them"),
        ),
        Problem(
            "duplicate-section",
            Severity.ERROR,
            N_("the same section is there twice"),
            N_("join the two"),
        ),
        Problem(
            "empty-quote",
            Severity.ERROR,
            N_("this quotation has no words"),
            N_("write them after '>', before the line that says whose they are"),
        ),
        Problem(
            "empty-section",
            Severity.ERROR,
            N_("there is no text under a heading"),
            N_("write its text, or remove the heading"),
        ),
        Problem(
            "heading-level",
            Severity.ERROR,
            N_("a heading has the wrong number of # signs, or no space after them"),
            N_("sections have ##, headings inside them ###"),
        ),
        Problem(
            "left-placeholder",
            Severity.WARNING,
            N_("something was left to be filled in"),
            N_("write the text, or take it out"),
        ),
        Problem(
            "misplaced-mark",
            Severity.ERROR,
            N_("a mark in braces does nothing where it stands"),
            N_("rows of a table take .optional alone, other blocks all marks but that"),
        ),
        Problem(
            "missing-section",
            Severity.ERROR,
            N_("a required section is missing"),
            N_("write its heading, as the message shows it, and its text"),
            N_("the section 'Il problema' was deleted"),
        ),
        Problem(
            "missing-words",
            Severity.ERROR,
            N_("a testimony has no words"),
            N_("write them below the second line of hyphens"),
        ),
        Problem(
            "nested-note",
            Severity.ERROR,
            N_("a note cannot stand inside a note"),
            N_("write one note, or two beside each other"),
        ),
        Problem(
            "nested-table",
            Severity.ERROR,
            N_("a table cannot stand inside a list or a quotation"),
            N_("put it on its own, with an empty line before and after it"),
        ),
        Problem(
            "not-a-list",
            Severity.ERROR,
            N_("these lines look like a list, but would be printed as one paragraph"),
            N_(
                "begin each item with '- ' or '1. ', with a space; a letter that others refer to "
                "goes after the hyphen: '- a) …'"
            ),
        ),
        Problem(
            "numeric-date",
            Severity.WARNING,
            N_("a day stands in digits in a text that people read"),
            N_("'pitstop check --fix' writes it in words, shows it first, and keeps the old file"),
        ),
        Problem(
            "raw-html",
            Severity.ERROR,
            N_("there is HTML, or a comment that is never closed"),
            N_("use Markdown; for a '<' as text, write a space after it"),
        ),
        Problem(
            "table-cells",
            Severity.ERROR,
            N_("a row of a table has more or fewer cells than its first line"),
            N_("add or remove a '|'; a cell may be empty; for a bar as text write \\|"),
        ),
        Problem(
            "text-outside-section",
            Severity.ERROR,
            N_("this text stands before the first heading"),
            N_("the headings are those that the message lists"),
        ),
        Problem(
            "too-deep",
            Severity.ERROR,
            N_("too many brackets, lists or quotations inside each other"),
            N_("close each bracket, and keep lists to three levels"),
        ),
        Problem(
            "unbalanced-emphasis",
            Severity.ERROR,
            N_("an emphasis is opened and not closed, or closed and not opened"),
            N_(
                "write *words* or **words**, with no space inside the signs; for the sign itself write \\*"
            ),
        ),
        Problem(
            "unknown-heading",
            Severity.ERROR,
            N_("a heading is not one of those that there are, or none may stand here"),
            N_("choose one of the headings that the message lists, or remove it"),
        ),
        Problem(
            "unknown-mark",
            Severity.ERROR,
            N_("a mark in braces does not exist, and is not the name of an edition"),
            N_("choose one of the marks that the message lists"),
        ),
        Problem(
            "unsupported-markdown",
            Severity.ERROR,
            N_("this sign of Markdown has no place in a brief"),
            N_("use paragraphs, lists, tables, quotes, emphasis, links and images"),
        ),
        Problem(
            "wrong-accent",
            Severity.WARNING,
            N_("an accent is missing, or it is of the wrong kind"),
            N_("'pitstop check --fix' puts it right, shows it first, and keeps the old file"),
        ),
    ),
)
