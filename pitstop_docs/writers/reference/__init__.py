"""The reference document: theme → ``templates/docx/reference.docx``, whose styles the writer takes.

Enters: the theme and the bundled fonts. Leaves: one Word file. No brief needs this room: only
``make reference`` does."""
