"""A finished PDF → its words, its pages, its first page; a file that is none, since somebody has changed it,
has none of them."""

import base64
import io

import PIL.WebPImagePlugin  # noqa: F401 - else Pillow loads all its formats to find this one
import pypdfium2

_COVER_WIDTH = 240  # px: sharp on screens with two of them for each of the page's


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


def first_page(data: bytes) -> str:
    """Return a small picture of its first page as a ``data:`` address; "" for a file that is no PDF."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[0]
            picture = page.render(scale=_COVER_WIDTH / page.get_width()).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        return ""
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=55, method=2)
    return f"data:image/webp;base64,{base64.b64encode(drawn.getvalue()).decode()}"
