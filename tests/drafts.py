"""Requests with all that a draft act needs, for tests: invented, like the small project that they stand in.

Enters: the folder of a small project. Leaves: its practice asks four bodies for an act each, in other forms.
"""

import re
from pathlib import Path

from pitstop_docs.compose.acts import compose_act
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.acts import drafted_acts
from pitstop_docs.tree.document import Document
from tests.project import PRACTICE, collect, make_project

REQUESTS = """\
requests:
  giunta:
    text: Individuare un edificio comunale chiuso.
    option: Pubblicare un avviso
    opinions: none
    act: Proposta di deliberazione
    decides: giunta
    subject: Indirizzo agli uffici per individuare un edificio comunale chiuso
    recitals:
      - Preso atto che la bottega [@scheda] è chiusa
    points:
      - di dare indirizzo agli uffici di elencare gli edifici comunali chiusi, con il loro stato;
      - di nominare come referente ________
  consiglio:
    text: Impegnare la Giunta a censire gli edifici.
    option: Pubblicare un avviso
    opinions: none
    act: Mozione
    decides: consiglio
    subject: Censimento degli edifici comunali chiusi
    points:
      - a censire gli edifici comunali chiusi;
      - a riferire al Consiglio entro sei mesi.
  commissione:
    text: Svolgere un'indagine sugli edifici.
    option: Pubblicare un avviso
    opinions: none
    act: Indagine conoscitiva
    decides: commissione
    subject: Indagine sugli edifici comunali chiusi
    points:
      - di sentire gli abitanti e gli uffici;
  comitato-tecnico:
    text: Istruire uno schema di avviso.
    option: Pubblicare un avviso
    effort: Ore dell'ufficio tecnico
    opinions: technical
    act: Documento istruttorio
    decides: comitato-tecnico
    subject: Schema di avviso pubblico per un edificio comunale
    points:
      - di approvare lo schema di avviso per l'edificio ________;
recitals:
  - Premesso che la bottega del paese ha chiuso
  - "Rilevato che sono chiusi gli edifici comunali: ________"
legal:
  - {source: "legge-381-1991, art. 5", about: Convenzioni con le cooperative sociali.}
  - {source: legge-francese, about: Che cosa si fa altrove.}
resources:
  - {item: Lavori, provider: Comune, amount: 10.000 €, source: scheda}
  - {item: Arredi}
"""
FOREIGN = """\
  - id: legge-francese
    type: law
    title: Loi sur les territoires
    short: Legge francese
    country: Francia
    located: in biblioteca
"""
BODIES = {
    "deliberazione-giunta": "giunta", "mozione-consiglio": "consiglio",
    "indagine-conoscitiva-commissione": "commissione",
    "documento-istruttorio-comitato-tecnico": "comitato-tecnico",
}  # fmt: skip


def make_drafts(root: Path) -> Path:
    """Return *root*, which now holds the small project, its practice with drafts of acts."""
    practice = make_project(root) / PRACTICE
    text = practice.read_text(encoding="utf-8")
    front, count = re.subn(r"requests:\n(?:  .*\n)+", REQUESTS, text, count=1)
    assert count == 1
    practice.write_text(front, encoding="utf-8")
    with (root / "sources/references.yaml").open("a", encoding="utf-8") as references:
        references.write(FOREIGN)
    return root


def act_of(root: Path, name: str) -> Document:
    """Return the draft *name* ("mozione-consiglio") of the project at *root*."""
    reporter = Reporter()
    collection = collect(root, reporter)
    assert not reporter.errors, "\n".join(map(str, reporter.errors))
    case = collection.practices["paese"]
    drafted = {act: body for body, act in drafted_acts(case, collection.act_forms)}
    return compose_act(collection, case, drafted[name])
