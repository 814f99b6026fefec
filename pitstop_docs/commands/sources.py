"""Commands about sources: check, list, schema.

Enters: what was typed. Leaves: lines on the terminal, schemas, an exit code. What is slow
to load, commands import themselves."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from pitstop_docs.build.choice import Choice
from pitstop_docs.commands import screen
from pitstop_docs.commands.options import AsJson, Project, Sources
from pitstop_docs.commands.parser import Misuse, Parameter, command
from pitstop_docs.problems.diagnostics import PitstopError, Reporter, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project


@command("check", _("Read everything and list what is wrong, without making any brief."))
def check(
    project: Project = Path("."),
    output: Annotated[
        bool, Parameter(_("Check the Word files in output/ instead."), ("--output",))
    ] = False,
    source: Sources = (),
    fix: Annotated[
        bool,
        Parameter(
            _(
                "Put accents and dates right in the sources: shows each line, asks, keeps the old file as .bak."
            ),
            ("--fix",),
        ),
    ] = False,
    yes: Annotated[bool, Parameter(_("With --fix: do not ask."), ("-y", "--yes"))] = False,
    as_json: AsJson = False,
) -> int:
    """Check the project, or the Word files that were made of it; of *source* and what it uses alone, if any."""
    from pitstop_docs.build.flow import load_chosen
    from pitstop_docs.build.output import open_store
    from pitstop_docs.packs.campaigns import check_campaigns
    from pitstop_docs.proofing import proof_output
    from pitstop_docs.readers.project import ProjectReader

    reporter = Reporter()
    root = project.resolve()
    if output and source:
        raise Misuse(_("--output looks at all Word files: leave --source out"))
    if fix and output:
        raise Misuse(_("--fix is for sources, not for Word files"))
    if fix and source:
        raise Misuse(_("--fix looks at all sources: leave --source out"))
    require_project(root)
    if fix:
        return _fix(root, yes, as_json)
    if not output:
        reader = ProjectReader(root, open_store(root))
        read = load_chosen(root, Choice(source), reporter, reader)
        reader.save()
        if not source:
            check_campaigns(root, read.right, reporter)
    elif not proof_output(root, reporter):
        raise PitstopError(
            _("there are no Word files in output/"), _("make them first: pitstop build")
        )
    return screen.print_outcome(reporter, as_json)


def _fix(root: Path, yes: bool, as_json: bool) -> int:
    """Put right what is certain, if somebody agrees, and check what is there then."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.commands.mending import mendings, write
    from pitstop_docs.packs.campaigns import check_campaigns

    reporter = Reporter()
    collection = load(root, reporter)
    found = mendings(collection)
    changes = [change for mending in found for change in mending.changes]
    if not as_json:
        screen.print_changes(changes)
    agreed = bool(found) and (yes or (not as_json and screen.agrees()))
    kept = [relative(write(mending), root) for mending in found] if agreed else []
    if kept:
        reporter = Reporter()
        collection = load(root, reporter)
    check_campaigns(root, collection, reporter)
    code = screen.print_outcome(
        reporter, as_json, changes=[asdict(change) for change in changes], kept=kept
    )
    if not as_json:
        screen.print_kept(kept, len(changes))
    return 1 if found and not agreed else code


@command("list", _("List sources and editions."))
def list_all(project: Project = Path("."), as_json: AsJson = False) -> int:
    """List what there is to build."""
    from pitstop_docs.build.flow import load

    reporter = Reporter()
    collection = load(project.resolve(), reporter)
    cases, editions = collection.cases, collection.editions.values()
    if not as_json:
        screen.print_list(_("Sources"), [(c.id, c.title, c.status) for c in cases])
        screen.print_list(_("Editions"), [(e.id, e.label, ", ".join(e.formats)) for e in editions])
    return screen.print_outcome(
        reporter, as_json,
        sources=[
            {"id": c.id, "kind": c.kind, "title": c.title, "status": c.status} for c in cases
        ],
        editions=[
            {"id": e.id, "label": e.label, "pages": e.pages, "formats": e.formats}
            for e in editions
        ],
    )  # fmt: skip


@command("schema", _("Write the JSON Schemas of all kinds of record, for editors."))
def schema(
    project: Project = Path("."),
    output: Annotated[
        Path | None,
        Parameter(_("The folder for them."), ("-o", "--output"), _("FOLDER"), read=Path),
    ] = None,
) -> int:
    """Write the schemas."""
    from pitstop_docs.records.schema import write_schemas

    if output is None:
        require_project(project.resolve())
    for path in write_schemas(output or project / "sources" / ".schemas"):
        print(path.as_posix())
    return 0
