"""LibreOffice as somebody's own program: not through our bridge, which the tests hold separately."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

SOFFICE = shutil.which("soffice")


def convert(to: str, folder: Path, *files: Path) -> None:
    """Let LibreOffice write *files* as *to* ("docx", "odt", "pdf") into *folder*."""
    process = subprocess.Popen(
        [str(SOFFICE), "--headless", f"-env:UserInstallation={(folder / '.profile').as_uri()}",
         "--convert-to", to, "--outdir", str(folder), *map(str, files)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.wait(180) == 0
    finally:
        # soffice is a script: the program that it starts would outlive it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
