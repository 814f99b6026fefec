"""What goes wrong while briefs are made, measured and verified."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

BRIEFS = Group(
    N_("Making briefs"),
    (
        Problem(
            "bad-lock",
            Severity.WARNING,
            N_("sources/pages.lock cannot be read: the pages of the Word files are not known"),
            N_("`pitstop measure` writes it again"),
            N_("two people changed the file, and the two versions were joined by hand"),
        ),
        Problem(
            "brief-failed",
            Severity.ERROR,
            N_("a fault of pitstop stopped this brief; the others are made"),
            N_("this is a fault of pitstop: send output/pitstop.log to those who look after it"),
            N_("a fault was put into the program, to see what it says"),
        ),
        Problem(
            "cannot-convert",
            Severity.ERROR,
            N_("LibreOffice cannot make the ODT file of a brief"),
            N_("open it in LibreOffice: if it opens there, try again"),
            N_("LibreOffice stops with this file"),
        ),
        Problem(
            "cannot-keep",
            Severity.WARNING,
            N_("results cannot be kept in output/.cache"),
            N_("the briefs are right, but the next build makes them again"),
            N_("a file has the name of the folder output/.cache"),
        ),
        Problem(
            "cannot-measure",
            Severity.ERROR,
            N_("LibreOffice cannot count the pages of a brief"),
            N_("open it in LibreOffice: if it opens there, try again"),
            N_("LibreOffice stops with this file"),
        ),
        Problem(
            "cannot-write",
            Severity.ERROR,
            N_("a file of a brief cannot be written"),
            N_("close it if it is open, and check that you may write there and the disk has room"),
            N_("a file has the name of the folder output/briefs"),
        ),
        Problem(
            "changed-file",
            Severity.ERROR,
            N_("a Word file is not as it was made: it is not measured"),
            N_("make it again: pitstop build"),
            N_("the Word file was edited after it was made"),
        ),
        Problem(
            "does-not-fit",
            Severity.ERROR,
            N_(
                "what is required does not fit into the pages of the edition: this brief is not made"
            ),
            N_(
                "shorten the texts that the message names: the first sentence of a section, "
                "the request, the facts"
            ),
            N_("the first sentence of a section has five hundred words"),
        ),
        Problem(
            "layout-failed",
            Severity.ERROR,
            N_("the layout engine cannot set a brief"),
            N_("make this source simpler, and tell those who look after pitstop"),
            N_("the layout engine stumbles over a page"),
        ),
        Problem(
            "not-built",
            Severity.WARNING,
            N_("`pitstop verify` finds a file that is not made from the sources of today"),
            N_("run 'pitstop build' first"),
            N_("a source was corrected, and the briefs were not made again"),
        ),
        Problem(
            "not-filled",
            Severity.WARNING,
            N_(
                "there is room in the pages, but the passages that were left out are too long for it"
            ),
            N_("part the passages that the message names into shorter paragraphs"),
            N_("a section is one paragraph of three thousand words"),
        ),
        Problem(
            "not-measured",
            Severity.WARNING,
            N_("how many pages the briefs on a letterhead have is not known"),
            N_("count them with LibreOffice: make measure (or pitstop measure)"),
            N_("briefs were made on a letterhead for the first time"),
        ),
        Problem(
            "not-reproduced",
            Severity.ERROR,
            N_("`pitstop verify` finds a file that is not what the same sources make"),
            N_("build again: if it is still so, it is a fault of pitstop"),
            N_("a PDF was edited after it was made"),
        ),
        Problem(
            "older-files",
            Severity.WARNING,
            N_("a file of a brief was not made again when the brief has changed"),
            N_("make it again in its own format, or remove it: the index marks it as out of date"),
            N_("after a change, only the PDF was made: pitstop build --format pdf"),
        ),
        Problem(
            "other-libraries",
            Severity.WARNING,
            N_("the briefs were made with other versions of the libraries"),
            N_("words and numbers of pages are compared instead of bytes"),
            N_("the briefs come from a computer with one more library"),
        ),
        Problem(
            "too-short",
            Severity.WARNING,
            N_("there is too little text to fill the pages of the edition"),
            N_("write more in the sections that the message names, or leave the page as it is"),
            N_("the source has a few lines for a page"),
        ),
        Problem(
            "wide-table",
            Severity.WARNING,
            N_("the numbers of this table have no room beside each other: some are broken"),
            N_("leave out columns, part the table, or count in thousands or millions"),
            N_("a table has twelve columns of amounts in euros and cents"),
        ),
        Problem(
            "word-over-budget",
            Severity.WARNING,
            N_("Word files have more pages than their edition, as LibreOffice counts them"),
            N_("shorten the source's longest sections, or accept it: Word itself may differ"),
            N_("LibreOffice counted three pages for a brief of one"),
        ),
    ),
)
