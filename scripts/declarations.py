"""Make pitstop_docs/writers/pdf/engine/declarations.py of what WeasyPrint declares of its libraries.

Enters: the WeasyPrint that is installed. Leaves: the same file each time. It is made anew when the engine's
changes are proven on another version.
"""

import ast
import tempfile
from pathlib import Path

import cffi

from pitstop_docs.runs.digests import file_digest
from pitstop_docs.writers.pdf.engine.loading import declaring

FILE = Path(__file__).resolve().parent.parent / "pitstop_docs/writers/pdf/engine/declarations.py"
_MADE = "ffi = _cffi_backend.FFI("
_HEAD = '''\
"""What WeasyPrint declares of Pango, HarfBuzz and fontconfig, compiled by CFFI: ``loading`` says why.

Made by ``python -m scripts.declarations``.
"""
# ruff: noqa
# fmt: off
# mypy: ignore-errors

import _cffi_backend

SOURCE = "{source}"  # the SHA-256 of weasyprint/text/ffi.py


class _Declared(_cffi_backend.FFI):
    def cdef(self, _declarations):
        pass


ffi = _Declared('''


def declarations() -> str:
    """Return the text of the file."""
    source = declaring()
    compiler = cffi.FFI()
    for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "ffi.cdef":
            compiler.cdef(ast.literal_eval(call.args[0]))
    compiler.set_source("declarations", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.py"
        compiler.emit_python_code(str(path))
        _before, _made, compiled = path.read_text(encoding="utf-8").partition(_MADE)
    return _HEAD.format(source=file_digest(source)) + compiled


if __name__ == "__main__":
    FILE.write_text(declarations(), encoding="utf-8")
