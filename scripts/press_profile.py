"""Make templates/press/fogra39.icc of the characterisation data that anybody may use.

Enters: ``FOGRA39L.ti3`` (Debian: ``apt-get install argyll icc-profiles-free``; or another folder's, as the
first argument) and Argyll's ``colprof``. Leaves: the profile, the same bytes each time; it takes a minute.
templates/press/README.md says why it is as it is.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DATA = Path("/usr/share/color/icc/FOGRA39L.ti3")
PROFILE = Path(__file__).resolve().parent.parent / "templates" / "press" / "fogra39.icc"
DESCRIPTION = "Coated FOGRA39 (ISO 12647-2:2004), 300 %"
COPYRIGHT = "Made of FOGRA39L.ti3, copyright Kai-Uwe Behrmann, zlib licence"
# Medium tables in both directions, ink up to 300 %, black up to 95 %, without the data themselves.
OPTIONS = ("-qm", "-bm", "-l300", "-L95", "-kr", "-nc", "-Zr")
# When the data were published; [ICC.1:2001-04] 6.1.4. The clock would make each run another file.
DATE = (2006, 12, 1, 0, 0, 0)
_DATE_AT = 24


def main() -> None:
    """Make the profile."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "fogra39"
        shutil.copyfile(data, base.with_suffix(".ti3"))
        names = ("-D", DESCRIPTION, "-C", COPYRIGHT, "-O", f"{base}.icc")
        subprocess.run(["colprof", *OPTIONS, *names, str(base)], check=True)
        made = bytearray(Path(f"{base}.icc").read_bytes())
    date = b"".join(part.to_bytes(2) for part in DATE)
    made[_DATE_AT : _DATE_AT + len(date)] = date
    PROFILE.write_bytes(made)
    print(f"{PROFILE.name}: {len(made)} bytes")


if __name__ == "__main__":
    main()
