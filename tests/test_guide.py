"""The staff guide explains every code that pitstop can print, and its examples hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from pitstop_docs.forms import NumberRecord
from pitstop_docs.model import Reference

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/guida.it.md").read_text(encoding="utf-8")
REPORTING = {"error", "warning", "_error", "_Refused", "Diagnostic"}


def explained() -> set[str]:
    rows = re.findall(r"^\| (`.+?) \|", GUIDE.split("| codice |")[1], re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row)}


def reported() -> Iterator[str]:
    for path in (ROOT / "pitstop_docs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0] if name in REPORTING and node.args else None
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                first = node.value.elts[0] if path.name == "validation.py" else None
            else:
                continue
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_code_is_explained() -> None:
    assert len(set(reported())) > 50
    assert set(reported()) - explained() == set()


def test_every_explained_code_exists() -> None:
    package = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "pitstop_docs").rglob("*.py"))
    assert [code for code in sorted(explained()) if f'"{code}"' not in package] == []


def test_the_examples_are_valid() -> None:
    blocks = [yaml.load(b, yaml.BaseLoader) for b in re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)]
    assert len(blocks) == 2
    for block in blocks:
        for number in block.get("numbers", []):
            NumberRecord.model_validate(number)
        for reference in block.get("references", []):
            Reference.model_validate(reference)
