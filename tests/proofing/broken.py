"""Finished Word files in which one thing is broken, as an editor may leave them.

Enters: nothing. Leaves: a file in which nothing is wrong, and for each code how to break it."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.docx import DocxWriter
from tests import specimen

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
Edit = Callable[[str], str]


@cache
def good_file() -> bytes:
    """Return a Word file with every block, in which nothing is wrong."""
    with tempfile.TemporaryDirectory() as media:
        Picture.new("RGB", (600, 400), (90, 140, 200)).save(Path(media) / "specimen.png")
        writer = DocxWriter(Templates((packaged_templates(),)), Path(media))
        return writer.write(specimen.dossier(), Reporter(), {"problem": 2}).data


def edited(data: bytes, part: str, edit: Edit) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                before = text.decode()
                text = edit(before).encode()
                assert text.decode() != before, "the edit changes nothing"
            new.writestr(name, text)
    return buffer.getvalue()


def swap(old: str, new: str, count: int = 1) -> Edit:
    return lambda xml: xml.replace(old, new, count)


def cut(pattern: str, new: str = "") -> Edit:
    return lambda xml: re.sub(pattern, new, xml, count=1, flags=re.DOTALL)


PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{}</w:p>'
END = '<w:p><w:pPr><w:pStyle w:val="PitStopForm"/>'


def before_end(*inside: str) -> Edit:
    added = "".join(PARAGRAPH.format(each) for each in inside)
    return swap(END, added + END)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


# Code → the part, how it is broken, and what is said.
BROKEN: dict[str, tuple[str, Edit, str]] = {
    "docx-undefined-style": (
        DOCUMENT, swap('w:val="PitStopTimeline"', 'w:val="Perduto"'),
        "style 'Perduto' is used but not defined",
    ),
    "docx-undefined-list": (
        DOCUMENT, swap('<w:numId w:val="1"/>', '<w:numId w:val="77"/>'),
        "list 77 is used but not defined",
    ),
    "docx-unbalanced-bookmark": (
        DOCUMENT, before_end('<w:bookmarkStart w:id="9999" w:name="aperto"/>'),
        "bookmark 'aperto' lacks its beginning or its end",
    ),
    "docx-duplicate-bookmark": (
        DOCUMENT,
        before_end('<w:bookmarkStart w:id="9999" w:name="problem"/><w:bookmarkEnd w:id="9999"/>'),
        "there are several bookmarks 'problem'",
    ),
    "docx-lost-target": (
        DOCUMENT, swap('w:anchor="problem"', 'w:anchor="altrove"'),
        "a link leads to 'altrove', which is not in the document",
    ),
    "docx-duplicate-control": (
        DOCUMENT, swap('<w:tag w:val="ps-form:date"/>', '<w:tag w:val="ps-form:protocol"/>'),
        "there are several content controls 'ps-form:protocol'",
    ),
    "docx-older-tags": (
        DOCUMENT, cut('<w:tag w:val="ps2:[^:]*:[^:]*:', '<w:tag w:val="ps:paese:problem-2:'),
        "1 content control is of an older version",
    ),
    "docx-changed-act": (
        DOCUMENT, before_end(run(f"Impronta del dispositivo: SHA-256 {'0' * 64}.")),
        "the operative part of this act is no longer the one whose fingerprint is printed",
    ),
    "docx-empty-control": (
        DOCUMENT, swap("<w:t>[numero]</w:t>", "<w:t> </w:t>"),
        "content control 'ps-form:protocol' is empty",
    ),
    "docx-cell-end": (
        DOCUMENT, cut("</w:p></w:tc>", "</w:p><w:proofErr w:type='spellEnd'/></w:tc>"),
        "the table cell 'Condizione' does not end in a paragraph",
    ),
    "docx-unbalanced-field": (
        DOCUMENT, swap('<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
        "a field in 'document' lacks its beginning or its end",
    ),
    "docx-prompts": (
        SETTINGS, swap("<w:footnotePr>", '<w:updateFields w:val="true"/><w:footnotePr>'),
        "Word will ask about updating fields when it opens the file",
    ),
    "docx-unstyled-text": (
        DOCUMENT, swap(END, f"<w:p>{run('Incollato')}</w:p>{END}"), "'Incollato' has no style",
    ),
    "docx-no-title": (
        "docProps/core.xml", cut("<dc:title>.*?</dc:title>"),
        "the document has no title among its properties",
    ),
    "docx-no-language": (
        STYLES, cut(r"<w:lang [^>]*/>"), "the document does not say in which language it is",
    ),
    "docx-heading-order": (
        DOCUMENT, swap('<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Heading3"/>'),
        "heading 'I passi' has level 3 after one of level 1",
    ),
    "docx-table-header": (
        DOCUMENT, swap("<w:tblHeader/>", ""),
        "the table 'CondizioneRispostaImportoPerchéBase giur…' has no header row",
    ),
    "docx-merged-cells": (
        DOCUMENT, cut(r'(<w:tcPr><w:tcW [^>]*/>)', r'\1<w:gridSpan w:val="2"/>'),
        "the table 'CondizioneRispostaImportoPerchéBase giur…' has merged cells",
    ),
    "docx-alt-text": (
        DOCUMENT, cut(r' descr="Un esempio di immagine"'), "picture 'Picture 2' has no alternative text",
    ),
    "docx-typed-list": (
        DOCUMENT, before_end(run("- Uno"), run("- Due")),
        "'- Uno' begins with a bullet or number that was typed",
    ),
    "docx-link-text": (
        DOCUMENT, swap("<w:t>Fascicolo completo</w:t>", "<w:t>Clicca qui</w:t>"),
        "the words 'Clicca qui' do not say where their link leads",
    ),
    "docx-contrast": (
        DOCUMENT, before_end(run("Pallido", '<w:rPr><w:color w:val="BBBBBB"/></w:rPr>')),
        "'Pallido': #BBBBBB on #FFFFFF is 1.91 to 1, less than 4.5",
    ),
    "docx-floating": (
        DOCUMENT, swap("wp:inline", "wp:anchor", 2),
        "a floating object (anchor) is read out of its place",
    ),
}  # fmt: skip
