"""Italian words → the values of fields, which are English.

Enters: what somebody typed where a field takes one of a few values. Leaves: the value that is meant.
The words that briefs print for a value are those of the labels; here are the others that people
type."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import yaml

from pitstop_docs.look.templates import packaged_templates

# Value → other words for it. A word may stand at several values: the field decides.
_OTHER_WORDS = {
    # certainty, answers
    "high": "alto, elevata, forte, certa, sicura",
    "medium": "medio",
    "low": "basso, scarsa, debole",
    "unknown": "ignota, sconosciuta, incerta, non si sa, boh",
    "yes": "vero",
    "partly": "parzialmente, in parte sì, parziale",
    "no": "falso",
    # status, maturity
    "draft": "in bozza, da rivedere, provvisoria",
    "reviewed": "rivista, rivisto, revisionata, riveduta, verificata, approvata, definitiva, finale",
    "example": "d’esempio, di esempio",
    "potential-innovation": "innovazione potenziale, innovazione, sperimentale",
    "promising": "promettente",
    "good-practice": "buona prassi",
    "institutionalised": "istituzionalizzata, a regime, consolidata, institutionalized",
    # qualifiers
    "about": "ca., c.ca, all’incirca, intorno a, attorno a, pressappoco, approssimativamente, ~, ≈",
    "almost": "poco meno di",
    "over": "più di, >",
    "at-least": "non meno di, minimo, min., ≥, >=",
    "under": "<",
    "up-to": "al massimo, non più di, massimo, max, max., ≤, <=",
    # opinions
    "none": "nessuno, non dovuti, non dovuto",
    "technical": "tecnico, regolarità tecnica, parere tecnico",
    "technical-and-accounting": "tecnico e contabile, tecnica e contabile, regolarità tecnica e contabile",
    # references and acts
    "law": "legge, norma, normativa, decreto, regolamento, atto",
    "ruling": "sentenza, pronuncia, ordinanza",
    "guideline": "linee guida, linea guida",
    "document": "documento, relazione, rapporto, scheda, delibera, bilancio",
    "article": "articolo, giornale, quotidiano, articolo di giornale, stampa",
    "book": "libro, volume, monografia",
    "web": "pagina, pagina web, sito, sito web",
    "dataset": "dati, insieme di dati, statistica, statistiche",
    "stato": "stato italiano, italia, parlamento, governo, repubblica italiana",
    "emilia-romagna": "regione emilia-romagna, er",
    "legge.costituzionale": "l. cost.",
    "legge": "l.",
    "decreto.legge": "d.l., dl",
    "decreto.legislativo": "d.lgs., dlgs",
    "decreto.del.presidente.della.repubblica": "dpr, d.p.r.",
    "regio.decreto": "r.d., rd",
    # true and false, languages, editions
    "true": "vero, sì, certo",
    "false": "falso, no",
    "it": "italiano, ita",
    "numbers": "numeri",
    "footnotes": "note, note a piè di pagina",
    "sentence": "frase, prima frase",
    "lead": "primo capoverso",
    "full": "tutto, intero",
}


def value_meant(field: str, typed: str, choices: Iterable[str]) -> str:
    """Return which of *choices* somebody means who typed *typed* in *field*, or ""."""
    meanings = {
        _bare(word): value for value in choices for word in (value, *words_for(field, value))
    }
    bare = _bare(typed)
    # A beginning more, or less, is no slip: "certa" is not "incerta".
    like = [word for word in meanings if word == bare or not (f" {word}").endswith(bare)]
    like = [word for word in like if word == bare or not bare.endswith(word)]
    near = difflib.get_close_matches(bare, like, n=1, cutoff=0.8)
    return meanings[near[0]] if near else ""


# Field → what somebody calls it who writes Italian.
_FIELDS = {
    "title": "titolo",
    "summary": "sommario, riassunto, sintesi",
    "short": "nome breve, titolo breve, breve",
    "status": "stato",
    "language": "lingua",
    "version": "versione",
    "updated": "aggiornato, aggiornata, aggiornamento, data aggiornamento",
    "keywords": "parole chiave, parole-chiave",
    "maturity": "maturità",
    "place": "luogo, dove",
    "lat": "latitudine",
    "lon": "longitudine",
    "period": "periodo",
    "start": "inizio, dal",
    "end": "fine, al",
    "municipality": "comune",
    "province": "provincia",
    "region": "regione",
    "country": "paese, nazione, stato",
    "actors": "attori, soggetti",
    "role": "ruolo",
    "beneficiaries": "beneficiari, destinatari",
    "cost": "costo",
    "costs": "costi",
    "requests": "richieste, richiesta",
    "option": "opzione, strada, scelta",
    "why": "perché, motivo, motivazione",
    "by": "entro, entro quando, scadenza, termine",
    "effort": "impegno, sforzo",
    "opinions": "pareri, parere",
    "decides": "decide, chi decide, organo",
    "subject": "oggetto",
    "recitals": "premesse, premessa",
    "points": "dispositivo, punti",
    "to_ask": "da chiedere",
    "whom": "a chi",
    "messages": "messaggi",
    "numbers": "numeri",
    "value": "valore",
    "from": "da, era",
    "unit": "unità, unità di misura",
    "year": "anno",
    "label": "etichetta, voce",
    "source": "fonte, fonti",
    "certainty": "certezza",
    "risk": "rischio",
    "options": "opzioni, strade, alternative",
    "benefits": "benefici, vantaggi",
    "harms": "danni, rischi, svantaggi",
    "uncertainty": "incertezza",
    "preferred": "preferita, proposta",
    "barriers": "ostacoli, barriere",
    "barrier": "ostacolo, barriera",
    "resources": "risorse",
    "item": "voce",
    "provider": "fornitore, finanziatore",
    "amount": "importo",
    "timeline": "cronologia, tappe",
    "when": "quando",
    "what": "che cosa, cosa",
    "who": "chi",
    "how": "come",
    "questions": "domande",
    "question": "domanda",
    "answer": "risposta",
    "legal": "norme, base giuridica",
    "about": "a che cosa serve, riguardo",
    "steps": "passi, prossimi passi",
    "indicators": "indicatori",
    "indicator": "indicatore",
    "charts": "grafici",
    "finding": "constatazione, che cosa mostra",
    "testimonies": "testimonianze",
    "speaker": "chi parla",
    "pseudonym": "pseudonimo",
    "consent": "consenso",
    "scope": "ambito, uso, usi",
    "type": "tipo",
    "author": "autore, autrice, autori",
    "publisher": "editore, testata",
    "date": "data",
    "url": "indirizzo, sito, link, sito web",
    "located": "collocazione, dove si trova",
    "act": "atto",
    "issuer": "ente, emanante",
    "number": "numero",
    "independent": "indipendente",
    "checked_on": "verificato il, verificata il, controllato il",
    "reviewed_by": "rivista da, rivisto da, revisore",
    "reviewed_on": "rivista il, rivisto il",
    "note": "nota, note",
    "name": "nome",
    "contact": "contatto, contatti",
    "phone": "telefono",
    "email": "posta, e-mail, posta elettronica",
    "credit": "crediti, fotografo, autore",
    "licence": "licenza, license",
    "caption": "didascalia",
    "alt": "testo alternativo, descrizione",
    "sender": "mittente",
    "programme": "programma",
    "languages": "lingue",
    "istat": "istat, codice istat, codice istat del comune, codice comune, cod. istat",
    "population": "popolazione, abitanti, residenti, popolazione residente",
    "population_year": "anno popolazione, anno della popolazione, anno abitanti",
    "population_source": "fonte popolazione, fonte della popolazione, fonte abitanti",
    "territory": "territorio, tipo di territorio, zona",
    "office": "ufficio, ufficio destinatario",
    "pec": "pec, indirizzo pec, posta elettronica certificata, domicilio digitale",
    "letterhead": "carta intestata",
    "notes": "note, annotazioni",
    "valid_from": "valido dal, valida dal, istituito il",
    "topics": "temi, argomenti, parole chiave",
    "editions": "edizioni",
    "sources": "fonti",
    "acts": "atti",
    "to": "a, a chi, destinatari, comuni",
    "min": "minimo, da, almeno",
    "max": "massimo, fino a, al massimo",
    "letter": "lettera, testo della lettera, accompagnatoria",
    "embed_fonts": "caratteri, incorpora i caratteri",
    "allow_drafts": "bozze, ammetti bozze, permetti bozze",
    "max_message_mb": "mb per messaggio, massimo mb",
    "folder": "cartella",
    "zip": "archivio",
    "valid_to": "valido fino al, valida fino al, soppresso il",
}


def field_meant(typed: str, known: Iterable[str]) -> str:
    """Return which of the fields *known* somebody means who called it *typed*, or ""."""
    meanings = {_bare(word): name for name in known for word in _FIELDS.get(name, "").split(",")}
    meanings.pop("", None)
    return meanings.get(_bare(typed), "")


def title_of(field: str) -> str:
    """Return what *field* is called in Italian, as the title of a column."""
    return _FIELDS[field].partition(",")[0]


def words_for(field: str, value: str) -> list[str]:
    """Return the Italian words for *value*, the one that briefs print first."""
    labels = _labels()
    printed = labels.get(f"{field}-{value}") or labels.get(value) or ""
    # "Buona pratica, già ripetuta": its first words are enough.
    words = [printed, printed.partition(",")[0], *_OTHER_WORDS.get(value, "").split(",")]
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _bare(word: str) -> str:
    """Return *word* without what people type in many ways: capitals, accents, stops, hyphens."""
    letters = unicodedata.normalize("NFD", word.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’`.")
    return re.sub(r"[\s_-]+", " ", kept).strip()


@cache
def _labels() -> dict[str, str]:
    """Return the words that briefs print."""
    text = (packaged_templates() / "labels/it.yaml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)["words"]
    return words
