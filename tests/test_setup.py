"""The set-up that has nothing to install: it compiles our modules, and says nothing."""

import os
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READ = ("scripts/setup.sh", "pyproject.toml", "requirements-dev.txt")
# As the set-up itself says what it depends on.
STAMP = """
eval "$(sed -n '/^fingerprint() {/,/^}/p' scripts/setup.sh)"
lock=requirements-dev.txt
fingerprint >.venv/.pitstop-setup
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout that is set up with the packages of this very process."""
    for name in READ:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "pitstop_docs").mkdir()
    (tmp_path / "pitstop_docs/words.py").write_text("WORD = 1\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "lib").symlink_to(Path(sys.prefix) / "lib")
    (venv / "bin/python").symlink_to(Path(sys.executable).resolve())
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", venv)
    subprocess.run(["sh", "-c", STAMP], cwd=tmp_path, check=True)
    return tmp_path


def set_up(checkout: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["sh", "scripts/setup.sh"]
    said = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, check=True)
    assert said.stdout + said.stderr == b""


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="runs in no virtual environment")
def test_what_is_newer_than_its_byte_code_is_compiled(checkout: Path) -> None:
    module = checkout / "pitstop_docs/words.py"
    found = Path(cache_from_source(str(module)))
    set_up(checkout)
    first = found.read_bytes()
    compiled = found.stat().st_mtime_ns
    set_up(checkout)
    assert found.stat().st_mtime_ns == compiled  # there was nothing to do
    module.write_text("WORD = 22\n", encoding="utf-8")
    later = module.stat().st_mtime + 5  # byte-code knows seconds
    os.utime(module, (later, later))
    set_up(checkout)
    assert found.read_bytes() != first
