"""Where everything is measured: a copy of the project, so that nobody's files are touched.

Enters: a project's folder, an empty one, the sources whose briefs are compared. Leaves: a :class:`Track`."""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.before import compile_all, project_before

Brief = tuple[str, str]  # edition, source


class Track:
    """A copy of the project, the Markdown of its briefs, and the two ways to make them: ``every`` bundled
    brief, the ``briefs`` that are compared one by one, ``others`` that warm processes up."""

    def __init__(self, root: Path, folder: Path, sources: tuple[str, ...], pandoc: str) -> None:
        self.project, self.markdown, self.files = (folder / n for n in ("project", "md", "files"))
        for path in (self.markdown, self.files):
            path.mkdir()
        # A build writes into its project: not into the one that people are using.
        for name in ("sources", "templates"):
            shutil.copytree(root / name, self.project / name)
        compile_all(root / "pitstop_docs")
        self.pandoc = pandoc
        self.root = root
        python = [sys.executable, "-m"]
        # In a process of its own: what measures stays small.
        export = [*python, "bench.markdown", str(self.project), str(self.markdown)]
        subprocess.run(export, check=True)
        names = [path.stem.partition("--") for path in self.markdown.glob("*.md")]
        briefs: list[Brief] = sorted(
            ((edition, source) for edition, _dashes, source in names),
            key=lambda brief: (_order(self.project, brief[0]), brief),
        )
        self.every = briefs
        self.briefs = [brief for brief in briefs if brief[1] in sources or not sources]
        # What warms a process up is not measured: sources of both kinds, others if there are any.
        others = [brief for brief in briefs if brief not in self.briefs] or briefs
        practices = {path.stem for path in (self.project / "sources/practices").iterdir()}
        self.others = [
            brief
            for kind in (True, False)
            for brief in one_of_each([b for b in others if (b[1] in practices) == kind])
        ]
        self.briefs = [brief for brief in self.briefs if sources or brief not in self.others]
        self.ours = [*python, "bench.ours", str(self.project), str(self.files)]
        self.chain = self.chain_of(self.markdown)

    def chain_of(self, markdown: Path) -> list[str]:
        """Return the command of the process in which the chain makes briefs of the folder *markdown*."""
        fonts = str(self.project / "templates/fonts")
        return [sys.executable, "-m", "bench.chain", str(markdown), fonts, self.pandoc]

    def before(self) -> Path | None:
        """Return the project that builds are compared with, if there can be one."""
        folder = self.project.with_name("before")
        return folder if project_before(self.root, self.project / "sources", folder) else None

    def build(self, briefs: list[Brief]) -> list[str]:
        """Return the command that makes *briefs*, after forgetting all that was made before."""
        # From nothing, in one process: what is kept of other runs would be put back.
        shutil.rmtree(self.project / "output", ignore_errors=True)
        command = [sys.executable, "-m", "pitstop_docs", "build", "--quiet", "--jobs", "1"]
        command += ["--project", str(self.project)]
        for edition in dict.fromkeys(edition for edition, _source in briefs):
            command += ["--edition", edition]
        for source in dict.fromkeys(source for _edition, source in briefs):
            command += ["--source", source]
        return command


def _order(project: Path, edition: str) -> int:
    """Return an edition's place among the editions."""
    path = project / "templates" / "editions" / f"{edition}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((int(line[6:]) for line in lines if line.startswith("order:")), 100)


def one_of_each(briefs: list[Brief]) -> list[Brief]:
    """Return the first brief of each edition."""
    first = {edition: (edition, source) for edition, source in reversed(briefs)}
    return list(first.values())[::-1]
