"""The same bytes from a cluster, one of whose two workers is killed in mid-run."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.digests import read_tree
from tests.project import make_project
from tests.runs.test_cluster import Dask
from tests.runs.test_pool import until


def outputs(project: Path) -> dict[str, str]:
    return dict(read_tree(project / "output/briefs").files)


def test_a_cluster_makes_the_same_bytes(tmp_path: Path, long: bool) -> None:
    editions = () if long else ("giunta", "consiglio")
    here, there = make_project(tmp_path / "here"), make_project(tmp_path / "there")
    build(here, Choice(editions=editions), Reporter(), lambda *told: None)
    with ExitStack() as stack:
        dask = Dask(tmp_path / "dask", stack=stack)
        dask.folder.mkdir()
        dask.schedule()
        dask.work(), dask.work()
        process = stack.enter_context(
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "pitstop_docs", "build", "-p", str(there)),
                    *(word for edition in editions for word in ("-e", edition)),
                    *("--scheduler", dask.address),
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PITSTOP_LANG": "en"},
            )
        )
        stack.callback(process.kill)  # whatever goes wrong, nobody waits for it
        until(lambda: bool(outputs(there)), 60)
        dask.workers[0].kill()
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert f"{8 if long else 4} made, 0 put back" in out
    assert outputs(there) == outputs(here)
