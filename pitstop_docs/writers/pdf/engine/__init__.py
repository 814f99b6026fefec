"""What is changed in WeasyPrint: one module a change, with its reason and what it gains."""
