"""What checking finds wrong in what bodies are asked, and in the drafts of acts."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

REQUESTS = Group(
    N_("Requests and acts"),
    (
        Problem(
            "missing-request",
            Severity.ERROR,
            N_("there is no request for one of the bodies"),
            N_("add it below 'requests:' with text and act"),
        ),
        Problem(
            "request-not-one-sentence",
            Severity.ERROR,
            N_("a request is one sentence"),
            N_("keep the first, and move the rest to the text"),
        ),
        Problem(
            "request-without-verb",
            Severity.WARNING,
            N_("a request does not seem to begin with a verb"),
            N_("begin with an infinitive: Individuare, Impegnare, Istruire…"),
        ),
        Problem(
            "unknown-body",
            Severity.ERROR,
            N_("a request is to a body that no edition is for"),
            N_("correct the name, or add the edition"),
        ),
        Problem(
            "incomplete-request",
            Severity.WARNING,
            N_(
                "a request does not say which option it carries out, who acts, or which opinions it needs"
            ),
            N_(
                "write option, the name of the option; who; opinions: none, technical or "
                "technical-and-accounting. As long as they are missing, the brief has them asked"
            ),
        ),
        Problem(
            "unknown-option",
            Severity.ERROR,
            N_("a request carries out an option that is not among the options"),
            N_("write the name of one of the options, or add it to 'options:'"),
        ),
        Problem(
            "request-against-advice",
            Severity.ERROR,
            N_("a request carries out another option than the preferred one, and does not say why"),
            N_(
                "ask for the preferred option, or mark the other with 'preferred: true', or write the "
                "reason in 'why:' at the request: it is printed there"
            ),
        ),
        Problem(
            "unknown-act",
            Severity.ERROR,
            N_("an act has another name than the forms of acts have"),
            N_("write the name of one of them; what the act is about stands in the request"),
        ),
        Problem(
            "incomplete-act",
            Severity.ERROR,
            N_("a draft act does not say who decides it, or its subject"),
            N_(
                "write decides, the body, which is never inferred, and subject, what the act is about"
            ),
        ),
        Problem(
            "wrong-deciding-body",
            Severity.ERROR,
            N_("the body that is to decide a draft act does not decide acts of this kind"),
            N_("write another body in 'decides:', or another act"),
        ),
        Problem(
            "unprinted-recitals",
            Severity.WARNING,
            N_("a request has recitals of its own that are never printed"),
            N_("delete these recitals, or give the request another act, or points"),
        ),
        Problem(
            "point-without-verb",
            Severity.WARNING,
            N_("a point of an act does not seem to begin with its verb"),
            N_("begin with an infinitive: di dare indirizzo…, a censire…, di approvare…"),
        ),
        Problem(
            "recital-without-participle",
            Severity.WARNING,
            N_("a recital of an act does not seem to begin with its participle"),
            N_("begin with Premesso che, Visto, Richiamata, Considerato che, Ritenuto…"),
        ),
    ),
)
