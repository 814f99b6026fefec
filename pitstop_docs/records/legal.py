"""Legal references → addresses.

Enters: what identifies an act. Leaves: its address at Normattiva (URN of the NIR standard), in the
Gazzetta Ufficiale (European Legislation Identifier), in the case-law resolver of the European
e-Justice portal (European Case Law Identifier), or in Demetra, the collection of laws of
Emilia-Romagna."""

import re
from datetime import date

ACT_TYPES = (
    "costituzione",
    "legge",
    "legge.costituzionale",
    "decreto.legge",
    "decreto.legislativo",
    "decreto.del.presidente.della.repubblica",
    "regio.decreto",
)
_ARTICLE = re.compile(
    r"\bart(?:icol[oi]|t?\.)?\s*(\d+)(?:[\s-]*"
    r"(bis|ter|quater|quinquies|sexies|septies|octies|novies"
    r"|(?:un|duo|ter|quater|quinquies|sexies)?decies)"
    r"\b)?",
    re.IGNORECASE,
)
ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:[0-9]{4}:[A-Z0-9.]{1,25}")


def article_of(locus: str) -> str:
    """Return the article that *locus* names, as a URN writes it ("art. 12-bis" → "12bis"), or "".

    Normattiva's URN guide writes extensions without a hyphen.
    """
    match = _ARTICLE.search(locus.replace("\u00a0", " "))
    return f"{match[1]}{(match[2] or '').lower()}" if match else ""


def normattiva_url(
    act_type: str, enacted: str, number: int, article: str = "", version: str = ""
) -> str:
    """Return the address of a national act at Normattiva.

    *article* as :func:`article_of` gives it. *version*: "" for the address's default, "originale",
    "vigente" (in force today) or a date ``YYYY-MM-DD`` (in force then)."""
    urn = f"urn:nir:stato:{act_type}:{enacted};{number}"
    if article:
        urn += f"~art{article}"
    if version:
        urn += {"originale": "@originale", "vigente": "!vig="}.get(version, f"!vig={version}")
    return f"https://www.normattiva.it/uri-res/N2Ls?{urn}"


def gazzetta_url(published: date, code: str) -> str:
    """Return the ELI of an act in the Gazzetta Ufficiale, general series (*code* such as
    "24G00155")."""
    return f"https://www.gazzettaufficiale.it/eli/id/{published:%Y/%m/%d}/{code}/SG"


def ecli_url(ecli: str) -> str:
    """Return the address at which the e-Justice portal resolves *ecli*; raises ValueError if
    malformed."""
    if not ECLI.fullmatch(ecli):
        raise ValueError(ecli)
    return f"https://e-justice.europa.eu/ecli/{ecli}"


def demetra_url(year: int, number: int) -> str:
    """Return the address of a law of Emilia-Romagna in Demetra."""
    return (
        "https://demetra.regione.emilia-romagna.it/al/articolo"
        f"?urn=er:assemblealegislativa:legge:{year};{number}"
    )
