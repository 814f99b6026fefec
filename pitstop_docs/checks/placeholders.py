"""What somebody meant to fill in later, and did not: xxx, TODO, {{verificare}}, ____.

Enters: running text. Leaves: a slip for each; what belongs there only the writer knows."""

import re
from collections.abc import Iterator

from pitstop_docs.checks.slips import Finder, Slip
from pitstop_docs.records.running_text import VALUE

_TO_DO = (
    r"aggiornare|aggiungere|calcolare|chiedere|citare|compilare|completare|confermare|controllare|correggere"
    r"|definire|descrivere|elencare|fare|indicare|inserire|integrare|precisare|riempire|rivedere|scegliere"
    r"|scrivere|sostituire|specificare|trovare|verificare"
)
_DO = r"aggiungi|compila|completa|controlla|indica|inserisci|scegli|scrivi|specifica|verifica"
_WHAT = r"cognome|data|firma|fonte|importo|indirizzo|luogo|nome|numero|testo|titolo"
_PLACEHOLDER = re.compile(
    "|".join((
        r"\{\{[^{}]*\}\}",
        r"(?<!\w)(?:x{3,}|X{4,}|(?:19|20)XX|gg/mm/a+)(?!\w)",
        r"(?<!\w)(?:TODO|TO DO|TBD|TBA|FIXME|DA (?:COMPILARE|COMPLETARE|DEFINIRE|FARE|SCRIVERE))(?!\w)",
        r"(?<![^\W\d_])(?<![?!»”\"')])\?{3,}",
        rf"\[[\s.…]*(?i:qui )?(?i:{_TO_DO}|{_DO})\b[^\[\]@]*\](?!\()",
        rf"\[[^\[\]@]*\b(?i:da (?:{_TO_DO}))\b[^\[\]@]*\](?!\()",
        rf"\[(?i:{_WHAT})(?:\s(?:d[aei]l\w*|di|e)\b[^\[\]@]*)?\??\](?!\()",
        r"\((?i:inserire|da (?:compilare|completare|inserire|scrivere))\b[^()]*\)",
        r"(?i:lorem ipsum)",
        r"…{2,}|\.{5,}",
        r"(?<!\w)_{3,}(?!\w)",
        rf"(?<={VALUE}) *(?:…|\.\.\.) *(?=[{VALUE}\n]|\Z)",
    ))
)  # fmt: skip
# Also thirty in Roman numerals: art. XXX, XXX legislatura, via XXX Ottobre.
_THIRTY = re.compile(
    r"(?P<before>\b(?i:art|artt|articol[oi]|tit|titolo|cap|capo|capitolo|libro|parte|sez|sezione|tomo|vol|volume"
    r"|all|allegato|tab|tabella|secolo|edizione|anno)\.? )?"
    r"(?<!\w)XXX(?!\w)"
    r"(?P<after>[°ªº]| (?i:legislatura|congresso|edizione|conferenza|sessione|assemblea|secolo|anniversario"
    r"|giornata|domenica|giochi|olimpiad[ei]|convegno|festival|rapporto|premio|settimana|aprile|ottobre)\b)?"
)


def placeholders_in(text: str) -> Iterator[Slip]:
    """Yield what was left to be filled in."""
    found = list(_PLACEHOLDER.finditer(text))
    found += [m for m in _THIRTY.finditer(text) if not (m["before"] or m["after"])]
    for match in found:
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip(" "))
        yield Slip("left-placeholder", start, match.end(), " ".join(words.split()))


PLACEHOLDERS = Finder(
    re.compile(
        r"\{\{|xxx|XX|gg/|TODO|TO DO|TB[AD]|FIXME|DA |\?\?\?|\[(?!@)|\((?i:da |ins)|orem|……|\.\.\.\.\.|__"
        rf"|{VALUE} *(?:…|\.\.\.) *[{VALUE}\n]"
    ),
    placeholders_in,
)
