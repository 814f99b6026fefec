"""The request of a body in both formats: what is not known is left out of the PDF, and a blank in Word."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.tree.document import (
    Blank,
    Callout,
    Definition,
    DefinitionList,
    Document,
)
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.pdf import PdfWriter
from tests import docx_words, pdf_outline, specimen
from tests.docx_words import W, part
from tests.specimen import para, t

TEMPLATES = Templates((packaged_templates(),))
WHO = Definition(t("Chi agisce"), t("Giunta e ufficio tecnico"), id="request-who")
WHEN = Definition(
    t("Entro quando"), (Blank("request-by", "entro quando", "Entro quando"),), id="request-by"
)


def asked(*facts: Definition) -> Document:
    request = Callout(
        id="request", kind="request", title=t("Cosa si chiede"), level=2,
        blocks=(para("request-text", "Censire gli edifici."), DefinitionList(id="request-facts", items=facts)),
    )  # fmt: skip
    return specimen.document(head=(request,), body=(), foot=())


def word(document: Document) -> bytes:
    reporter = Reporter()
    data = DocxWriter(TEMPLATES, Path("media")).write(document, reporter).data
    assert reporter.diagnostics == []
    return data


def pdf_words(document: Document) -> str:
    reporter = Reporter()
    data = PdfWriter(TEMPLATES, Path("media")).write(document, reporter).data
    assert {found.code for found in reporter.diagnostics} <= {"too-short"}
    return " ".join(pdf_outline.words_of(pdf_outline.read_tree(data)))


def blank_in(data: bytes) -> etree._Element:
    found = [
        control
        for control in part(data, "word/document.xml").iter(W + "sdt")
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("facts", [(WHO, WHEN), (WHEN, WHO), (WHEN,)])
def test_what_is_not_known_is_left_out_of_the_pdf(facts: tuple[Definition, ...]) -> None:
    said = pdf_words(asked(*facts))
    assert "Entro quando" not in said
    assert ("Chi agisce Giunta e ufficio tecnico" in said) == (WHO in facts)
    told = " ".join(docx_words.words(word(asked(*facts)))).split()
    assert " ".join(told).casefold() == " ".join(said.split()).casefold()


def test_what_is_not_known_is_a_blank_in_word() -> None:
    data = word(asked(WHO, WHEN))
    control = blank_in(data)
    line = control.getparent()
    assert line is not None
    assert "".join(line.itertext(W + "t")) == "Entro quando[entro quando]"
    alias = control.find(f"{W}sdtPr/{W}alias")
    assert alias is not None
    assert alias.get(W + "val") == "Entro quando"
    # Its ground is dark: the prompt has a look of its own.
    look = control.find(f"{W}sdtContent/{W}r/{W}rPr/{W}rStyle")
    assert look is not None
    assert look.get(W + "val") == "PitStopRequestFactPrompt"


def test_a_blank_that_is_filled_in_is_nothing_wrong() -> None:
    data = word(asked(WHO, WHEN))
    document = part(data, "word/document.xml")
    control = next(
        found
        for found in document.iter(W + "sdt")
        if found.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    )
    properties = control.find(W + "sdtPr")
    assert properties is not None
    properties.remove(properties.find(W + "showingPlcHdr"))
    for text in control.iter(W + "t"):
        text.text = "Entro maggio"
    filled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(filled, "w") as new:
        for name in old.namelist():
            changed = name == "word/document.xml"
            new.writestr(name, etree.tostring(document) if changed else old.read(name))
    reporter = Reporter()
    proof(filled.getvalue(), Location("succiso.docx"), reporter)
    assert reporter.diagnostics == []
