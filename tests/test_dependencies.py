"""What pitstop is installed with is what it imports, no more and no less."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Modules of LibreOffice's own Python, which runs writers/odt/bridge.py.
OF_THE_OFFICE = {"uno", "com"}
# pydantic asks for the one version of it that it works with; CFFI is what WeasyPrint reaches libraries through.
OF_OTHERS = {"pydantic_core", "cffi", "_cffi_backend"}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}


def imported() -> Iterator[str]:
    """Yield the first name of every module that the package imports from elsewhere."""
    for path in (ROOT / "pitstop_docs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_dependencies_are_what_the_package_imports() -> None:
    modules = set(imported()) - {"pitstop_docs"} - sys.stdlib_module_names
    modules -= OF_THE_OFFICE | OF_OTHERS
    distributions = packages_distributions()
    found = {distributions[module][0].lower() for module in modules}
    extras = named([each for extra in PROJECT["optional-dependencies"].values() for each in extra])
    assert found - extras == named(PROJECT["dependencies"])
    assert extras <= found
