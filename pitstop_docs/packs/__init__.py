"""Campaigns and recipients → packs: one folder, one zip and one letter for each municipality.

Enters: lists of municipalities, campaigns, the files of briefs. Leaves: packs that are whole, or none."""
