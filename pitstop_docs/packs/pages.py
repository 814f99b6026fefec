"""``output/packs/<campaign>/index.html``: every municipality and what lies ready for it.

Enters: the register, and the folder of packs. Leaves: one static page. Names are escaped."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.packs.mail import MAIL
from pitstop_docs.packs.names import shown
from pitstop_docs.packs.register import Register, Row
from pitstop_docs.packs.texts import long_date, size
from pitstop_docs.problems.messages import _, language, ngettext
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.runs.files import write_whole

INDEX = "index.html"


def draw_index(root: Path, campaign: Campaign, register: Register, base: Path) -> None:
    """Draw the page of the packs of *campaign* that are in *base*."""
    templates = Templates.of(root)
    environment = templates.environment()
    environment.filters.update(shown=shown, size=size, day=long_date)
    page = environment.get_template("pack/index.html.j2").render(
        campaign=campaign,
        packs=_packs(register, campaign, base),
        theme=load_theme(templates),
        lang=language(),
        _=_,
        ngettext=ngettext,
    )
    write_whole(base / INDEX, page.encode())


def _packs(register: Register, campaign: Campaign, base: Path) -> Iterator[dict[str, Any]]:
    """Yield what there is for each municipality, by code."""
    for row in register.last(campaign.id):
        folder, zip = base / row.folder, base / f"{row.folder}.zip"
        if folder.is_dir() or zip.is_file():
            yield {
                "name": row.name,
                "istat": row.istat,
                "folder": row.folder if folder.is_dir() else "",
                "zip": zip.name if zip.is_file() else "",
                "zip_size": row.zip_size,
                "files": _files(row),
                "messages": _messages(base, row),
            }


def _files(row: Row) -> list[str]:
    return [content.name for content in row.contents]


def _messages(base: Path, row: Row) -> list[str]:
    folder = base / MAIL / row.folder
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    return [f"{MAIL}/{row.folder}/{name}" for name in names]
