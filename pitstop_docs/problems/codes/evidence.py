"""What checking finds wrong in references, figures, options and testimonies."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

EVIDENCE = Group(
    N_("References, numbers, options, testimonies"),
    (
        Problem(
            "cell-without-noun",
            Severity.WARNING,
            N_("a cell of the options says 'none' or 'those', and not of what"),
            N_("name the thing: 'Nessuna spesa nell'immediato', 'Le ore degli uffici'"),
        ),
        Problem(
            "certainty-too-high",
            Severity.ERROR,
            N_(
                "certainty cannot be high: none of its sources is official or marked as independent"
            ),
            N_(
                "write medium, or add a law, a ruling or a dataset; where a source is not by those "
                "whom it speaks of, as a newspaper's own inquiry or an audit, write "
                "'independent: true' at it in references.yaml"
            ),
        ),
        Problem(
            "missing-consent",
            Severity.ERROR,
            N_("a testimony needs consent, or a pseudonym, before it is reviewed"),
            N_("add 'consent: {scope: …, date: …}' or 'pseudonym: true'"),
        ),
        Problem(
            "no-do-nothing",
            Severity.ERROR,
            N_("exactly one option must be to do nothing"),
            N_("mark it with 'do_nothing: true', or add it"),
        ),
        Problem(
            "rejected-for-numbers",
            Severity.ERROR,
            N_("the figures of this reference must not be used"),
            N_("cite another source for this number"),
        ),
        Problem(
            "two-preferred",
            Severity.ERROR,
            N_("more than one option is preferred"),
            N_("keep 'preferred: true' on one"),
        ),
        Problem(
            "old-review",
            Severity.WARNING,
            N_("a reviewed source has been changed since: its review is older than 'updated'"),
            N_("let it be reviewed again and write the day; until then, 'status: draft'"),
        ),
        Problem(
            "unchecked-reference",
            Severity.WARNING,
            N_("a source is reviewed, but nobody has checked some of its references"),
            N_("read each at its address, then write the day at it in references.yaml: checked_on"),
        ),
        Problem(
            "place-outside-country",
            Severity.ERROR,
            N_("the latitude and longitude of a place are not in its country"),
            N_(
                "correct them: 'lat' is the latitude, 'lon' the longitude; small islands are not on the map: "
                "there, remove 'lat', 'lon' and 'source'"
            ),
        ),
        Problem(
            "uncited-evidence",
            Severity.ERROR,
            N_("a paragraph or an item of the results names no source"),
            N_("add [@reference] after what it says"),
        ),
        Problem(
            "unit-points",
            Severity.WARNING,
            N_("a share changes by percentage points: 'points' alone may be of anything"),
            N_("write 'unit: punti percentuali', or in the label what they are points of"),
        ),
        Problem(
            "unknown-partner",
            Severity.ERROR,
            N_("a partner is not in sources/partners.yaml"),
            N_("add it there, or correct its id"),
        ),
        Problem(
            "unknown-reference",
            Severity.ERROR,
            N_("a reference is not in sources/references.yaml"),
            N_("add it there, or correct its id"),
        ),
        Problem(
            "unknown-testimony",
            Severity.ERROR,
            N_("there is no testimony of this id"),
            N_("write it in sources/testimonies/, or correct its id"),
        ),
        Problem(
            "wrong-range",
            Severity.ERROR,
            N_("the end of a range must be greater than its beginning"),
            N_("write the smaller number in 'value', the greater in 'to'"),
        ),
    ),
)
