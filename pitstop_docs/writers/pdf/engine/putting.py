"""How a change is put in the engine's place.

Enters: a function of the engine and ours. Leaves: ours wherever the engine has imported its own.
"""

import sys
from collections.abc import Callable
from typing import Any

Put = Callable[[Any, str, Any], Any]  # as setattr, or what takes it back later


def put_everywhere(put: Put, own: Callable[..., Any], ours: Callable[..., Any]) -> None:
    """Put *ours* in the place of the engine's *own* function in all its modules."""
    name = own.__name__
    for module in [*sys.modules.values()]:
        if getattr(module, "__name__", "").startswith("weasyprint") and (
            vars(module).get(name) is own
        ):
            put(module, name, ours)
