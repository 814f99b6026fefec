"""The reference document in whose styles briefs stand: edited by somebody, or what the theme makes.

Enters: the templates. Leaves: its parts. A reference says of itself what it was made of and whether it is
still as it was made: only one that somebody has edited counts, any other follows the theme by itself.
"""

from dataclasses import dataclass
from functools import lru_cache

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError
from pitstop_docs.runs.digests import digest, file_digest
from pitstop_docs.writers.docx.look import (
    REFERENCE_KIND,
    Look,
    fonts_of,
    main_parts,
    make_look,
    page_setup,
    scheme_of,
)
from pitstop_docs.writers.docx.markup import W, parse
from pitstop_docs.writers.docx.package import DOCUMENT, Package, open_package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.properties import CUSTOM, add_custom, read_custom
from pitstop_docs.writers.docx.styles import REFERENCE

_NEEDED = {PartKind.STYLES: "styles", PartKind.SETTINGS: "settings"}
_MADE_OF, _MADE = "PitStop theme", "PitStop content"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference document; ``outdated`` when somebody has edited it and the theme has changed since."""

    package: Package
    outdated: bool = False


def open_reference(templates: Templates) -> Reference:
    """Return the reference that applies; raises :class:`PitstopError` when a file is none."""
    made_of = source_of(templates)
    for folder in templates.folders:
        if not (folder / REFERENCE).is_file():
            continue
        package = _read((folder / REFERENCE).read_bytes())
        said = read_custom(package)
        if said.get(_MADE) != _content(package):
            return Reference(package, _is_outdated(package, said.get(_MADE_OF), templates))
        if said.get(_MADE_OF) == made_of and folder == templates.folders[-1]:
            return Reference(package)  # what making one would give
    return Reference(open_package(_made(made_of, templates)))


def plain_look(templates: Templates) -> Look:
    """Return the look in which the reference itself stands: what letterheads are completed with."""
    reference = open_reference(templates).package
    return make_look(reference, load_theme(templates), REFERENCE_KIND, "it", cover=False)


def put_stamp(package: Package, templates: Templates) -> None:
    """Write into a new reference what it is made of, and what it is."""
    add_custom(package, {_MADE_OF: source_of(templates), _MADE: _content(package)})


def source_of(templates: Templates) -> str:
    """Return the digest of all that a reference is made of: the theme and its fonts."""
    theme = load_theme(templates)
    fonts = [file_digest(templates.find(f"fonts/{face.file}")) for face in theme.fonts.faces]
    seen = theme.model_dump(mode="json", exclude={"inks"})  # Word prints on no press
    return digest((seen, fonts))


def _read(data: bytes) -> Package:
    try:
        reference = open_package(data)
    except WordFileError as error:
        raise PitstopError(
            _("{name} is not a Word document: {error}").format(name=REFERENCE, error=error),
            _("save it again as .docx in Word, or delete it to use the packaged one"),
        ) from error
    for kind, name in _NEEDED.items():
        if kind not in main_parts(reference):
            raise PitstopError(
                _("{name} has no {part}").format(name=REFERENCE, part=name),
                _("`make reference` writes the file again with all its styles"),
            )
    return reference


@lru_cache(maxsize=2)  # subsetting its fonts takes a second
def _made(_made_of: str, templates: Templates) -> bytes:
    from pitstop_docs.writers.reference.document import make_reference  # rarely needed

    return make_reference(templates)


def _content(package: Package) -> str:
    parts = package.parts.values()
    return digest({each.name: each.data for each in parts if each.name != CUSTOM})


def _is_outdated(edited: Package, made_of: str | None, templates: Templates) -> bool:
    """Tell whether the theme was changed after *edited* was made of it, and *edited* shows it. What a
    reference without a stamp was made of is the packaged theme."""
    packaged = Templates((packaged_templates(),))
    now = source_of(templates)
    if (made_of or source_of(packaged)) == now:
        return False
    return _measures(edited) != _measures(open_package(_made(now, templates)))


def _measures(reference: Package) -> tuple[object, ...]:
    """Return what of the theme can be read in *reference*: colours, families, size and margins."""
    parts = main_parts(reference)
    styles = parse(reference.parts[parts[PartKind.STYLES]].data)
    size = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
    page = page_setup(parse(reference.parts[DOCUMENT].data).find(f"{W}body/{W}sectPr"))
    colours: dict[str, str] = {}
    families: list[str] = []
    if PartKind.THEME in parts:
        theme = parse(reference.parts[parts[PartKind.THEME]].data)
        colours = {slot: colour.upper() for slot, colour in scheme_of(theme).items()}
        families = [*fonts_of(theme).values()]
    sides = [page.margins.get(W + side) for side in ("top", "right", "bottom", "left")]
    return colours, families, size.get(W + "val") if size is not None else None, sides
