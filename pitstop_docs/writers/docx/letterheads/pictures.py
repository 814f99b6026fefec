"""Pictures of a letterhead: what their own bytes say they are.

Enters: the bytes of a part to which a relationship leads as to a picture. Leaves: its content type, or
None: whatever the file declares it to be, that is no picture.
"""

import zlib

from lxml import etree

from pitstop_docs.runs.archive import WordFileError
from pitstop_docs.writers.docx.package import parse_part

MOST = 5_000_000  # bytes: every brief carries it
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"II\xbc\x01": "image/vnd.ms-photo",  # JPEG XR, [ISO/IEC 29199-2] A.5
    b"\xd7\xcd\xc6\x9a": "image/x-wmf",  # [MS-WMF] 2.3.2.3, META_PLACEABLE
    b"\x01\x00\x09\x00\x00\x03": "image/x-wmf",  # 2.3.2.2, META_HEADER
    b"%PDF-": "application/pdf",  # Word on a Mac draws these
}
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_PACKED = {"image/x-emf": "image/x-emz", "image/x-wmf": "image/x-wmz"}
_GZIP = 16 + zlib.MAX_WBITS


def picture_type(data: bytes) -> str | None:
    """Return the content type of the picture *data*, or None when it is none."""
    for signature, content_type in _SIGNATURES.items():
        if data.startswith(signature):
            return content_type
    if data.startswith(b"BM") and data[6:10] == bytes(4):  # BITMAPFILEHEADER: reserved words
        return "image/bmp"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"\x01\x00\x00\x00") and data[40:44] == b" EMF":  # [MS-EMF] 2.3.4.2
        return "image/x-emf"
    if data.startswith(b"\x1f\x8b"):
        return _packed(data)
    return "image/svg+xml" if _is_plain_svg(data) else None


def _packed(data: bytes) -> str | None:
    """Return the type of a metafile that old Words packed, if it unpacks to a picture's size."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        found = unpacking.decompress(data, MOST)
    except zlib.error:
        return None
    return None if unpacking.unconsumed_tail else _PACKED.get(picture_type(found) or "")


def _is_plain_svg(data: bytes) -> bool:
    """Whether *data* is SVG that holds no program and points to nothing outside itself."""
    try:
        root = parse_part(data, "")
    except WordFileError:
        return False
    links = (each.get(name, "#") for each in root.iter(etree.Element) for name in ("href", _LINK))
    return (
        root.tag == f"{_SVG}svg"
        and next(root.iter("{*}script", "{*}foreignObject"), None) is None
        and all(link.startswith(("#", "data:image/")) for link in links)
    )
