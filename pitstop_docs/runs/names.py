"""Names that every disk takes.

Enters: a name. Leaves: whether Windows keeps it for itself."""

import re

# What Windows calls devices, whatever follows a dot; the raised digits too.
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Tell whether *name* is what Windows calls a device: no file can have it."""
    return bool(_DEVICE.fullmatch(name))
