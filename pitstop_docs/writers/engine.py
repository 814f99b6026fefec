"""Which layout engine there is, and how it runs: asked without loading it.

Enters: the versions that are installed, the environment. Leaves: whether they are those that our changes of
the engine (:mod:`pitstop_docs.writers.pdf.engine`) were proven on."""

import os

from pitstop_docs.runs.libraries import library_versions

PROVEN = {"weasyprint": "70.0", "pydyf": "0.13.0", "cssselect2": "0.10.1"}
VARIABLE = "PITSTOP_ENGINE"
PLAIN = "plain"
TUNED = "tuned"


def state() -> str:
    """Return how the engine runs here, for the journal: ``TUNED``, or why it is plain."""
    if os.environ.get(VARIABLE) == PLAIN:
        return f"{PLAIN}: {VARIABLE}"
    other = unproven()
    return f"{PLAIN}: proven with {', '.join(other)}" if other else TUNED


def unproven() -> list[str]:
    """Return what is here in another version than the changes were proven on, with the right one."""
    here = library_versions(tuple(PROVEN))
    return [f"{name} {version}" for name, version in PROVEN.items() if here[name] != version]
