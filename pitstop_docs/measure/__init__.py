"""The Word files' own pages, as LibreOffice counts them, and ODT files made by it.

Enters: finished DOCX files. Leaves: ``sources/pages.lock``, which a build reads without ever calling
LibreOffice, and ODT files. Only ``office`` starts LibreOffice; ``lock`` works where there is none.
"""
