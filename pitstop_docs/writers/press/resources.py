"""What the pages of a PDF use → the same for a press: images, forms, patterns, parameters.

Enters: a resource dictionary. Leaves: it, changed: images in inks, forms and patterns converted, groups of
what is opaque gone. What is transparent is refused, and so is what nobody can convert."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from pitstop_docs.writers.press.colour import PressColours, heaviest
from pitstop_docs.writers.press.content import INHERITED, OVER, Converter, RefusedError
from pitstop_docs.writers.press.graphics import State
from pitstop_docs.writers.press.inks import InkTable

_QUALITY = 92
_OPAQUE = {"/BM": ("/Normal", "/Compatible"), "/SMask": ("/None",)}
_SMOOTH = (2, 3)  # functions whose ends are colours: exponential, stitching (7.10)


@dataclass(slots=True)
class Resources:
    """Converts what streams of ``pdf`` use, each once."""

    pdf: pikepdf.Pdf
    table: InkTable
    press: PressColours
    limit: int
    small: float
    _parameters: Any = None
    _done: dict[Any, frozenset[str]] = field(default_factory=dict)
    _forms: set[Any] = field(default_factory=set)

    def convert(self, resources: Any) -> frozenset[str]:
        """Convert *resources*; return the names of patterns and shadings that are ready."""
        key = resources.objgen
        if key in self._done and key != (0, 0):
            return self._done[key]
        self._done[key] = frozenset()
        for name, parameters in _items(resources, "/ExtGState"):
            _refuse_transparent(name, parameters)
        ready = [name for name, one in _items(resources, "/Shading") if self._shading(name, one)]
        ready += [name for name, one in _items(resources, "/Pattern") if self._pattern(name, one)]
        for name, drawn in _items(resources, "/XObject"):
            self._drawn(name, drawn)
        for gone in ("/ColorSpace", "/Properties"):
            if gone in resources:
                del resources[gone]
        resources.ExtGState = self.parameters
        self._done[key] = frozenset(ready)
        return self._done[key]

    @property
    def parameters(self) -> Any:
        """The parameters that say what prints over what is below it, for every stream."""
        if self._parameters is None:
            self._parameters = self.pdf.make_indirect(
                Dictionary(
                    {
                        name: Dictionary(Type=Name.ExtGState, op=area, OP=line, OPM=1)
                        for (area, line), name in OVER.items()
                    }
                )
            )
        return self._parameters

    def converter(self, resources: Any) -> Converter:
        """Return what converts a stream that uses *resources*."""
        return Converter(self.table, self.small, self.convert(resources))

    def _drawn(self, name: str, drawn: Any) -> None:
        if drawn.objgen in self._forms:
            return
        self._forms.add(drawn.objgen)
        kind = drawn.get("/Subtype")
        if kind == Name.Image:
            self._image(name, drawn)
        elif kind == Name.Form:
            self._form(drawn)
        else:
            raise RefusedError(f"{name} {kind}")

    def _form(self, form: Any) -> None:
        # A group is transparent only through alpha, modes and masks, and those are refused.
        for gone in ("/Group", "/StructParents", "/StructParent", "/PieceInfo"):
            if gone in form:
                del form[gone]
        if "/Resources" not in form:
            form.Resources = Dictionary()
        form.write(self._inherited(form))

    def _inherited(self, stream: Any) -> bytes:
        state = State(fill=INHERITED, stroke=INHERITED)
        return self.converter(stream.Resources).convert(stream, state)

    def _image(self, name: str, image: Any) -> None:
        for mask in ("/SMask", "/Mask"):
            if mask in image:
                raise RefusedError(f"{name} {mask}")
        if image.get("/ImageMask", False):
            raise RefusedError(f"{name} /ImageMask")
        from PIL import Image

        try:
            seen = pikepdf.PdfImage(image).as_pil_image()
        except Exception as error:  # pikepdf raises many kinds on what it does not know
            raise RefusedError(f"{name} {type(error).__name__}") from error
        inks = self.press.separated(seen)
        photograph = image.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))
        data = _jpeg(inks, self.limit) if photograph else None
        for gone in ("/DecodeParms", "/Decode", "/Filter", "/Intent", "/Interpolate"):
            if gone in image:
                del image[gone]
        image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
        if data is None:
            image.write(inks.tobytes())
        else:
            image.write(data, filter=Name.DCTDecode)
            # Pillow writes the inks of a JPEG the wrong way round, as Adobe's programs do.
            image.Decode = Array([1, 0] * len(Image.new("CMYK", (1, 1)).getbands()))

    def _pattern(self, name: str, pattern: Any) -> bool:
        if isinstance(pattern, Stream):
            if "/Resources" not in pattern:
                pattern.Resources = Dictionary()
            pattern.write(self._inherited(pattern))
            return True
        _refuse_transparent(name, pattern.get("/ExtGState", Dictionary()))
        return self._shading(name, pattern.Shading)

    def _shading(self, name: str, shading: Any) -> bool:
        """Convert a shading between colours of the table."""
        if shading.get("/ColorSpace") == Name.DeviceCMYK:
            return True
        if shading.get("/ColorSpace") != Name.DeviceRGB or "/Function" not in shading:
            raise RefusedError(f"{name} {shading.get('/ColorSpace')}")
        self._function(name, shading.Function)
        if "/Background" in shading:
            shading.Background = self._colour(name, shading.Background)
        shading.ColorSpace = Name.DeviceCMYK
        return True

    def _function(self, name: str, function: Any) -> None:
        if int(function.get("/FunctionType", -1)) not in _SMOOTH:
            raise RefusedError(f"{name} /FunctionType {function.get('/FunctionType')}")
        if "/Functions" in function:
            for part in function.Functions:
                self._function(name, part)
            return
        for end in ("/C0", "/C1"):
            function[end] = self._colour(name, function[end])

    def _colour(self, name: str, values: Any) -> Array:
        colour = "#" + "".join(f"{round(float(value) * 255):02X}" for value in values)
        if colour not in self.table.area:
            raise RefusedError(f"{name} {colour}")
        return Array([*self.table.area[colour]])


def _items(resources: Any, kind: str) -> Iterator[tuple[str, Any]]:
    if kind in resources:
        yield from [*resources[kind].items()]


def _refuse_transparent(name: str, parameters: Any) -> None:
    """Refuse parameters by which something below would shine through."""
    for key in ("/ca", "/CA"):
        if key in parameters and float(parameters[key]) < 1:
            raise RefusedError(f"{name} {key} {float(parameters[key]):g}")
    for key, opaque in _OPAQUE.items():
        if key in parameters and str(parameters[key]) not in opaque:
            raise RefusedError(f"{name} {key}")


def _jpeg(inks: Any, limit: int) -> bytes | None:
    """Return *inks* as a JPEG; None where what it loses would pass the limit."""
    from PIL import Image

    buffer = BytesIO()
    inks.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    with Image.open(BytesIO(buffer.getvalue())) as again:
        again.load()
        within = heaviest(again) <= limit * 255 // 100
    return buffer.getvalue() if within else None
