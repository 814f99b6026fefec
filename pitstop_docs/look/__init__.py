"""The look of a project: template files by name, the theme in numbers.

Enters: a project's folder. Leaves: paths of templates, and a frozen theme."""
