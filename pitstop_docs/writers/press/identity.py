"""What a press file says it is: output intents, document properties, identifiers.

Enters: a profile, the document's metadata, the file's pages. Leaves: the catalog and the XMP packet of PDF/X
(ISO 15930), and of PDF/A-2b, so that its validators can judge what they see."""

from hashlib import sha256
from uuid import UUID
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pitstop_docs.look.profiles import Intent, Profile
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.pdf.xmp import CREATOR

# What XMP and the information dictionary say, and the version of PDF that goes with it.
_PDF_VERSION = {"PDF/X-4": "1.6", "PDF/X-1a:2003": "1.4"}
_XID = "http://www.npes.org/pdfx/ns/id/"
_PDFX = "http://ns.adobe.com/pdfx/1.3/"
_PDF = "http://ns.adobe.com/pdf/1.3/"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
{identifiers}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{prefix}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{name}</pdfaProperty:description></rdf:li>"""


def identify(
    pdf: pikepdf.Pdf, profile: Profile, icc: bytes, document: Document, content: bytes
) -> str:
    """Let *pdf* say that it is what *profile* asks for, and is made of *content*; return the version of
    PDF that it must be."""
    assert profile.intent is not None
    identifiers = _identifiers(profile)
    pdf.Root.OutputIntents = _intents(pdf, profile.intent, icc, len(profile.version) > 0)
    info = pdf.docinfo
    producer = str(info.get("/Producer", CREATOR))
    for name, _uri, value in identifiers:
        info[f"/{name}"] = String(value)
    info["/Trapped"] = Name("/False")
    metadata = document.metadata
    packet = _PACKET.format(
        identifiers="\n".join(
            f"<{_prefix(uri)}:{name}>{value}</{_prefix(uri)}:{name}>"
            for name, uri, value in identifiers
        ),
        schemas="\n".join(_schemas(identifiers)),
        title=escape(document.title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        keywords=escape(", ".join(metadata.keywords)),
        producer=escape(producer),
        creator=CREATOR,
        date=f"{metadata.updated.isoformat()}T00:00:00Z",
        id=UUID(bytes=sha256(content).digest()[:16], version=5),
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    return _PDF_VERSION[profile.version]


def _identifiers(profile: Profile) -> list[tuple[str, str, str]]:
    """Return name, namespace and value of what names the standard."""
    if profile.version == "PDF/X-4":
        return [("GTS_PDFXVersion", _XID, "PDF/X-4")]
    return [
        ("GTS_PDFXVersion", _PDFX, "PDF/X-1:2001"),
        ("GTS_PDFXConformance", _PDFX, profile.version),
    ]


def _prefix(uri: str) -> str:
    return {_XID: "pdfxid", _PDFX: "pdfx", _PDF: "pdf"}[uri]


def _schemas(identifiers: list[tuple[str, str, str]]) -> list[str]:
    """Return the schemas of the properties that PDF/A does not know (ISO 19005-2, 6.6.2.3.3)."""
    unknown: dict[str, list[str]] = {_PDF: ["Trapped"]}
    for name, uri, _value in identifiers:
        unknown.setdefault(uri, []).append(name)
    return [
        _SCHEMA.format(
            prefix=_prefix(uri),
            uri=uri,
            properties="".join(_PROPERTY.format(name=name) for name in names),
        )
        for uri, names in unknown.items()
    ]


def _intents(pdf: pikepdf.Pdf, intent: Intent, icc: bytes, archive: bool) -> Array:
    profile = pdf.make_stream(icc)
    profile.N = 4
    kinds = [Name.GTS_PDFX, *([Name.GTS_PDFA1] if archive else [])]
    return Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=kind,
                    OutputConditionIdentifier=String(intent.identifier),
                    OutputCondition=String(intent.info),
                    RegistryName=String(intent.registry),
                    Info=String(intent.info),
                    DestOutputProfile=profile,
                )
            )
            for kind in kinds
        ]
    )
