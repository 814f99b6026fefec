"""Say which Python of this machine is newer than the one that runs this.

Enters: PATH, and what pyenv keeps. Leaves: the newest released Python on standard output; nothing, and
a line on standard error, where none is newer.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ENGLISH = os.environ.get("PITSTOP_LANG", "it").startswith("en")
Version = tuple[int, int]


def candidates() -> Iterator[Path]:
    """Return whatever is called python3.<number> on PATH or below pyenv's folder."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = map(Path, os.environ.get("PATH", "").split(os.pathsep))
    for folder in (*on_path, *pyenv.glob("versions/*/bin")):
        for path in sorted(folder.glob("python3.*")):
            if re.fullmatch(r"python3\.\d+", path.name):
                yield path


def version_of(python: Path) -> Version | None:
    """Return major and minor; None for what does not run (pyenv's shims) or is no release yet."""
    code = "import sys; v = sys.version_info; print(v.releaselevel, v.major, v.minor)"
    try:
        run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
        level, major, minor = run.stdout.split()
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    return (int(major), int(minor)) if level == "final" else None


def newest(than: Version) -> Path | None:
    """Return the newest of the candidates that is newer *than* that."""
    found = [(version, path) for path in candidates() if (version := version_of(path))]
    version, path = max(found, key=lambda each: each[0], default=(than, None))
    return path if version > than else None


if __name__ == "__main__":
    here = sys.version_info[:2]
    if python := newest(here):
        print(python)
    else:
        english = "there is no newer Python on this machine than"
        italian = "su questa macchina non c’è un Python più nuovo di"
        print(english if ENGLISH else italian, ".".join(map(str, here)), file=sys.stderr)
