"""What of a source is running text: words that people read as sentences, not codes.

Enters: nothing. Leaves: the fields whose values are for machines, and the two signs that stand in
``Collection.running_text``, where all else is blanked and every word keeps its place. Both are taken out
of what is read, so that no source can hold them."""

# Names, addresses, days and numbers that the schema checks, and a chart's own specification.
CODE_FIELDS = frozenset({
    "addresses", "checked_on", "date", "ecli", "email", "end", "file", "further", "id", "partner",
    "reviewed_on", "source", "spec", "start", "testimonies", "to", "updated", "url", "value", "version",
})  # fmt: skip

# Acts have blanks, rows of underscores that whoever adopts them fills in.
BLANK_FIELDS = frozenset({"recitals", "points"})

VALUE = "\u2029"  # before the value of a field: nothing that is opened before it goes on in it
DOUBLED = "\u2060"  # for the second apostrophe of two that single quotes ask for
