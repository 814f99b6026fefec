"""YAML with mistakes → YAML that can be read, and a fault for each piece that was left out.

Enters: the lines of a document in which something is wrong. Leaves: lines that YAML accepts, as many
as there were; the faults; and the paths of the fields that were not read. A mistake often shows far
below its cause, so the text is taken to pieces by its indentation, and each is judged by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pitstop_docs.readers.yaml_faults import (
    DEPTH_MAX,
    FIELD,
    LINE,
    Fault,
    fault_in,
    no_colon_fault,
)
from pitstop_docs.readers.yaml_words import words

Path = tuple[str | int, ...]

# A hyphen to which its item is stuck, where another item stands beside it.
_STUCK_ITEM = re.compile(r"( *)-(?=[{\[\"'“«]|[^\W\d_])")
_ENCLOSES = "'\"“”‘’„"
# A text that YAML refuses is read as it was typed: its signs stand for others meanwhile, one for one, so that
# every place stays. No source has these, of the private use.
_MASKED = {ord(sign): 0xF0000 + ord(sign) for sign in "!\"#%&'*,:>?@[\\]`{|}-“”„‟‘’‚"}
_UNMASKED = {masked: sign for sign, masked in _MASKED.items()}

TRIES_MAX = 8  # pieces left out because they do not fit together; then the whole block is


# Between brackets: the name before a value, and what follows it, by the bracket that opens.
_ENDS = {
    "{": re.compile(r",(?=\s*\w[\w.-]*:\s)|,?\s*$|\}"),
    "[": re.compile(r"[,\]]|$"),
}
_NAME = re.compile(r"\s*(?:(\w[\w.-]*):\s+)?")


@dataclass(slots=True)
class Mended:
    """Lines that YAML accepts, what was wrong in them, and which fields were left out."""

    lines: list[str]
    faults: list[Fault] = field(default_factory=list)
    misread: set[Path] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A field or an item with all its lines; one that is *stray* begins as neither."""

    start: int
    stop: int
    path: Path
    stray: bool
    misfit: bool  # begins further out than the first of its block


def unmasked(text: str) -> str:
    """Return what was typed, of lines that were mended."""
    return text.translate(_UNMASKED)


def _masked(typed: str) -> str:
    """Return *typed*, the text of a field, without the marks that enclose it, so that YAML accepts it."""
    comment = re.search(r"\s#(?:\s.*)?$", typed)
    text = typed[: comment.start()] if comment else typed
    left = len(text) - len(text.lstrip(_ENCLOSES))
    right = len(text.rstrip().rstrip(_ENCLOSES)) if left else len(text)
    return (" " * left + text[left:right].translate(_MASKED)).ljust(len(typed))


def mend(lines: list[str]) -> Mended:
    """Return *lines* without the pieces in which something is wrong."""
    mended = Mended(list(lines))
    for number, line in enumerate(lines):
        stuck = _STUCK_ITEM.match(line)
        beside = (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
        if stuck and any(other.startswith(f"{stuck[1]}- ") for other in beside):
            told = words("no-space-after-hyphen")
            mended.faults.append(Fault("yaml-syntax", number, len(stuck[1]), *told))
            mended.lines[number] = f"{stuck[0]} {line[stuck.end() :]}"
    telling = [number for number, line in enumerate(lines) if line.strip()]
    # The marks of a document, in their right place.
    for number, mark in zip((*telling[:1], *telling[1:][-1:]), ("---", "..."), strict=False):
        if lines[number].rstrip() == mark:
            mended.lines[number] = ""
    _Mender(mended).block(0, len(lines), (), 0)
    found = sorted(mended.faults, key=lambda fault: (fault.line, fault.column))
    mended.faults = [
        fault
        for before, fault in pairwise((None, *found))
        if fault and not _is_its_end(fault, before)
    ]
    return mended


def _is_its_end(fault: Fault, before: Fault | None) -> bool:
    """Tell whether *fault* is only the end of a quotation that the fault *before* it left open."""
    return fault.closes and before is not None and before.is_open


@dataclass(frozen=True, slots=True)
class _Mender:
    mended: Mended

    def block(self, start: int, stop: int, path: Path, depth: int) -> None:
        """Let the lines from *start* to *stop*, all fields or all items, be read as one."""
        pieces = list(self._pieces(start, stop, path))
        if not all(piece.stray for piece in pieces):
            for before, piece in pairwise((None, *pieces)):
                assert piece
                if before and piece.stray and self._is_empty(before):
                    self.mended.misread.add(before.path)  # its text, which is not indented
                self._piece(piece, depth)
        whole = _Piece(start, stop, path, stray=False, misfit=False)
        for _try in range(TRIES_MAX):
            fault = self._fault(start, stop)
            if fault is None:
                return
            held = next((p for p in pieces if p.start <= fault.line < p.stop), whole)
            self._blame(fault, held.path)
            self._blank(held.start, held.stop)
        self._blank(start, stop)
        self.mended.misread.add(path)

    def _piece(self, piece: _Piece, depth: int) -> None:
        start, stop, path = piece.start, piece.stop, piece.path
        lines = self.mended.lines
        fault = self._fault(start, stop)
        if piece.misfit or piece.stray:
            column = len(lines[start]) - len(lines[start].lstrip())
            if piece.misfit:
                fault = Fault("yaml-syntax", start, column, *words("indentation"))
            elif fault is None or lines[start].strip()[0].isalnum():
                fault = no_colon_fault(lines, start, column)
            self._blame(fault, path)
            self._blank(start, stop)
        elif fault:
            if depth < DEPTH_MAX and self._descend(piece, depth):
                fault = self._fault(start, stop)
            if fault:
                fault = self._between_brackets(piece, fault)
            if fault:
                self._leave_out(piece, fault)

    def _descend(self, piece: _Piece, depth: int) -> bool:
        """Mend what is in *piece*, and tell whether there is anything."""
        lines, start = self.mended.lines, piece.start
        line = _parts(lines[start])
        if line["dashes"]:
            dash = line.start("dashes")
            inner = f"{lines[start][:dash]} {lines[start][dash + 1 :]}"
            within = _parts(inner)
            # A text may hold no fields; what begins as an item and goes on with them is one.
            fields = within["value"][:1] not in tuple("{['\"|>") and any(
                FIELD.match(text) for text in lines[start + 1 : piece.stop]
            )
            if not (within["key"] or within["dashes"] or not within["value"] or fields):
                return False
            lines[start] = inner
            self.block(start, piece.stop, piece.path, depth + 1)
            lines[start] = f"{line['indent']}-{lines[start][dash + 1 :]}"
            return True
        below = [_parts(lines[n]) for n in self._telling(start + 1, piece.stop)]
        empty = not line["value"].partition("#")[0].strip()
        if not (empty and below and (below[0]["key"] or below[0]["dashes"])):
            return False
        self.block(start + 1, piece.stop, piece.path, depth + 1)
        return True

    def _between_brackets(self, piece: _Piece, fault: Fault | None) -> Fault | None:
        """Leave out the values between brackets in which something is wrong, and return a fault
        that is in none of them."""
        lines, kept = self.mended.lines, self.mended.lines[piece.start : piece.stop]
        bracket = _parts(lines[piece.start])["value"][:1]
        found: list[tuple[Fault, Path]] = []
        cut: set[Path] = set()  # fields that were taken for a part of the value before them
        while fault and bracket in _ENDS and len(found) < TRIES_MAX:
            line = lines[fault.line]
            before = line[: fault.column]
            begin = max(before.rfind(sign) for sign in "{[,") + 1
            name = _NAME.match(line, begin)
            end = _ENDS[bracket].search(line, fault.column)
            inside = begin > 0 or fault.line > piece.start
            if fault.code == "yaml-depth" or not (inside and name and end):
                break
            around = "".join([*lines[piece.start : fault.line], before])
            nested = len(re.findall(r"[{[]", around)) - len(re.findall(r"[}\]]", around)) > 1
            known = name[1] and bracket == "{" and not nested
            found.append((fault, (*piece.path, name[1]) if known else piece.path))
            names = re.findall(r"(\w[\w.-]*):(?:\s|$)", line[name.end() : end.start()])
            cut |= {(*piece.path, cut_name) for cut_name in names}
            typed = line[name.end() : end.start()]
            if not typed.strip():
                break
            text = known and fault.is_text and typed[0] not in "{["
            readable = _masked(typed) if text else " " * len(typed)
            lines[fault.line] = f"{line[: name.end()]}{readable}{line[end.start() :]}"
            if readable.strip():
                found[-1] = (found[-1][0], (*found[-1][1], ""))
            fault = self._fault(piece.start, piece.stop)
        if fault:
            # Then the brackets themselves are wrong, or more than can be told.
            lines[piece.start : piece.stop] = kept
            return found[0][0] if found else fault
        for told, path in found:
            self._blame(told, path)
        self.mended.misread |= cut
        return None

    def _leave_out(self, piece: _Piece, fault: Fault) -> None:
        """Keep the name of *piece*, or its dash, and blank the rest."""
        lines, around = self.mended.lines, piece.path[:-1]
        below = [n for n in self._telling(piece.start + 1, piece.stop) if _parts(lines[n])["key"]]
        for number in below:
            # What was typed as a field is no value of the one above: nobody misses it either.
            self.mended.misread.add((*around, _name(lines[number])))
        if fault.line in below and self._fault(piece.start, fault.line) is None:
            self.mended.faults.append(fault)
            self._blank(fault.line, piece.stop)
            return
        # Nor another field in its own line: "partner: pro-loco, role: guida".
        beside = re.findall(r"(?<=[\s,;])([a-z][a-z_]*):\s", lines[fault.line][: fault.column + 2])
        self.mended.misread |= {(*around, name) for name in beside}
        line = _parts(lines[piece.start])
        kept = line.start("value") if line["key"] or line["dashes"] else 0
        whole, bare = lines[piece.start], lines[piece.start][:kept]
        alone = not list(self._telling(piece.start + 1, piece.stop))
        if kept and alone and line["value"][:1] not in tuple("{[|>") and fault.is_text:
            lines[piece.start] = bare + _masked(line["value"])
            if self._fault(piece.start, piece.stop) is None:
                self._blame(fault, (*piece.path, ""))  # told, and read: nobody misses it
                return
        self._blame(fault, piece.path)
        self._blank(piece.start + 1, piece.stop)
        lines[piece.start] = whole[:kept]

    def _pieces(self, start: int, stop: int, path: Path) -> Iterator[_Piece]:
        """Yield the fields or items between *start* and *stop*."""
        heads: list[tuple[int, bool, bool]] = []  # line, stray, misfit
        telling = list(self._telling(start, stop))
        lines = self.mended.lines
        is_open: bool | None = None  # whether the last one has a quotation that takes what follows
        if not telling:
            return
        first = _parts(lines[telling[0]])
        indents = [_parts(lines[number])["indent"] for number in telling]
        # A tab is reported by itself: what stands under it is not wrong too.
        column = _column(next((i for i in indents if "\t" not in i), first["indent"]))
        for number in telling:
            line = _parts(lines[number])
            at = _column(line["indent"])
            begins = bool(line["key"] or line["dashes"])
            # A list may stand right under the name of its field.
            listed = bool(line["dashes"]) and not first["dashes"] and at == column
            closes = line["value"][:1] in ("}", "]") and not begins
            if heads and (at > column or listed or closes):
                continue
            if heads and not begins and is_open is None:
                fault = self._fault(heads[-1][0], number)
                is_open = fault is not None and fault.is_open
            if begins or not is_open:
                heads.append((number, not begins, at < column))
                is_open = None
        item = -1
        for (number, stray, misfit), end in zip(
            heads, [*(h[0] for h in heads[1:]), stop], strict=True
        ):
            if _parts(lines[number])["dashes"]:
                item += 1
                own = path if misfit else (*path, item)
            else:
                # Among items, a field belongs to the one before it.
                own = (*path, *([item] if item >= 0 else []), _name(lines[number]))
            yield _Piece(number, end, own, stray, misfit)

    def _is_empty(self, piece: _Piece) -> bool:
        told = list(self._telling(piece.start, piece.stop))
        return len(told) == 1 and not _parts(self.mended.lines[piece.start])["value"]

    def _telling(self, start: int, stop: int) -> Iterator[int]:
        """Yield the lines that are neither blank nor a comment."""
        lines = self.mended.lines
        return (n for n in range(start, stop) if not re.match(r"\s*(?:#|$)", lines[n]))

    def _fault(self, start: int, stop: int) -> Fault | None:
        fault = fault_in(self.mended.lines[start:stop])
        return replace(fault, line=start + fault.line) if fault else None

    def _blame(self, fault: Fault, path: Path) -> None:
        self.mended.faults.append(fault)
        self.mended.misread.add(path)

    def _blank(self, start: int, stop: int) -> None:
        self.mended.lines[start:stop] = [""] * (stop - start)


def _parts(line: str) -> re.Match[str]:
    found = LINE.match(line)
    assert found  # every part of it may be absent
    return found


def _column(indent: str) -> int:
    return len(indent.expandtabs(2))


def _name(line: str) -> str:
    """Return the name of the field that *line* begins, or was meant to begin."""
    found = re.match(r"[\s*_`\"'-]*([^\W_](?:[\w.-]*(?=\s*:)|[\w-]*))?", line)
    return found[1] or "" if found else ""
