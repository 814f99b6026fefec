"""The office bridge: Word files → their pages as LibreOffice counts them, or ODT files.

Enters: finished DOCX files. Leaves: pages, or ODT files. Nothing else starts LibreOffice."""
