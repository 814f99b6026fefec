"""The styles of the reference document: how each block and inline looks in Word.

Enters: the theme. Leaves: style definitions in points. Names are Word's own where Word has one, and
begin with "PitStop" otherwise. Colours are theme colours: text2 deep, background2 tint, accent1
accent, accent2 line, accent3 muted, accent4 rule, accent5 warning, accent6 danger.
"""

from dataclasses import replace

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.reference.acts import act_styles
from pitstop_docs.writers.reference.boxes import (
    COVER,
    LESSON,
    MESSAGES_BOX,
    REQUEST,
    RISK,
    boxed,
    mm,
)  # fmt: skip
from pitstop_docs.writers.reference.letters import letter_styles
from pitstop_docs.writers.reference.lists import (
    BOX_BULLETS,
    BOX_NUMBERS,
    BULLETS,
    MESSAGES,
    NUMBERS,
    REFERENCES,
    STEPS,
)  # fmt: skip
from pitstop_docs.writers.reference.stylesheet import Border, CharacterStyle, ParagraphStyle

# Spaced as a document with room enough: whatever needs the room is set tighter (spacing.py). Times
# the size; running text has the theme's leading.
_BOX_LEADING = 1.33
_HEAD_LEADING = 1.25  # the theme's tightest: what stands above a head is less by as much
_SMALL_LEADING = 1.28
_SMALLEST = 8.0  # pt: what stands at the foot
_HEADS = (
    1.25,
    1.1,
    1.0,
)  # heads by their level, in sizes of the text: as in the PDF (base/page.css)


def paragraph_styles(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    """Return the paragraph styles, each after the one it is based on; *text_width* in points."""
    return [
        *_running_text(theme),
        *_title_and_headings(theme, text_width),
        *_cover(theme, text_width),
        *_lists(theme),
        *_boxes(theme),
        *_facts(theme),
        *_headers_and_pictures(theme, text_width),
        *act_styles(theme),
        *letter_styles(theme, text_width),
    ]


def _head(theme: Theme, level: int) -> float:
    """Return the size of heads of a *level*, in half points."""
    return round(2 * theme.text.size * _HEADS[level - 1]) / 2


def _running_text(theme: Theme) -> list[ParagraphStyle]:
    scale = theme.scale
    small = ParagraphStyle(
        name="PitStop Small", font="display", size=scale.small, leading=_SMALL_LEADING,
        colour="accent3",
        after=6,
    )  # fmt: skip
    bar = Border("left", "accent2", 3, 9)
    return [
        ParagraphStyle(
            name="Normal", font="text", size=theme.text.size, leading=theme.text.leading,
            align="left", colour="text1",
        ),
        ParagraphStyle(name="Body Text", after=6),
        small,
        replace(
            small, name="PitStop Label", bold=True, colour="text2", after=2, keep_next=True
        ),
        replace(small, name="Caption", before=10, after=5, keep_next=True, hyphenate=False),
        replace(small, name="PitStop Credit", after=14),
        replace(small, name="footnote text", size=_SMALLEST, after=2),
        ParagraphStyle(
            name="Quote", italic=True, borders=(bar,), left=12, after=4, keep_next=True,
        ),
        replace(small, name="PitStop Attribution", borders=(bar,), left=12, after=12),
    ]  # fmt: skip


def _title_and_headings(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    scale = theme.scale
    heading = ParagraphStyle(
        name="Heading 1", next="Body Text", font="display", size=_head(theme, 1), bold=True,
        leading=_HEAD_LEADING, colour="accent1", before=11, after=2.5, keep_next=True, keep_lines=True,
        hyphenate=False, outline=0,
    )  # fmt: skip
    eyebrow = ParagraphStyle(
        name="PitStop Eyebrow", next="Title", font="display", size=scale.small, leading=1.3,
        colour="text2", tracking=0.4, after=6, keep_next=True, hyphenate=False,
        borders=(Border("top", "accent1", 6, 5),), right_tab=text_width,
    )  # fmt: skip
    return [
        eyebrow,
        ParagraphStyle(
            name="Title", next="Subtitle", font="display", size=scale.title, bold=True,
            leading=1.05, colour="text2", before=2, after=4, keep_next=True, keep_lines=True,
            hyphenate=False, outline=0,
        ),
        ParagraphStyle(
            name="Subtitle", next="Body Text", font="light", size=scale.large - 1, leading=theme.text.leading,
            colour="accent3", after=7, keep_lines=True, hyphenate=False,
        ),
        heading,
        replace(
            heading, name="Heading 2", size=_head(theme, 2), colour="text2", before=9.5, after=2,
            outline=1,
        ),
        replace(
            heading, name="Heading 3", size=_head(theme, 3), colour="text2", before=7.5, after=2,
            outline=2,
        ),
        # Word keeps this one out of the contents it makes: no outline level.
        replace(heading, name="TOC Heading", size=scale.large, before=18, after=5, outline=None),
        ParagraphStyle(
            name="toc 1", font="display", size=scale.small, leading=1.3, left=mm(9),
            hanging=mm(9), tabs=(mm(9),), after=0.5,
        ),
        ParagraphStyle(
            name="toc 2", font="display", size=scale.small, leading=1.3, left=mm(20),
            hanging=mm(11), tabs=(mm(20),), after=0.5,
        ),
        ParagraphStyle(
            name="table of figures", font="display", size=scale.small, leading=1.3, left=mm(20),
            hanging=mm(20), tabs=(mm(20),), after=0.5,
        ),
    ]  # fmt: skip


def _cover(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    """Return the styles of a cover's deep block; see ``look.COVER_STYLES``."""
    scale = theme.scale
    base = ParagraphStyle(
        name="", next="Body Text", font="display", size=scale.small, leading=1.3,
        colour="background1", tracking=0.4, after=0, keep_next=True, hyphenate=False,
    )  # fmt: skip
    eyebrow = replace(base, right_tab=text_width - COVER.side)
    title = replace(
        base, size=scale.title, leading=1.15, bold=True, tracking=0, before=mm(46), after=8,
        outline=0,
    )  # fmt: skip
    part = ParagraphStyle(
        name="PitStop Part", next="PitStop Part About", font="display", size=scale.large - 1,
        leading=1.3, colour="text2", before=0, after=0, left=mm(9), hanging=mm(9), tabs=(mm(9),),
        borders=(Border("top", "accent2", 0.5, 5),), keep_next=True, keep_lines=True, hyphenate=False,
    )  # fmt: skip
    standfirst = replace(
        base, size=scale.heading, leading=1.35, font="light", tracking=0, before=0, after=mm(8),
        keep_next=False,
    )  # fmt: skip
    return [
        boxed(eyebrow, "PitStop Cover Eyebrow", COVER),
        boxed(title, "PitStop Cover Title", COVER),
        boxed(standfirst, "PitStop Cover Subtitle", COVER),
        boxed(
            replace(standfirst, size=scale.large, leading=1.3, before=mm(6), after=0, keep_next=True),
            "PitStop Cover Addressee",
            COVER,
        ),
        replace(
            base, name="PitStop Cover Heading", next="Body Text", size=scale.heading, bold=True,
            leading=1.2, colour="text2", tracking=0, before=14, after=3, keep_lines=True, outline=0,
        ),
        part,
        replace(
            part, name="PitStop Part About", next="PitStop Part", size=scale.small, colour="accent3",
            after=9, hanging=None, tabs=(), borders=(), keep_next=False,
        ),
    ]  # fmt: skip


def _lists(theme: Theme) -> list[ParagraphStyle]:
    styles = []
    for level in range(3):
        suffix = f" {level + 1}" if level else ""
        indent = mm(6) * (level + 1)
        for name, definition in (("List Bullet", BULLETS), ("List Number", NUMBERS)):
            styles.append(
                ParagraphStyle(
                    name=name + suffix,
                    numbering=(definition, level),
                    left=indent,
                    hanging=mm(6),
                    after=4,
                )
            )
        styles.append(ParagraphStyle(name=f"List Continue{suffix}", left=indent, after=4))
    return [
        *styles,
        ParagraphStyle(
            name="PitStop Step", numbering=(STEPS, 0), left=mm(6), hanging=mm(6), after=4
        ),
        ParagraphStyle(
            name="PitStop Reference", font="display", size=_SMALLEST, leading=_SMALL_LEADING,
            colour="accent3", numbering=(REFERENCES, 0), left=mm(5), hanging=mm(5), after=2,
        ),
    ]  # fmt: skip


def _boxes(theme: Theme) -> list[ParagraphStyle]:
    """Return a title and a text style for each kind of callout."""
    scale = theme.scale
    label = ParagraphStyle(
        name="", font="display", size=scale.small, bold=True, caps=True, tracking=0.8,
        leading=_SMALL_LEADING, before=9, after=2, keep_next=True, keep_lines=True, hyphenate=False,
    )  # fmt: skip
    text = ParagraphStyle(
        name="",
        font="display",
        size=scale.normal,
        leading=_BOX_LEADING,
        after=3,
        keep_lines=True,
    )
    heading = replace(label, size=_head(theme, 1), caps=False, tracking=None, leading=_HEAD_LEADING)
    foot = replace(
        label, size=_SMALLEST, caps=False, tracking=None, colour="text2", before=8, after=0,
        borders=(Border("top", "accent4", 0.5, 2),),
    )  # fmt: skip
    small = replace(text, size=_SMALLEST, colour="accent3", leading=_SMALL_LEADING, after=2)
    request = replace(
        boxed(text, "PitStop Request Text", REQUEST), size=scale.large + 1.5, bold=True,
        leading=1.28, colour="background1", hyphenate=False,
    )  # fmt: skip
    aside = replace(
        request, name="PitStop Request Small", size=scale.small, bold=False, colour="accent2"
    )
    messages = boxed(
        replace(text, size=scale.normal, after=4), "PitStop Messages Text", MESSAGES_BOX
    )
    return [
        boxed(replace(label, colour="accent2"), "PitStop Request Title", REQUEST),
        request,
        aside,
        replace(
            aside, name="PitStop Request Fact", size=scale.small + 0.5, colour="background1",
            leading=_SMALL_LEADING, after=0,
            left=REQUEST.left + mm(24), hanging=mm(24), tabs=(REQUEST.left + mm(24),),
        ),
        boxed(replace(label, colour="accent1"), "PitStop Messages Title", MESSAGES_BOX),
        messages,
        replace(
            messages, name="PitStop Message", numbering=(MESSAGES, 0),
            left=MESSAGES_BOX.left + mm(6), hanging=mm(6),
        ),
        boxed(replace(heading, colour="accent1"), "PitStop Lesson Title", LESSON),
        boxed(text, "PitStop Lesson Text", LESSON),
        boxed(replace(heading, size=_head(theme, 3), colour="accent5"), "PitStop Risk Title", RISK),
        boxed(text, "PitStop Risk Text", RISK),
        replace(foot, name="PitStop Certainty Title"),
        replace(small, name="PitStop Certainty Text"),
        replace(foot, name="PitStop To Ask Title"),
        replace(small, name="PitStop To Ask Text"),
        replace(foot, name="PitStop Contact Title"),
        replace(small, name="PitStop Contact Text"),
        replace(
            text, name="PitStop Box Bullet", numbering=(BOX_BULLETS, 0),
            left=LESSON.left + mm(5), hanging=mm(5),
        ),
        replace(
            text, name="PitStop Box Number", numbering=(BOX_NUMBERS, 0),
            left=LESSON.left + mm(5), hanging=mm(5),
        ),
    ]  # fmt: skip


def _facts(theme: Theme) -> list[ParagraphStyle]:
    """Return the styles of figures, facts, timelines and tables."""
    scale = theme.scale
    rule = tuple(Border(side, "accent4", 0.5, 1) for side in ("top", "bottom", "between"))
    cell = ParagraphStyle(
        name="PitStop Table Text", font="display", size=scale.small, leading=_BOX_LEADING,
        before=4.5, after=4.5,
    )  # fmt: skip
    head = replace(
        cell, name="PitStop Table Head", bold=True, colour="text2", align="right", keep_next=True,
        hyphenate=False,
    )  # fmt: skip
    return [
        ParagraphStyle(
            name="PitStop Figure", font="display", size=scale.small, leading=_SMALL_LEADING, after=0,
            keep_lines=True, hyphenate=False,
        ),
        ParagraphStyle(
            name="PitStop Fact", font="display", size=scale.small, leading=_SMALL_LEADING,
            left=mm(24), hanging=mm(24), tabs=(mm(24),), borders=rule, keep_lines=True,
        ),
        ParagraphStyle(
            name="PitStop Timeline", font="display", size=scale.normal, leading=_BOX_LEADING,
            left=mm(38), hanging=mm(36), tabs=(mm(38),), before=3.5, after=3.5, keep_lines=True,
            borders=(Border("left", "accent1", 2, 4),),
        ),
        cell,
        replace(cell, name="PitStop Table Row Head", hyphenate=False),
        replace(cell, name="PitStop Table Number", align="right"),
        replace(head, align="left"),
        replace(head, name="PitStop Table Head Number"),
        # Exists because Word joins tables that touch; as low as a paragraph can be.
        ParagraphStyle(name="PitStop Table End", size=1, exact=1),
    ]  # fmt: skip


def _headers_and_pictures(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    scale = theme.scale
    margin = ParagraphStyle(
        name="header", font="display", size=scale.small, leading=_SMALL_LEADING,
        colour="accent3", right_tab=text_width, hyphenate=False,
    )  # fmt: skip
    return [
        # Only pages after the first have a header: it pushes their text down, not the first's.
        replace(margin, after=9),
        replace(margin, name="footer"),
        replace(
            margin, name="PitStop Form", colour="text1", before=16, right_tab=text_width,
            tabs=tuple(text_width * n / 4 - gap for n in (1, 2, 3) for gap in (10, 0)),
        ),
        ParagraphStyle(
            name="PitStop Picture", single=True, before=5, after=2, keep_next=True
        ),
        ParagraphStyle(
            name="PitStop QR Code", font="display", size=scale.small, single=True,
            before=4, tabs=(mm(21),), centre_line=True, colour="accent3",
        ),
    ]  # fmt: skip


def character_styles(theme: Theme) -> list[CharacterStyle]:
    """Return the character styles; those of badges are named after scale and level."""
    scale = theme.scale
    value = CharacterStyle(
        name="PitStop Figure Value", size=scale.figure - 2, bold=True, colour="accent1"
    )
    return [
        CharacterStyle(name="Strong", bold=True),
        CharacterStyle(name="Emphasis", italic=True),
        CharacterStyle(name="Hyperlink", colour="hyperlink", underline=True),
        CharacterStyle(name="footnote reference", colour="accent1", superscript=True),
        CharacterStyle(name="PitStop Form Blank", colour="text1", underline=True),
        CharacterStyle(name="PitStop Form Prompt", colour="accent3", italic=True, underline=True),
        CharacterStyle(name="PitStop Field Label", colour="text1"),
        CharacterStyle(
            name="PitStop Opening",
            font="display",
            size=scale.small,
            bold=True,
            caps=True,
            tracking=0.4,
        ),
        CharacterStyle(
            name="PitStop Mark Text",
            size=scale.normal,
            bold=True,
            caps=True,
            tracking=1.2,
            colour="background1",
            fill="text1",
        ),
        CharacterStyle(name="page number", bold=True, colour="text2"),
        CharacterStyle(name="PitStop Code", font="code", size=_SMALLEST, proofed=False),
        CharacterStyle(name="PitStop Citation", colour="accent1", superscript=True),
        CharacterStyle(
            name="PitStop Brand", size=scale.large, bold=True, colour="text2", tracking=0
        ),
        CharacterStyle(name="PitStop Kind", caps=True),
        CharacterStyle(name="PitStop Programme", colour="accent3", tracking=0),
        CharacterStyle(name="PitStop Edition", bold=True, caps=True, colour="accent1"),
        CharacterStyle(
            name="PitStop Cover Brand",
            size=scale.large,
            bold=True,
            colour="background1",
            tracking=0,
        ),
        CharacterStyle(name="PitStop Cover Edition", caps=True, colour="accent2"),
        CharacterStyle(
            name="PitStop Cover Status", bold=True, colour="background1", caps=True, tracking=0.4
        ),
        # LibreOffice underlines links that look like nothing else.
        CharacterStyle(name="PitStop Part Letter", bold=True, colour="accent1", underline=False),
        CharacterStyle(name="PitStop Part Title", bold=True, colour="text2", underline=False),
        CharacterStyle(
            name="PitStop Part Sections", size=scale.small, colour="accent3", underline=False
        ),
        CharacterStyle(name="PitStop Section Number", colour="accent1"),
        CharacterStyle(name="PitStop Caption Label", bold=True, colour="accent1"),
        value,
        replace(value, name="PitStop Figure Disputed", colour="accent5"),
        CharacterStyle(name="PitStop Figure Before", size=scale.large, colour="accent3"),
        CharacterStyle(name="PitStop Figure Label", size=scale.normal - 0.5),
        CharacterStyle(name="PitStop Figure Note", colour="accent3"),
        CharacterStyle(name="PitStop Fact Term", bold=True, colour="accent3"),
        CharacterStyle(name="PitStop Request Fact Term", bold=True, colour="accent2"),
        CharacterStyle(name="PitStop Request Fact Blank", colour="background1", underline=True),
        CharacterStyle(
            name="PitStop Request Fact Prompt", colour="accent2", italic=True, underline=True
        ),
        CharacterStyle(name="PitStop Timeline When", bold=True, colour="text2"),
        *_badges(),
    ]


def _badges() -> list[CharacterStyle]:
    """Return a style for each level. No borders: LibreOffice leaves out one side or another."""
    base = CharacterStyle(name="", bold=True)
    levels = {
        "Certainty High": replace(base, colour="text2"),
        "Certainty Medium": replace(base, colour="accent1"),
        "Certainty Low": replace(base, colour="accent5"),
        "Certainty Unknown": replace(base, colour="accent3", bold=None, italic=True),
        # Without a ground: at a letter's edge it would take the accent of "sì" with it.
        "Answer Yes": replace(base, colour="accent1"),
        "Answer Partly": replace(base, colour="text2"),
        "Answer No": replace(base, colour="accent6"),
        "Answer Unknown": replace(base, colour="accent3", bold=None, italic=True),
        "Status Draft": replace(base, colour="accent5", caps=True, tracking=0.4),
        "Status Example": replace(base, colour="accent5", caps=True, tracking=0.4),
        "Status Reviewed": replace(base, colour="accent1"),
    }
    return [replace(style, name=f"PitStop {level}") for level, style in levels.items()]
