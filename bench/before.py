"""The project as it was before the layout engine was tuned and the search spared: what is compared with it.

Enters: a repository, today's sources. Leaves: a project of that commit's code and templates, which builds them
with the plain engine; none where the commit is not there, as in a shallow clone."""

import shutil
import subprocess
import sys
from pathlib import Path

# The last whose search measures and lays out all of a brief each time; without the tuned engine, which it has,
# it makes what today's code makes of today's sources. Those before the engine cannot read these.
COMMIT = "9f875d49d2b86c96a5d5f5ecf52cfbbca7cc8ceb"
_FOLDERS = ("pitstop_docs", "templates")
ENVIRONMENT = {"PITSTOP_ENGINE": "plain"}  # loaded from nowhere: what measures stays small


def project_before(root: Path, sources: Path, folder: Path) -> bool:
    """Put it into *folder*; return whether that could be done."""
    archive = folder.with_suffix(".tar")
    command = ["git", "-C", str(root), "archive", "-o", str(archive), COMMIT, *_FOLDERS]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    shutil.unpack_archive(archive, folder, filter="data")
    archive.unlink()
    shutil.copytree(sources, folder / "sources")
    compile_all(folder / "pitstop_docs")
    return True


def compile_all(package: Path) -> None:
    """Compile byte-code, as set-up does: what is measured writes none."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], check=True)
