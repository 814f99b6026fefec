"""The reference document: theme → ``templates/docx/reference.docx``, whose styles the writer takes.

Enters: the theme and the bundled fonts. Leaves: one Word file, which says what it was made of. Briefs need
this room where a project has a theme or colours of its own; else ``make reference`` alone does."""
