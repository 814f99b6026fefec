"""A municipality's own Word file: opened, made safe, completed, written on, repaired.

Enters: bytes of anybody's making. Leaves: a :class:`~opening.Letterhead` that briefs can stand on, or what
is wrong with it."""
