"""The look of a project: template files by name, the theme in numbers, pictures as all formats show them.

Enters: a project's folder. Leaves: paths of templates, a frozen theme, pictures and drawings made ready."""
