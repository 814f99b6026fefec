"""What is painted on one page: every operator, in forms and patterns too, in the state in which it paints.

Enters: a page and what the shop asks for. Leaves: findings, each with its place, and the heaviest ink."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from pitstop_docs.look.profiles import Profile
from pitstop_docs.press.preflight.findings import MM_PER_PT, Box, Findings
from pitstop_docs.press.preflight.images import Picture, inspect_image
from pitstop_docs.press.preflight.spaces import ALL, Space, space_of
from pitstop_docs.writers.press.graphics import (
    ENDS_PATH,
    FILLS,
    IDENTITY,
    PATHS,
    SHOWS,
    STROKES,
    Graphics,
    Matrix,
    Paint,
    State,
    at,
    numbers,
    times,
)

_DEEP = 12  # forms inside forms that are followed
_STREAMS_MOST = 2000  # forms on a page that are followed: some draw each other without end
_PLATES = 2
_BLACK = 0.95  # as much of black and nobody sees the difference
_TRACE = 0.005  # less than half a per cent is none
_SIMILAR = 0.5  # of a letter's height: its width, nearly
_AREAS_MOST = 3000  # on a page whose overlaps are looked at
_RICH_LINE = 3.0  # pt: a line that is thicker is an area


@dataclass(slots=True)
class PageContent:
    """Inspects page ``number``, whose upper left corner, as it is cut, is ``corner``; ``trim`` is where it is
    cut, if it says so."""

    number: int
    corner: tuple[float, float]
    trim: Box | None
    profile: Profile
    findings: Findings
    forbids_transparency: bool
    heaviest: float = 0.0
    _streams: int = 0
    _areas: list[tuple[Box, Mapping[str, float]]] = field(default_factory=list)
    _seen: dict[Any, Picture] = field(default_factory=dict)

    def inspect(self, page: Any) -> None:
        """Inspect everything that *page* paints."""
        resources = page.get("/Resources", Dictionary())
        self._group(page, "")
        self._stream(page, resources, State(), 0)

    # --- streams -------------------------------------------------------------------------------

    def _stream(self, stream: Any, resources: Any, state: State, deep: int) -> None:
        self._streams += 1
        if deep > _DEEP or self._streams > _STREAMS_MOST:
            self.findings.add("not-understood", self.number, "Do")
            return
        states = _below(resources, "/ExtGState")
        for name, parameters in states.items():
            self._parameters(name, parameters)
        graphics = Graphics(state, states)
        spaces = _below(resources, "/ColorSpace")
        path: list[tuple[float, float]] = []
        try:
            instructions = pikepdf.parse_content_stream(stream)
        except Exception as error:  # pikepdf raises several kinds on what is damaged
            self.findings.add("not-understood", self.number, type(error).__name__)
            return
        for instruction in instructions:
            operator, operands = str(instruction.operator), [*instruction.operands]
            try:
                graphics.follow(operator, operands)
                if operator in PATHS:
                    path += _points(operator, operands, graphics.state.matrix)
                elif operator in ENDS_PATH:
                    self._path(operator, path, graphics.state, spaces, resources, deep)
                    path = []
                elif operator in SHOWS:
                    self._text(operands, graphics.state, spaces)
                elif operator == "Do":
                    self._drawn(str(operands[0]), resources, graphics.state, spaces, deep)
                elif operator == "sh":
                    self._shading(str(operands[0]), _below(resources, "/Shading"), spaces, None)
                elif operator in ("BI", "INLINE IMAGE"):
                    self._inline(instruction, graphics.state, spaces)
            except (ValueError, TypeError, KeyError, IndexError):
                self.findings.add("not-understood", self.number, operator)

    def _parameters(self, name: str, parameters: Any) -> None:
        through = [
            key for key in ("/ca", "/CA") if key in parameters and float(parameters[key]) < 1
        ]
        if "/SMask" in parameters and parameters["/SMask"] != Name.None_:
            through.append("/SMask")
        if "/BM" in parameters and str(parameters["/BM"]) not in ("/Normal", "/Compatible"):
            through.append(str(parameters["/BM"]))
        for each in through:
            self._transparent(f"{name} {each}")

    def _transparent(self, what: str) -> None:
        code = "transparency-forbidden" if self.forbids_transparency else "transparency"
        self.findings.add(code, self.number, what)

    def _group(self, holder: Any, name: str) -> None:
        group = holder.get("/Group")
        if group is None or group.get("/S") != Name.Transparency:
            return
        if "/CS" in group and space_of(group["/CS"]).kind == "rgb":
            self.findings.add("rgb-group", self.number, name)

    # --- what is painted -----------------------------------------------------------------------

    def _path(
        self,
        operator: str,
        path: list[tuple[float, float]],
        state: State,
        spaces: Any,
        resources: Any,
        deep: int,
    ) -> None:
        if not path or operator == "n":
            return
        box = self._box(path)
        if operator in FILLS:
            inks = self._paint(state.fill, spaces, box, state.over[0], resources, deep)
            if inks is not None:
                self._area(box, inks, state.over[0])
        if operator in STROKES:
            inks = self._paint(state.stroke, spaces, box, state.over[1], resources, deep)
            thin = state.line < self.profile.hairline - 0.001
            if thin and inks is not None and _plates(inks):
                self.findings.add("hairline", self.number, f"{state.line:.2f} pt", box)
            if inks is not None and state.line < _RICH_LINE:
                self._black(inks, box)
                self._heavy(inks, box, state.over[1])

    def _text(self, operands: Any, state: State, spaces: Any) -> None:
        if not (state.fills or state.strokes):
            return
        size = state.letters
        x, y = at(times(state.text, state.matrix), 0, 0)
        width = max(1, _letters(operands)) * size * _SIMILAR
        box = self._box([(x, y - size * 0.2), (x + width, y + size * 0.8)])
        paint, over = (state.fill, state.over[0]) if state.fills else (state.stroke, state.over[1])
        inks = self._paint(paint, spaces, box, over, None, 0)
        if inks is None:
            return
        if size < self.profile.small_text and _plates(inks) > _PLATES:
            self.findings.add("small-text", self.number, f"{size:.1f} pt, {_named(inks)}", box)
        self._black(inks, box)
        if inks.get("Black", 0) >= 1 - _TRACE and _plates(inks) == 1 and not over:
            self.findings.add("black-knocks-out", self.number, "", box)
        self._heavy(inks, box, over)

    def _paint(
        self, paint: Paint, spaces: Any, box: Box, over: bool, resources: Any, deep: int
    ) -> Mapping[str, float] | None:
        """Return the inks of *paint*, and take down what is wrong with it."""
        if paint.pattern:
            self._pattern(paint.pattern, resources, spaces, box, deep)
            return None
        space = space_of(Name(paint.space) if paint.space else None, spaces)
        if space.kind == "rgb":
            name = paint.space[1:]
            self.findings.add("rgb", self.number, f"{name} {_short(paint.values)}", box)
            return None
        if space.kind == "unknown":
            self.findings.add("not-understood", self.number, paint.space or "?", box)
            return None
        inks = space.inks(paint.values)
        if inks is None:
            if paint.values:
                self.findings.add(
                    "not-understood", self.number, f"{paint.space} {_short(paint.values)}", box
                )
            return None
        self._plates_of(space, box)
        if over and not _plates(inks):
            self.findings.add("white-overprints", self.number, "", box)
        return inks

    def _plates_of(self, space: Space, box: Box) -> None:
        for spot in space.spots:
            self.findings.add("spot", self.number, spot, box)
        if ALL in space.names and self.trim and _overlap(box, self._trim_mm(self.trim)):
            self.findings.add("registration", self.number, "", box)

    def _black(self, inks: Mapping[str, float], box: Box) -> None:
        others = sum(share for ink, share in inks.items() if ink != "Black")
        if inks.get("Black", 0) >= _BLACK and others > _TRACE and ALL not in inks:
            self.findings.add("rich-black", self.number, _named(inks), box)

    def _area(self, box: Box, inks: Mapping[str, float], over: bool) -> None:
        self._heavy(inks, box, over)
        if len(self._areas) < _AREAS_MOST and ALL not in inks:
            self._areas.append((box, inks))

    def _heavy(self, inks: Mapping[str, float], box: Box, over: bool) -> None:
        """Measure the ink of *inks* in *box*, with what is below them if they print over it."""
        if ALL in inks:
            return
        below = (under for area, under in self._areas if over and _overlap(area, box))
        # What overprints takes the place of the same ink below it, and leaves the others (11.7.4.5).
        through = (
            sum(share for ink, share in under.items() if inks.get(ink, 0.0) <= 0) for under in below
        )
        self.weigh(100 * (sum(inks.values()) + max(through, default=0.0)), box)

    def weigh(self, ink: float, box: Box | None) -> None:
        """Take down that there are *ink* per cent of ink in *box*."""
        self.heaviest = max(self.heaviest, ink)
        if ink > self.profile.ink_limit + 0.5:
            self.findings.add("ink", self.number, f"{ink:.0f} %", box)

    # --- what is drawn by name -------------------------------------------------------------------

    def _drawn(self, name: str, resources: Any, state: State, spaces: Any, deep: int) -> None:
        drawn = _below(resources, "/XObject").get(name)
        if drawn is None:
            self.findings.add("not-understood", self.number, name)
            return
        kind = drawn.get("/Subtype")
        if kind == Name.Form:
            self._group(drawn, name)
            matrix = _matrix(drawn.get("/Matrix"))
            inside = replace(state, matrix=times(matrix, state.matrix))
            self._stream(drawn, drawn.get("/Resources", resources), inside, deep + 1)
        elif kind == Name.Image:
            self._image(name, drawn, state, spaces)
        else:
            self.findings.add("not-understood", self.number, f"{name} {kind}")

    def _image(self, name: str, image: Any, state: State, spaces: Any) -> None:
        box = self._box([at(state.matrix, x, y) for x in (0, 1) for y in (0, 1)])
        key = image.objgen
        if key == (0, 0) or key not in self._seen:
            self._seen[key] = inspect_image(image, spaces)
        seen = self._seen[key]
        if seen.mask:  # it paints with the colour in force
            self._paint(state.fill, spaces, box, state.over[0], None, 0)
        elif seen.space.kind == "rgb":
            self.findings.add("rgb-image", self.number, f"{name} {seen.about}", box)
        elif seen.space.kind == "unknown":
            self.findings.add("not-understood", self.number, f"{name} {seen.about}", box)
        else:
            self._plates_of(seen.space, box)
        if seen.soft:
            self._transparent(f"{name} /SMask")
        if seen.ink is not None:
            self.weigh(seen.ink, box)
        elif seen.space.kind in ("cmyk", "spot") and not seen.mask:
            self.findings.add("not-understood", self.number, f"{name} {seen.about}", box)
        self._resolution(seen, state, box)

    def _resolution(self, seen: Picture, state: State, box: Box) -> None:
        a, b, c, d, _e, _f = state.matrix
        across, up = (a * a + b * b) ** 0.5 / 72, (c * c + d * d) ** 0.5 / 72
        if not across or not up:
            return
        least = min(seen.width / across, seen.height / up)
        what = f"{least:.0f} ppi"
        if least < self.profile.pictures.least - 0.5:
            self.findings.add("resolution", self.number, what, box)
        elif least < self.profile.pictures.wanted - 0.5:
            self.findings.add("resolution-low", self.number, what, box)

    def _inline(self, instruction: Any, state: State, spaces: Any) -> None:
        image = instruction.operands[0] if len(instruction.operands) else None
        found = getattr(instruction, "iimage", image)
        box = self._box([at(state.matrix, x, y) for x in (0, 1) for y in (0, 1)])
        about = getattr(found, "obj", None)
        space = (
            space_of(about.get("/ColorSpace", about.get("/CS")), spaces)
            if about is not None
            else None
        )
        if about is not None and about.get("/ImageMask", about.get("/IM", False)):
            self._paint(state.fill, spaces, box, state.over[0], None, 0)
        elif space is not None and space.kind == "rgb":
            self.findings.add("rgb-image", self.number, "BI", box)
        elif space is None or space.kind == "unknown":
            self.findings.add("not-understood", self.number, "BI", box)

    def _pattern(self, name: str, resources: Any, spaces: Any, box: Box, deep: int) -> None:
        pattern = _below(resources, "/Pattern").get(name)
        if pattern is None:
            self.findings.add("not-understood", self.number, name, box)
        elif isinstance(pattern, Stream):
            inside = State(matrix=_matrix(pattern.get("/Matrix")))
            self._stream(pattern, pattern.get("/Resources", Dictionary()), inside, deep + 1)
        else:
            self._shading(name, {name: pattern.get("/Shading")}, spaces, box)

    def _shading(self, name: str, shadings: Any, spaces: Any, box: Box | None) -> None:
        shading = shadings.get(name)
        space = space_of(shading.get("/ColorSpace"), spaces) if shading is not None else None
        if space is None or space.kind == "unknown":
            self.findings.add("not-understood", self.number, name, box)
        elif space.kind == "rgb":
            self.findings.add("rgb", self.number, name, box)
        else:
            for spot in space.spots:
                self.findings.add("spot", self.number, spot, box)

    # --- places ----------------------------------------------------------------------------------

    def _box(self, points: list[tuple[float, float]]) -> Box:
        """Return what is around *points*, in mm from the upper left corner of the page as it is cut."""
        left, top = self.corner
        xs = [(x - left) * MM_PER_PT for x, _y in points]
        ys = [(top - y) * MM_PER_PT for _x, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    @staticmethod
    def _trim_mm(trim: Box) -> Box:
        left, bottom, right, top = trim
        return 0.0, 0.0, (right - left) * MM_PER_PT, (top - bottom) * MM_PER_PT


def _below(resources: Any, kind: str) -> Any:
    return resources[kind] if resources is not None and kind in resources else {}


def _points(operator: str, operands: Any, matrix: Matrix) -> Iterator[tuple[float, float]]:
    values = numbers(operands)
    if operator == "re":
        x, y, width, height = values
        for dx in (0, width):
            for dy in (0, height):
                yield at(matrix, x + dx, y + dy)
    else:
        for index in range(0, len(values) - 1, 2):
            yield at(matrix, values[index], values[index + 1])


def _matrix(values: Any) -> Matrix:
    if values is None:
        return IDENTITY
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _letters(operands: Any) -> int:
    """Return about how many letters are shown: codes of two bytes, as in most files of today."""
    shown = operands[0] if len(operands) == 1 else operands[-1]
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return sum(len(bytes(part)) for part in parts if isinstance(part, pikepdf.String)) // 2


def _plates(inks: Mapping[str, float]) -> int:
    return sum(1 for share in inks.values() if share > _TRACE)


def _named(inks: Mapping[str, float]) -> str:
    """Return *inks* for people: "C 100 K 40"."""
    return " ".join(f"{ink[:1] if ink in ('Cyan', 'Magenta', 'Yellow') else 'K' if ink == 'Black' else ink} "
                    f"{100 * share:.0f}" for ink, share in inks.items() if share > _TRACE)  # fmt: skip


def _short(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.3g}" for value in values)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
