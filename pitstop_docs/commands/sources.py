"""Commands about sources: check, list, schema.

Enters: what was typed. Leaves: lines on the terminal, schemas, an exit code. What is slow
to load, commands import themselves."""

from pathlib import Path
from typing import Annotated

from pitstop_docs.commands import screen
from pitstop_docs.commands.options import AsJson, Project
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project


@command("check", _("Read everything and list what is wrong, without making any brief."))
def check(
    project: Project = Path("."),
    output: Annotated[
        bool, Parameter(_("Check the Word files in output/ instead."), ("--output",))
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check the project, or the Word files that were made of it."""
    from pitstop_docs.build.flow import load
    from pitstop_docs.proofing import proof_output

    reporter = Reporter()
    root = project.resolve()
    require_project(root)
    if not output:
        load(root, reporter)
    elif not proof_output(root, reporter):
        raise PitstopError(
            _("there are no Word files in output/"), _("make them first: pitstop build")
        )
    return screen.print_outcome(reporter, as_json)


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
