"""Commands about print shops: press, preflight.

Enters: what was typed. Leaves: files for a press and job sheets in ``output/``, a report, lines on the
terminal, an exit code. What is slow to load, commands import themselves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pitstop_docs.build.choice import Choice
from pitstop_docs.commands import screen
from pitstop_docs.commands.briefs import Scheduler
from pitstop_docs.commands.options import AsJson, Editions, Jobs, Project, Sources
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _, ngettext
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.writers.targets import DEFAULT_SHOP

if TYPE_CHECKING:
    from pitstop_docs.press.flow import Printed
    from pitstop_docs.press.preflight import Report

_SHOP = _("What this print shop asks for: a file of templates/press/, x4 if you do not say.")
Shop = Annotated[str, Parameter(_SHOP, ("--shop",), _("SHOP"))]


@command("press", _("Make the files for a print shop, with their job sheets."))
def press(
    edition: Editions = (),
    source: Sources = (),
    shop: Shop = DEFAULT_SHOP,
    final: Annotated[
        bool, Parameter(_("Only what is final: no proofs of drafts."), ("--final",))
    ] = False,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Make the files for a press, and print what became of them."""
    from pitstop_docs.build.workers import Labour, cores
    from pitstop_docs.press.flow import press as make_files

    reporter = Reporter()
    choice = Choice(source, edition, ("pdf",), shop=shop, final=final)
    with screen.progress(hidden=as_json) as progress:
        labour = Labour(jobs or cores(), scheduler)
        run, printed = make_files(project.resolve(), choice, reporter, progress, labour)
    if not as_json:
        screen.print_list(_("For the press"), [_row(each) for each in printed])
    files = [
        {"file": each.path, "job_sheet": each.sheet, **each.report.as_json()} for each in printed
    ]
    return screen.print_outcome(reporter, as_json, run.wrong, files=files)


def _row(printed: "Printed") -> tuple[str, ...]:
    report = printed.report
    return (
        printed.path,
        _("{pages} p.").format(pages=report.pages),
        _("ink {percent} %").format(percent=round(report.ink)),
        _("passes our preflight") if report.passed else _("does not pass our preflight"),
    )


@command("preflight", _("Look at a PDF as a print shop does: what would it refuse?"))
def preflight(
    file: Annotated[Path, Parameter(_("A PDF, whoever made it."), metavar=_("FILE"), read=Path)],
    shop: Shop = DEFAULT_SHOP,
    report: Annotated[
        Path | None,
        Parameter(
            _("Write a page here that shows where it is."), ("--report",), _("NEW FILE"), read=Path
        ),
    ] = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Look at a PDF and print what was found."""
    from pitstop_docs.look.templates import Templates
    from pitstop_docs.press.preflight import NoPdfError
    from pitstop_docs.press.preflight import preflight as look_at
    from pitstop_docs.press.report import draw_report
    from pitstop_docs.press.shops import profile_of
    from pitstop_docs.runs.files import write_whole

    templates = Templates.of(project.resolve())
    profile = profile_of(shop, project.resolve())
    try:
        data = file.read_bytes()
        found = look_at(data, profile)
    except OSError as error:
        raise PitstopError(
            _("{path} cannot be read: {error}").format(path=file, error=reason_of(error)),
            _("name a PDF"),
        ) from error
    except NoPdfError as error:
        raise PitstopError(
            _("{path} is no PDF that can be opened").format(path=file),
            _("open it in a PDF reader; if it opens there, export it anew, without a password"),
        ) from error
    if report is not None:
        write_whole(report, draw_report(data, found, file.name, templates))
    if as_json:
        screen.print_json(Reporter(), file=str(file), **found.as_json())
    else:
        _print_report(found, file, report)
    return 0 if found.passed else 1


def _print_report(found: "Report", file: Path, report: Path | None) -> None:
    from pitstop_docs.press.preflight import RULES

    errors = len(found.errors)
    for finding in found.findings:
        print(f"{finding.where}: {finding.rule.severity}[{finding.code}]: {finding}")
    pages = ngettext("{count} page", "{count} pages", found.pages).format(count=found.pages)
    size = "×".join(f"{round(side)}" for side in found.trim) + " mm" if found.trim else "–"
    about = [pages, size, found.standard or "–", found.condition or "–"]
    print(
        f"{file.name}: {', '.join(about)}, " + _("ink {percent} %").format(percent=round(found.ink))
    )
    if found.passed:
        print(_("It passes our preflight."))
    else:
        words = ngettext(
            "It does not pass our preflight: {count} error.",
            "It does not pass our preflight: {count} errors.",
            errors,
        )
        print(words.format(count=errors))
    looks = dict.fromkeys(_(rule.looks) for rule in RULES.values())
    print(_("It looks at: {rules}.").format(rules="; ".join(looks)))
    if report is not None:
        print(_("The pages, with what is wrong marked: {path}").format(path=report))
