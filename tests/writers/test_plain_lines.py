"""Lines that are set in one pass are those of the engine, to the last fraction."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import weasyprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.writers.pdf.engine import plain_lines

_STYLES = (
    "padding: 0 3.3px", "margin: 0 auto 0 -2px; border: 1px solid", "white-space: nowrap", "font-size: 7.7px",
    "box-decoration-break: clone; padding: 1px 5px", "vertical-align: super", "vertical-align: middle",
    "letter-spacing: 1.1px", "position: relative; left: 3px", "font-size: 0", "white-space: pre-wrap",
    "hyphens: auto", "line-height: 2.1", "vertical-align: top", "overflow-wrap: anywhere", "direction: rtl",
)  # fmt: skip
_WORDS = st.sampled_from(
    [
        "parola",
        " ",
        "  ",
        "à",
        "\u00a0",
        "coopera\u00adtiva",
        "una-due",
        "<br>",
        "\n",
        ", ",
        "impossibilmente",
    ]
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=12).map("".join)
_INLINE = st.recursive(
    _TEXT,
    lambda inside: st.builds(
        lambda style, parts: f'<b style="{style}">{"".join(parts)}</b>',
        st.sampled_from(_STYLES),
        st.lists(inside, max_size=3),
    ),
    max_leaves=6,
)
_BLOCKS = (
    "",
    "text-align: justify",
    "text-indent: 9px; text-align: center",
    "text-align: end",
    "white-space: pre-line",
)
_FONTS = FontConfiguration()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_INLINE, min_size=1, max_size=5), st.sampled_from(_BLOCKS), st.integers(1, 40))
def test_plain_lines_are_those_of_the_engine(parts: list[str], style: str, room: int) -> None:
    compared = 0

    def both(context: Any, linebox: Any, *others: Any) -> Any:
        nonlocal compared
        sources = linebox.deepcopy(), linebox.deepcopy()
        setters = plain_lines.OWN, plain_lines.get_next_linebox
        one, other = (
            _set(setter, context, source, *others)
            for setter, source in zip(setters, sources, strict=True)
        )
        assert one == other
        compared += 1
        if one is None:
            raise _GivenUpError
        return plain_lines.OWN(context, linebox, *others)

    html = f'<p lang="it" style="width: {room * 7.3}px; {style}">{"".join(parts)}'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline, "get_next_linebox", both)
        with suppress(_GivenUpError):
            weasyprint.HTML(string=html).render(font_config=_FONTS)
    assert compared or not "".join(parts).strip()


class _GivenUpError(Exception):
    """The engine cannot set this."""


def _set(setter: Callable[..., Any], *arguments: Any) -> Any:
    """Return all that is known of a line, and where it goes on; None, where the engine gives up."""
    try:
        line, resume_at = setter(*arguments)
    except AssertionError:
        return None
    return _facts(line), resume_at


def _facts(box: Any) -> Any:
    """Return all that is known of *box* and what is inside."""
    if box is None:
        return None
    facts = {
        name: value
        for name, value in vars(box).items()
        if not name.startswith("_pitstop") and name not in ("children", "element", "pango_layout")
    }
    layout = vars(box).get("pango_layout")
    return type(box), facts, layout and vars(layout), [_facts(each) for each in box.children]
