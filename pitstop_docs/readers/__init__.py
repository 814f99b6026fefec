"""Files → records. Everything wrong is reported with its place; nothing is executed or fetched."""
