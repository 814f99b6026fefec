"""A document that has every block and inline, for the writers' tests. An example: no real facts."""

import json
from datetime import date
from typing import Any

from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.tree.contents import lettered
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Chart,
    Cite,
    Code,
    Column,
    Contents,
    ContentsEntry,
    ContentsPart,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Image,
    Inlines,
    KeyFacts,
    KeyFigure,
    LineBreak,
    Link,
    ListItem,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Row,
    Section,
    Slot,
    Strong,
    Table,
    Text,
    Timeline,
    TimelineEntry,
)
from pitstop_docs.tree.origin import Origin

LOREM = (
    "Il paese contava mille abitanti. Frane ed emigrazione verso le industrie lo hanno svuotato: la "
    "scuola ha chiuso, poi ha chiuso l’ultimo negozio. Restava un piccolo bar; senza un luogo dove "
    "incontrarsi e fare la spesa, anche chi voleva restare se ne andava."
)
CHART = json.dumps(
    {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {
            "values": [{"anno": "2003", "n": 1}, {"anno": "2020", "n": 8}, {"anno": "2025", "n": 9}]
        },
        "mark": "bar",
        "encoding": {
            "x": {"field": "anno", "type": "ordinal", "title": None},
            "y": {"field": "n", "type": "quantitative", "title": None},
        },
    }
)


def t(text: str) -> Inlines:
    return (Text(text),)


def para(id: str, *content: Any, style: Any = "body") -> Paragraph:
    inlines = tuple(Text(c) if isinstance(c, str) else c for c in content)
    return Paragraph(id=id, content=inlines, lead=len(inlines), style=style)


def item(id: str, *content: Any) -> ListItem:
    return ListItem(id=id, blocks=(para(f"{id}-p", *content),))


def request() -> Callout:
    return Callout(
        id="request", kind="request", title=t("Cosa si chiede alla Giunta"), level=2,
        blocks=(
            para("request-p", "Individuare un edificio pubblico chiuso e aprire un avviso perché chi vive in paese possa proporre di riaprirlo in forma cooperativa."),
            para("request-act", "Atto: indirizzo di giunta.", style="small"),
        ),
    )  # fmt: skip


def side() -> tuple[Section, ...]:
    return (
        Section(id="numbers", key="numbers", title=t("I numeri"), level=2, area="side", blocks=(
            KeyFacts(id="kf", figures=(
                KeyFigure("7", t("posti di lavoro stabili"), (Text("2021 ·\u00a0fonti concordi"), LineBreak(), Badge("certainty", "medium", "certezza media"))),
                KeyFigure("700.000 €", t("ricavi in un anno"), (Text("senza data ·\u00a0una sola fonte"), LineBreak(), Badge("certainty", "low", "certezza bassa")), conflicting=True),
            )),
        )),
        Section(id="facts", key="facts", title=t("In breve"), level=2, area="side", blocks=(
            DefinitionList(id="dl", items=(Definition(t("Dove"), t("Succiso, Ventasso (RE)")), Definition(t("Da quando"), t("26 gennaio 1991")), Definition(t("Maturità"), t("Buona pratica")))),
            Callout(id="risk", kind="risk", title=t("Attenzione"), level=3, blocks=(para("risk-p", "All’inizio i soci hanno lavorato a lungo senza compenso."),)),
        )),
    )  # fmt: skip


def foot(url: str = "https://example.org/succiso") -> tuple[Block, ...]:
    return (
        Callout(id="certainty", kind="certainty", title=t("Quanto è sicuro ciò che avete letto"), level=2, blocks=(para("certainty-p", "I dati vengono da articoli e schede pubblicate, non da bilanci."),)),
        Section(id="sources", key="sources", title=t("Fonti"), level=2, area="wide", blocks=(
            OrderedList(id="refs", style="references", items=(
                item("ref-1", "SIBaTer, ", Link(t("scheda Valle dei Cavalieri"), "https://example.org/a"), ". Non verificata."),
                item("ref-2", "Gazzetta di Reggio, 25 gennaio 2021. Non verificata."),
            )),
        )),
        para("version", "Versione 1, bozza del 22 novembre 2026", style="small"),
        Callout(id="contact", kind="contact", title=t("Contatto"), level=2, blocks=(para("contact-p", "contatto da indicare"),)),
        QrCode(id="qr", url=url, alt="Codice QR che porta al fascicolo completo", caption=(Link(t("Fascicolo completo"), url),)),
    )  # fmt: skip


def everything_blocks() -> tuple[Block, ...]:
    return (
        Section(id="deep", key="deep", title=t("Percorso"), level=2, area="wide", number="2", blocks=(
            para("deep-p", LOREM, Note(t("Una nota a piè di pagina, con il suo testo.")), " E ancora ", Strong(t("forte")), ", ", Emphasis(t("enfasi")), LineBreak(), "a capo, {{ 7*7 }}, entro ", Blank("term", "giorno"), ", nel file ", Code("mozione-consiglio.docx"), ". Si veda la ", Link(t("Tabella 1"), "#tab"), "."),
            para("slot-p", Slot("municipality", "nome del Comune")),
            Section(id="deep-1", title=t("I passi"), level=3, number="2.1", blocks=(
                OrderedList(id="steps", style="steps", items=(item("s1", Strong(t("Indirizzo.")), " Il consiglio adotta le linee guida."), item("s2", Strong(t("Avviso.")), " L’ufficio pubblica requisiti e tempi.", Note(t("Seconda nota."))))),
                BulletList(id="ul", items=(ListItem(id="u1", blocks=(para("u1-p", "Un punto"), BulletList(id="ul2", items=(item("u1a", "Un sottopunto"),)))), item("u2", "Un altro punto"))),
                OrderedList(id="ol", start=3, items=(item("o1", "Terzo"), item("o2", "Quarto"))),
            )),
            Timeline(id="tl", entries=(TimelineEntry("1991", t("Nasce la cooperativa.")), TimelineEntry("1993", t("Apre il ristorante.")), TimelineEntry("2010 circa", t("Ospitalità nel mulino.")))),
            Table(id="tab", label="Tabella 1", caption=t("Si può fare qui?"), columns=(Column(t("Condizione"), 1.2), Column(t("Risposta"), 0.7), Column(t("Importo"), 0.8, "right"), Column(t("Perché"), 2)), rows=(
                Row(id="r1", cells=(t("Base giuridica"), (Badge("answer", "yes", "sì"),), t("1.200 €"), t("Legge nazionale."))),
                Row(id="r2", highlight=True, cells=(t("Personale"), (Badge("answer", "unknown", "non so"),), t("non documentato"), t("Va chiesto a ciascun Comune."))),
                Row(id="r3", cells=(t("Enti"), (Badge("answer", "partly", "in parte"),), t("80 %"), t("Pochi nei comuni piccoli."))),
                Row(id="r4", cells=(t("Affidare senza avviso"), (Badge("answer", "no", "no"),), t("–"), t("L’avviso resta necessario."))),
            )),
            Figure(id="fig", graphic=Chart(CHART), alt="Addetti: 1 nel 2003, 8 nel 2020, 9 nel 2025", label="Figura 1", caption=t("Addetti stabili"), credit=t("Banca Etica (2020). Certezza media.")),
            Figure(id="img", graphic=Image("specimen.png", 600, 400), alt="Un esempio di immagine", label="Figura 2", caption=t("Un’immagine"), credit=t("Foto: esempio, CC0")),
            BlockQuote(id="bq", blocks=(para("bq-p", "Questo è un esempio di testimonianza, non le parole di una persona."),), attribution=t("Esempio, pseudonimo")),
            Callout(id="lesson", kind="lesson", title=t("Che cosa ne ricaviamo"), level=3, blocks=(para("lesson-p", "Raccomandazione: contare gli affidamenti."),)),
            Callout(id="messages", kind="messages", title=t("In quattro punti"), level=3, blocks=(OrderedList(id="msgs", style="messages", items=(item("m1", "Un edificio chiuso può diventare un’impresa."), item("m2", "Il Comune non gestisce."))),)),
        )),
    )  # fmt: skip


def section(key: str, title: str, area: Any = "main", cite: int = 0) -> Section:
    content: list[Any] = [LOREM]
    if cite:
        content.append(Cite("x", number=cite, target=f"ref-{cite}"))
    return Section(
        id=key, key=key, title=t(title), level=2, area=area, blocks=(para(f"{key}-p", *content),)
    )


def document(
    edition: str = "giunta", kind: Any = "practice", pages: int = 1, **changes: Any
) -> Document:
    body: tuple[Block, ...] = (
        section("problem", "Il problema", cite=1), section("action", "Che cosa è stato fatto"),
        section("results", "Che cosa è cambiato", cite=2), section("needs", "Che cosa serve qui"), *side(),
    )  # fmt: skip
    values: dict[str, Any] = dict(
        id=BriefId("succiso", edition), origin=Origin("sources/practices/succiso.md", (2, 1)), kind=kind, title="Il paese che si è fatto cooperativa",
        standfirst=t("Un esempio: quando ha chiuso l’ultima bottega, nove persone hanno riaperto la scuola come bar e negozio."),
        brand="PitStop", kind_label="Buona pratica" if kind == "practice" else "Caso di policy",
        edition_label="Per la giunta · 1 pagina", status="draft", status_label="Bozza",
        running="PitStop · Succiso · edizione per la giunta", page_format="{page} / {pages}", continued="(segue)", pages=pages, up_to=False, cover=False,
        head=(request(),), body=body, foot=foot(),
        metadata=Metadata("PitStop", "Un esempio di scheda", ("cooperative", "aree interne"), date(2026, 11, 22), "1"),
    )  # fmt: skip
    return Document(**(values | changes))


LINE = para("recipient", Slot("line", "Per il Comune di …", 2), style="addressee")
HEAD = Slot("head", "Comune di …", 2)


def listed(kind: Any, title: str, blocks: Any) -> Contents:
    entries = tuple(ContentsEntry(b.label, b.caption, b.id) for b in blocks)
    return Contents(id=f"{kind}-list", title=t(title), entries=entries, lists=kind)


def dossier(**changes: Any) -> Document:
    """A cover, contents and every block."""
    sections = everything_blocks()
    contents = Contents(
        id="toc",
        title=t("Che cosa c’è dentro"),
        entries=(
            ContentsEntry("1", t("Il problema"), "problem"),
            ContentsEntry("2", t("Percorso"), "deep"),
        ),
    )
    parts = Contents(
        id="parts",
        title=t("In due parti"),
        parts=lettered(
            tuple(
                ContentsPart(
                    "", t(title), "", "", "", (entry,), "sezione {first}", "sezioni {first}–{last}"
                )
                for title, entry in zip(("Il caso", "Le regole"), contents.entries, strict=True)
            )
        ),
        page="p. ",
    )
    first = Section(
        id="problem",
        key="problem",
        title=t("Il problema"),
        level=2,
        area="wide",
        number="1",
        blocks=(para("problem-p", LOREM),),
    )
    captioned = (
        {block.label: block for block in sections[0].blocks if isinstance(block, Table | Figure)}
        if isinstance(sections[0], Section)
        else {}
    )
    lists = (
        listed(
            "tables",
            "Elenco delle tabelle",
            [b for b in captioned.values() if isinstance(b, Table)],
        ),
        listed(
            "figures",
            "Elenco delle figure",
            [b for b in captioned.values() if isinstance(b, Figure)],
        ),
    )
    blanks = (Blank("protocol", "numero", "Protocollo n."), Blank("date", "giorno", "Data"))
    return document("comitato-tecnico", pages=12, cover=True, blanks=blanks, head=(DefinitionList(id="cover-facts", items=(Definition(t("A chi serve"), t("Uffici e segretario")), Definition(t("Stato delle fonti"), t("7 riferimenti, nessuno verificato")))), contents, parts), body=(first, *sections, *lists), **changes)  # fmt: skip
