"""What reading finds wrong with a file as a whole, and with how its fields are written in YAML."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

FILES = Group(
    N_("The file, and how fields are written"),
    (
        Problem(
            "binary-file",
            Severity.ERROR,
            N_("this is not a text file"),
            N_("a source is plain text: copy the words of a Word or PDF file into a .md file"),
            N_("a Word file was renamed documento.md"),
        ),
        Problem(
            "control-character",
            Severity.ERROR,
            N_("there is an invisible character in the text"),
            N_("delete it: it often comes with text pasted from a PDF"),
            N_("words were pasted from a PDF, an invisible character among them"),
        ),
        Problem(
            "duplicate-id",
            Severity.ERROR,
            N_("two sources, or two entries of a list, have the same id"),
            N_("choose another id"),
        ),
        Problem(
            "duplicate-key",
            Severity.ERROR,
            N_("a field is there twice"),
            N_("keep one of them"),
        ),
        Problem(
            "empty-file",
            Severity.ERROR,
            N_("this file is empty"),
            N_("fill it, or delete it; 'pitstop new' writes a skeleton"),
            N_("a new file was saved before anything was written in it"),
        ),
        Problem(
            "file-name",
            Severity.WARNING,
            N_("the name of the file is not the id of what it holds"),
            N_("give them the same name"),
        ),
        Problem(
            "ignored-file",
            Severity.WARNING,
            N_("this is not read: no source has such a name or place"),
            N_("a source is a file whose name ends in '.md', right in its folder"),
            N_("the list of partners was saved under another name"),
        ),
        Problem(
            "merge-conflict",
            Severity.ERROR,
            N_("here two versions of the file meet, and nobody has chosen one yet"),
            N_("keep one of the two, and delete the lines of signs (<<<<<<<, =======, >>>>>>>)"),
            N_("two people changed the same line, and git kept both"),
        ),
        Problem(
            "missing-file",
            Severity.ERROR,
            N_("this file is missing"),
            N_("write it: at least 'name:' and 'sender:'"),
            N_("the file project.yaml was deleted"),
        ),
        Problem(
            "no-front-matter",
            Severity.ERROR,
            N_("a source begins with its fields, between two lines of three hyphens (---)"),
            N_("'pitstop new practice ID' writes a skeleton to copy from"),
        ),
        Problem(
            "not-utf8",
            Severity.ERROR,
            N_("the file is saved in another encoding than UTF-8: its accents would be spoilt"),
            N_("save the file again as UTF-8: in the editor, 'Save as…', then the encoding UTF-8"),
            N_("an old program saved the file in its own encoding"),
        ),
        Problem(
            "outside-project",
            Severity.ERROR,
            N_("this file leads outside the project"),
            N_("put a copy of the file in the project instead of a link"),
            N_("a link to a file elsewhere on the computer was put among the sources"),
        ),
        Problem(
            "too-large",
            Severity.ERROR,
            N_("the file is too large for a source"),
            N_("a source is a text of some pages: is this the right file?"),
            N_("a whole archive was pasted into one source"),
        ),
        Problem(
            "unreadable",
            Severity.ERROR,
            N_("this file cannot be read"),
            N_("put a text file in its place, or ask whoever looks after this computer"),
            N_("a folder has the name of a file"),
        ),
        Problem(
            "yaml-alias",
            Severity.ERROR,
            N_("a value cannot begin with & or *: among the fields they mean something else"),
            N_("put the text in quotes, or leave the sign out"),
        ),
        Problem(
            "yaml-depth",
            Severity.ERROR,
            N_("too many levels inside each other"),
            N_("check the brackets and the indentation"),
        ),
        Problem(
            "yaml-escape",
            Severity.ERROR,
            N_("in double quotes there is the code of a character"),
            N_("write the character itself; in single quotes a backslash is a backslash"),
        ),
        Problem(
            "yaml-syntax",
            Severity.ERROR,
            N_("the fields are not well written"),
            N_("look at this line and the one before it: quotes, colons, indentation, brackets"),
        ),
        Problem(
            "yaml-tab",
            Severity.ERROR,
            N_("there is a tab character in the indentation"),
            N_("indent with spaces, two for each level"),
        ),
        Problem(
            "yaml-tag",
            Severity.ERROR,
            N_("a value cannot begin with !: among the fields it means something else"),
            N_("put the text in quotes, or leave the sign out"),
        ),
    ),
)
