"""Running things: results that are kept, files that appear whole, workers near and far.

Enters: jobs (a function by name, small arguments, files by digest). Leaves: bytes and reports. Knows
nothing of briefs: whatever makes files, packs and press included, runs here."""
