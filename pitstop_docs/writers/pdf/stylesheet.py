"""``theme.yaml`` → the stylesheets of a kind of source.

Enters: the theme and the CSS in ``templates/html/css/``. Leaves: CSS text with the theme's values where the
templates say ``var(--…)``, ``@font-face`` rules for the bundled fonts, and both as WeasyPrint has parsed them.
"""

import base64
import logging
import re
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

import weasyprint

from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.writers.pdf.fetcher import BASE_URL, heard

# In this order: a later file may refine an earlier one.
_BASE = ("page", "opening", "lists", "blocks", "bands")
_FACE = (
    '@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
    "src:url(pitstop:///fonts/{file})}}"
)


# Rules for which something is fetched while they are parsed; a name with an escape may be one.
_FETCHES = re.compile(r"@(?:font-face|import|color-profile|[\w-]*\\)", re.IGNORECASE)

Parsed = tuple[weasyprint.CSS, tuple[logging.LogRecord, ...]]


def parsed(css: str, name: str, **means: Any) -> Parsed:
    """Return *css* parsed, and what WeasyPrint says of it. *means* are the fonts to which it adds and what
    fetches; what needs neither is the same for all projects, and parsed once per process."""
    return _parsed(css, name, **means) if _FETCHES.search(css) else _parsed_once(css, name)


def _parsed(css: str, name: str, **means: Any) -> Parsed:
    said: list[logging.LogRecord] = []
    with heard(said.append):
        sheet = weasyprint.CSS(string=css, base_url=f"{BASE_URL}{name}.css", **means)
    return sheet, tuple(said)


_parsed_once = lru_cache(maxsize=64)(_parsed)


def base_sheet(theme: Theme, kind: Literal["practice", "policy"], templates: Templates) -> str:
    """Return what all editions share; raises ``PitstopError`` when a part of it is missing."""
    paths = [templates.find(f"html/css/base/{name}.css") for name in _BASE]
    css = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return _with_values(css, theme, kind)


def faces(theme: Theme) -> str:
    """Return the rules that load the theme's fonts."""
    return "\n".join(
        _FACE.format(
            family=face.family, weight=face.weight, style=face.style, file=quote(face.file)
        )
        for face in theme.fonts.faces
    )


def edition_sheet(
    edition: str, theme: Theme, kind: Literal["practice", "policy"], templates: Templates
) -> str:
    """Return what ``css/<edition>.css`` adds, or "" when the edition has no look of its own."""
    name = f"{edition}.css"
    found = [path for path in templates.list("html/css/*.css") if path.name == name]
    return _with_values(found[0].read_text(encoding="utf-8"), theme, kind) if found else ""


def press_sheet(
    profile: Profile, theme: Theme, kind: Literal["practice", "policy"], templates: Templates
) -> str:
    """Return what pages need on a press of *profile*: what runs to the edge runs beyond it, and a proof
    says on every page, before anything else is read, that it is one."""
    names = ("bleed", *(("proof",) if profile.proof else ()))
    paths = [templates.find(f"html/css/{name}.css") for name in names]
    css = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    proof = templates.find("html/proof.svg").read_text(encoding="utf-8")
    drawn = base64.b64encode(_with_values(proof, theme, kind).encode()).decode()
    css = css.replace("var(--proof)", f"url(data:image/svg+xml;base64,{drawn})")
    return _with_values(css.replace("var(--bleed)", f"{profile.bleed}mm"), theme, kind)


def _with_values(css: str, theme: Theme, kind: Literal["practice", "policy"]) -> str:
    """Return *css* with the theme's values in place of its variables; others stay variables.

    WeasyPrint could resolve them itself, but for every element anew: a fifth of the layout's time.
    """
    columns, shares = theme.page.columns, theme.text.shares
    values = {
        **{
            f"font-{role}": f'"{getattr(theme.fonts, role)}"'
            for role in ("display", "text", "code")
        },
        **{f"{name}-size": f"{value}pt" for name, value in theme.scale},
        **{f"margin-{side}": f"{value}mm" for side, value in theme.page.margins},
        **{name.replace("_", "-"): value for name, value in theme.colours},
        **dict(theme.kinds[kind]),
        "page": theme.page.size,
        "page-width": f"{theme.page.width}mm",
        "gutter": f"{theme.page.gutter}mm",
        "column-gap": f"{columns.gap}mm",
        "side-indent": f"{columns.indent}mm",
        "main-share": f"{columns.main}fr",
        "main-width": f"{columns.main}%",
        "side-share": f"{100 - columns.main}fr",
        "measure": f"{theme.page.measure}rem",
        "side-size": f"{shares.side}em",
        "facts-size": f"{shares.facts}rem",
        "messages-size": f"{shares.messages}rem",
        "quote-size": f"{shares.quote}em",
        "figure-width": f"{theme.page.figure}mm",
    }
    return re.sub(r"var\(--([a-z-]+)\)", lambda found: str(values.get(found[1], found[0])), css)
