"""Ways to change a good letterhead, or any Word file, as people and programs would not.

Enters: the first of the letterheads, or the bytes of a file. Leaves: the bytes of another.
"""

import io
import re
import zipfile

from tests.letterheads import first_page

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    """Return the files in a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return *parts* as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a good letterhead in which the part *name* is *data*."""
    return zipped(parts_of(first_page()) | {name: data}, method)


def edited(name: str, old: str, new: str) -> bytes:
    """Return a good letterhead in which *new* stands for *old*, somewhere in part *name*."""
    parts = parts_of(first_page())
    assert old.encode() in parts[name], name
    return zipped(parts | {name: parts[name].replace(old.encode(), new.encode(), 1)})


def related(
    name: str,
    kind: str,
    target: str,
    external: bool = True,
    more: Parts | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a good letterhead whose part *name* of ``word/`` points to *target*."""
    parts = parts_of(first_page()) | (more or {})
    path = f"word/_rels/{name}.rels"
    empty = f'<Relationships xmlns="{NAMESPACE}"></Relationships>'.encode()
    mode = ' TargetMode="External"' if external else ""
    link = (
        f'<Relationship Id="rIdX" Type="{type_of(kind)}" Target="{target}"{mode}/></Relationships>'
    )
    rels = parts.get(path, empty)
    if b"</Relationships>" not in rels:
        rels = empty
    return zipped(parts | {path: rels.replace(b"</Relationships>", link.encode())}, method)


def with_field(*codes: str, tag: str = "instrText") -> bytes:
    """Return a good letterhead with a field in its header, its code dealt over some runs."""
    runs = "".join(f"<w:r><w:{tag}>{code}</w:{tag}></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    name = next(
        n for n, d in parts_of(first_page()).items() if b"Comune di Borgo" in d and "header" in n
    )
    return edited(name, "</w:p>", f"{begin}{runs}{end}</w:p>")


def declared(name: str, content_type: str | None, parts: Parts) -> bytes:
    """Return *parts* as a letterhead that declares its part *name* so, or not at all."""
    types = parts["[Content_Types].xml"].decode()
    types = re.sub(f'<Override PartName="/{re.escape(name)}"[^>]*/>', "", types)
    if content_type is None:
        types = re.sub('<Default Extension="(?:xml|png)"[^>]*/>', "", types)
    else:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        types = types.replace("</Types>", override)
    return zipped(parts | {"[Content_Types].xml": types.encode()})


def in_header(xml: str) -> bytes:
    """Return a good letterhead with *xml* in the paragraph of its second header."""
    return edited("word/header2.xml", "</w:p>", f"{xml}</w:p>")


def with_text(xml: str, data: bytes | None = None) -> bytes:
    """Return *data*, else a good letterhead, with *xml* at the beginning of its text."""
    parts = parts_of(data or first_page())
    text = parts["word/document.xml"].replace(b"<w:body>", f"<w:body>{xml}".encode(), 1)
    return zipped(parts | {"word/document.xml": text})


def encoded(data: bytes, word: str, encoding: str) -> bytes:
    """Return *data*, a letterhead, in which the part that holds *word* is written in *encoding*."""
    parts = parts_of(data)
    [name] = [name for name, part in parts.items() if word.encode() in part]
    text = re.sub(
        r"<\?xml.*?\?>", f'<?xml version="1.0" encoding="{encoding}"?>', parts[name].decode()
    )
    return zipped(parts | {name: text.encode(encoding)})


def type_of(kind: str) -> str:
    """Return the relationship type whose last word is *kind*; a whole one stays as it is."""
    return kind if ":" in kind else f"{REL}{kind}"


def linked(kind: str, target: str) -> bytes:
    link = f'<Relationship Id="rId1" Type="{type_of(kind)}" Target="{target}"/>'
    return f'<Relationships xmlns="{NAMESPACE}">{link}</Relationships>'.encode()
