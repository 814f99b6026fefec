"""Versions of what draws: packages and system libraries, learnt without loading the packages.

Enters: their names. Leaves: a version for each. Part of the key of everything that they make."""

import ctypes
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Library → the names under which WeasyPrint looks for it too, and the function that says its version.
_SYSTEM = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string"),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib"), "FcGetVersion"),
}
ABSENT = "absent"


@cache
def library_versions(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the versions of *packages*, and always of Python, zlib and the libraries that set text."""
    found = {
        "python": ".".join(map(str, sys.version_info[:2])),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: _system_version(*names) for name, names in _SYSTEM.items()},
    }
    installed = _installed()
    for name in packages:
        found.setdefault(name, installed.get(_plain(name), ABSENT))
    return dict(sorted(found.items()))


def _system_version(names: Iterable[str], function: str) -> str:
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":  # a number: 21401 is 2.14.1
            number = int(ask())
            return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return ABSENT


def _installed() -> dict[str, str]:
    """Return the version of each package on the path, by the names of the folders that describe them
    (PEP 627): importlib.metadata takes longer to load than a build in which nothing changed."""
    found: dict[str, str] = {}
    for folder in sys.path:
        for path in Path(folder or ".").glob("*.dist-info"):
            name, _dash, version = path.name.removesuffix(".dist-info").partition("-")
            found.setdefault(_plain(name), version)
    return found


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
