"""A finished PDF → its words and its pages; a file that is none, since somebody has changed it, has neither."""

import pypdfium2


def words_of(data: bytes) -> str:
    """Return the text of all pages, as PDFium finds it."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    except pypdfium2.PdfiumError:
        return ""


def pages_of(data: bytes) -> int | None:
    """Return how many pages it has."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return len(pdf)
    except pypdfium2.PdfiumError:
        return None
