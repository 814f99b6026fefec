"""What proofreading finds wrong with finished Word files."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

WORD = Group(
    N_("Finished Word files"),
    (
        Problem(
            "docx-alt-text",
            Severity.ERROR,
            N_("a picture has no alternative text"),
            N_(
                "in Word: right click › Edit Alt Text, or mark it as decorative; in "
                "LibreOffice: right click › Alt Text"
            ),
            N_("a picture was put in, and nobody said what it shows"),
        ),
        Problem(
            "docx-cell-end",
            Severity.ERROR,
            N_("a table cell does not end in a paragraph: for Word the file is damaged"),
            N_(
                "open it in LibreOffice and save it again as .docx, or let Word repair it: "
                "what was edited stays"
            ),
            N_(
                "another program wrote the file, and left something after the last paragraph of a cell"
            ),
        ),
        Problem(
            "docx-contrast",
            Severity.ERROR,
            N_("a text stands out too little from its ground"),
            N_("choose a darker colour for the text, or a lighter one behind it"),
            N_("a text was made light grey on white"),
        ),
        Problem(
            "docx-duplicate-bookmark",
            Severity.ERROR,
            N_("two bookmarks have the same name"),
            N_(
                "a text was pasted twice: delete one of the two, or the bookmark alone under "
                "Insert › Bookmark"
            ),
            N_("a text with its bookmark was pasted twice"),
        ),
        Problem(
            "docx-duplicate-control",
            Severity.ERROR,
            N_("two content controls have the same key"),
            N_(
                "a text was pasted twice: delete one of the two, or in Word right click › "
                "Remove Content Control: its words stay"
            ),
            N_("a content control was pasted twice"),
        ),
        Problem(
            "docx-empty-control",
            Severity.ERROR,
            N_("a content control is empty"),
            N_("delete the control in Word, or write something in it"),
            N_("the words of a field were deleted, and its control stayed"),
        ),
        Problem(
            "docx-floating",
            Severity.ERROR,
            N_("a picture or a text box floats: who listens meets it out of its place"),
            N_(
                "in Word: Wrap Text › In Line with Text; in LibreOffice: Anchor › As "
                "Character; put text boxes into the text"
            ),
            N_("a picture was dragged beside the text"),
        ),
        Problem(
            "docx-heading-order",
            Severity.ERROR,
            N_("a heading skips a level"),
            N_("give it the style of the level that follows"),
            N_("a heading got the style Heading 3 right below one of Heading 1"),
        ),
        Problem(
            "docx-link-text",
            Severity.ERROR,
            N_("the words of a link do not say where it leads"),
            N_("write the name of what it leads to"),
            N_("a link says only: click here"),
        ),
        Problem(
            "docx-lost-target",
            Severity.ERROR,
            N_("a link leads to a place that is no longer there"),
            N_(
                "right click › Remove Hyperlink; in contents: right click › Update Field, in "
                "LibreOffice Update Index"
            ),
            N_("the text to which a link led was deleted"),
        ),
        Problem(
            "docx-merged-cells",
            Severity.ERROR,
            N_("a table has merged cells"),
            N_(
                "split them: in Word Table Layout › Split Cells, in LibreOffice Table › Split Cells"
            ),
            N_("two cells of a table were merged"),
        ),
        Problem(
            "docx-no-language",
            Severity.ERROR,
            N_("the document does not say in which language it is"),
            N_("in Word: Review › Language; in LibreOffice: Tools › Language › For All Text"),
            N_("the language of the text was removed"),
        ),
        Problem(
            "docx-no-title",
            Severity.ERROR,
            N_("the document has no title among its properties"),
            N_("in Word: File › Info; in LibreOffice: File › Properties › Description"),
            N_("the properties of the file were removed before publication"),
        ),
        Problem(
            "docx-older-tags",
            Severity.WARNING,
            N_("the content controls are of an older version"),
            N_(
                "nothing to do for who reads it; if nobody has edited the file, make it again with "
                "`make briefs`"
            ),
            N_("the file was made before names of fields stopped counting paragraphs"),
        ),
        Problem(
            "docx-changed-act",
            Severity.WARNING,
            N_("the operative part of this act is no longer the one whose fingerprint is printed"),
            N_(
                "if an opinion was given already, ask for it again; if none was asked for yet, there is "
                "nothing to do: whoever gives one reads the text as it is now"
            ),
            N_(
                "a word of the numbered points was changed, added or taken away after the draft was made; "
                "what is written in the blanks does not count"
            ),
        ),
        Problem(
            "docx-prompts",
            Severity.ERROR,
            N_("Word will ask about updating fields when it opens the file"),
            N_("update the fields in Word (Ctrl+A, F9) and save"),
            N_("another program marked the fields as out of date"),
        ),
        Problem(
            "docx-table-header",
            Severity.ERROR,
            N_("a table has no header row"),
            N_(
                "in Word: Table Layout › Repeat Header Rows; in LibreOffice: Table › "
                "Properties › Text Flow › Repeat heading"
            ),
            N_("the first row of a table is no longer its header"),
        ),
        Problem(
            "docx-typed-list",
            Severity.ERROR,
            N_("a list has bullets or numbers that were typed"),
            N_(
                "make it a list: in Word Home › Bullets or Numbering, in LibreOffice Format › Lists"
            ),
            N_("two lines begin with a hyphen, and are no list"),
        ),
        Problem(
            "docx-unbalanced-bookmark",
            Severity.ERROR,
            N_("a bookmark lacks its beginning or its end"),
            N_("delete it under Insert › Bookmark: the text stays"),
            N_("the end of a bookmark was deleted with the text around it"),
        ),
        Problem(
            "docx-unbalanced-field",
            Severity.ERROR,
            N_("a field lacks its beginning or its end: the text that follows may vanish"),
            N_(
                "in Word press Alt+F9 to see the codes, delete what is left of this one, and "
                "write its words as text"
            ),
            N_("the end of a field was deleted with the text around it"),
        ),
        Problem(
            "docx-undefined-list",
            Severity.ERROR,
            N_("a list is used but not defined: its numbers do not show"),
            N_("select the lines and make them a list again: Home › Bullets or Numbering"),
            N_("a list was pasted by another program, without its definition"),
        ),
        Problem(
            "docx-undefined-style",
            Severity.ERROR,
            N_("a style is used but not defined: Word shows 'Normal'"),
            N_("select its text and give it another style"),
            N_("a text was pasted by another program, without its style"),
        ),
        Problem(
            "docx-unreadable",
            Severity.ERROR,
            N_("the file is not a Word document that can be read"),
            N_(
                "save it again as .docx in Word or LibreOffice; if nobody has edited it, "
                "make it again with `make briefs`"
            ),
            N_("the file is a text that was renamed .docx"),
        ),
        Problem(
            "docx-unstyled-text",
            Severity.ERROR,
            N_("a text has no style: usually it was pasted"),
            N_("give it a style in Word: Body Text for running text"),
            N_("a text was pasted from another document"),
        ),
    ),
    N_(
        "`pitstop check --output` says these. They name the Word file; line and column do not count."
    ),
)
