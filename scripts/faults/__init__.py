"""Faults of the page, counted in finished files: ``python -m scripts.faults FOLDER``.

Enters: a folder ``<edition>/<source>.pdf|.docx``. Leaves: how often each fault occurs in each edition, and
with ``--list`` where. Nothing but the files is read: tags and drawing of a PDF (``reading``), styles and
paragraphs of a Word file (``word``).
"""
