"""A finished PDF → its words and its pages."""

import pypdfium2


def words_of(data: bytes) -> str:
    """Return the text of all pages, as PDFium finds it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def pages_of(data: bytes) -> int | None:
    """Return how many pages it has."""
    with pypdfium2.PdfDocument(data) as pdf:
        return len(pdf)
