"""Everything that a build depends on, as digests.

Enters: a project's folder. Leaves: a :class:`Inputs`: sources, templates, our own code, versions of
the libraries, the language. Contents alone count, never times."""

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from unicodedata import normalize

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.messages import language
from pitstop_docs.runs.digests import Tree, digest, read_tree
from pitstop_docs.runs.libraries import library_versions

# What draws, besides the system's libraries.
PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pillow",
    "lxml", "jinja2", "markupsafe", "segno", "vl-convert-python", "pikepdf", "pypdfium2", "babel",
)  # fmt: skip
# Of our own modules, those that decide what a composed Document looks like as a file.
MAKERS = (
    "build/briefs.py",
    "build/make.py",
    "build/outlines.py",
    "build/page_lock.py",
    "copyfit/",
    "look/",
    "tree/",
    "writers/__init__.py",
    "writers/chart_bars.py",
    "writers/chart_canvas.py",
    "writers/chart_direct.py",
    "writers/chart_layers.py",
    "writers/chart_lines.py",
    "writers/charts.py",
    "writers/docx/",
    "writers/engine.py",
    "writers/letterheads.py",
    "writers/lines.py",
    "writers/logos.py",
    "writers/maps.py",
    "writers/pdf/",
    "writers/press/",
    "writers/reference/",
    "writers/table_columns.py",
    "writers/table_lines.py",
    "writers/targets.py",
)
_PACKAGE = Path(__file__).parents[1]
# Templates that no brief uses as files: what they say is in the Document already.
_COMPOSED = (
    "acts/", "editions/", "labels/", "new/", "html/index.html.j2", "html/fit.html.j2", "html/pack/",
    "html/job-sheet.html.j2", "html/preflight.html.j2", "press/", "maps/",
)  # fmt: skip
_LETTERHEADS = "docx/letterheads/"
_CSS = "html/css/"
_SHARED_CSS = ("addressed.css", "bands-as-tables.css", "endless.css")
_COLOURS = "sources/project.yaml, colours"  # beside the templates, as what decides the look
_DRAWN = (".j2", ".css", ".yaml", ".docx", ".ttf", ".otf", ".woff2", ".icc", ".svg", ".png")


@dataclass(frozen=True, slots=True)
class Places:
    """What briefs are made with: digests of folders, templates in the order in which they count;
    ``colours`` in the place of the theme's; ``libraries`` and ``makers`` (our own code) are what a worker
    must have itself."""

    templates: tuple[str, ...]
    media: str
    libraries: tuple[tuple[str, str], ...]
    makers: str
    colours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Inputs:
    """The digests of one moment. ``templates`` are the folders in the order in which they count,
    ``colours`` those that the sources put in the place of the theme's, once they are read."""

    root: Path
    sources: Tree
    templates: tuple[Tree, ...]
    code: Tree
    libraries: dict[str, str]
    language: str
    colours: tuple[tuple[str, str], ...] = ()
    _looks: dict[str, dict[str, str]] = field(default_factory=dict)
    _look_digests: dict[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> str:
        """The digest of all of it: when it is the same, so is what a build makes."""
        folders = (self.sources, *self.templates, self.code)
        return digest((tuple(tree.digest for tree in folders), self.libraries, self.language))

    @cached_property
    def makers(self) -> str:
        """The digest of our own code that turns Documents into files."""
        return _makers(self.code)

    @cached_property
    def media(self) -> dict[str, str]:
        """The digest of each file of ``sources/media/``."""
        prefix = "media/"
        files = self.sources.files.items()
        return {name.removeprefix(prefix): d for name, d in files if name.startswith(prefix)}

    def look(self, edition: str) -> dict[str, str]:
        """Return the digest of each template, style and font that briefs of *edition* may use."""
        if edition not in self._looks:
            merged = {_COLOURS: digest(self.colours)} if self.colours else {}
            for tree in reversed(self.templates):
                merged |= tree.files
            self._looks[edition] = {
                name: found
                for name, found in sorted(merged.items())
                if name == _COLOURS or _is_used(name, edition)
            }
        return self._looks[edition]

    def look_digest(self, edition: str) -> str:
        """Return the digest of :meth:`look`."""
        if edition not in self._look_digests:
            self._look_digests[edition] = digest(self.look(edition))
        return self._look_digests[edition]

    @cached_property
    def libraries_digest(self) -> str:
        """The digest of the versions of the libraries."""
        return digest(self.libraries)

    def letterhead(self, id: str) -> str:
        """Return the digest of the files that may be the letterhead *id*."""
        names = [f"{_LETTERHEADS}{id}{suffix}" for suffix in (".docx", ".dotx")]
        # Some systems give letters and accents of a name apart.
        files = [{normalize("NFC", n): d for n, d in t.files.items()} for t in self.templates]
        return digest([tree.get(name, "") for tree in files for name in names])

    def press(self, icc: str) -> str:
        """Return the digest of what files for a press are made with besides: its ICC profile *icc*, the
        styles of what bleeds and of proofs."""
        names = (f"press/{icc}", *(f"{_CSS}{name}.css" for name in ("bleed", "proof")))
        return digest([tree.files.get(name, "") for tree in self.templates for name in names])

    def coloured(self, colours: tuple[tuple[str, str], ...]) -> "Inputs":
        """Return these inputs, whose sources say *colours*."""
        return replace(self, colours=colours, _looks={}, _look_digests={})

    def still_holds(self) -> bool:
        """Whether nothing seems to have been changed since: what was made meanwhile may be kept."""
        return all(tree.still_holds() for tree in (self.sources, *self.templates, self.code))


@cache
def makers_here() -> str:
    """Return the digest of the code of this very process, as it was when somebody first asked: see
    :attr:`Inputs.makers`."""
    return _makers(read_tree(_PACKAGE))


def read_inputs(root: Path) -> Inputs:
    """Return the inputs of the project at *root*."""
    return Inputs(
        root,
        read_tree(root / "sources"),
        tuple(read_tree(folder) for folder in Templates.of(root).folders),
        read_tree(_PACKAGE),
        library_versions(PACKAGES),
        language(),
    )


def _makers(code: Tree) -> str:
    return digest({n: d for n, d in code.files.items() if n.startswith(MAKERS)})


def _is_used(name: str, edition: str) -> bool:
    if name.startswith((*_COMPOSED, _LETTERHEADS)) or not name.endswith(_DRAWN):
        return False
    sheet = name.removeprefix(_CSS)
    own = sheet == name or "/" in sheet  # no sheet of one edition alone
    return own or sheet in (*_SHARED_CSS, f"{edition}.css")
