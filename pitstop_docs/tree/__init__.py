"""The neutral tree between composition and the writers, and ways through it.

Enters: what composition decides. Leaves: the same words for every format; no room above is known here."""
