"""The styles of the reference document: how each block and inline looks in Word.

Enters: the theme. Leaves: style definitions in points. Names are Word's own where Word has one, and
begin with "PitStop" otherwise. Colours are theme colours: text2 deep, background2 tint, accent1
accent, accent2 line, accent3 muted, accent4 rule, accent5 warning, accent6 danger.
"""

from dataclasses import dataclass, replace

from pitstop_docs.theme import Theme
from pitstop_docs.writers.docx.stylesheet import Border, CharacterStyle, ParagraphStyle

_PT_PER_MM = 72 / 25.4

# List definitions: number in numbering.xml and the styles of its levels.
BULLETS, NUMBERS, STEPS, MESSAGES, REFERENCES, BOX_BULLETS, BOX_NUMBERS = range(1, 8)
LIST_STYLES = {
    BULLETS: ("List Bullet", "List Bullet 2", "List Bullet 3"),
    NUMBERS: ("List Number", "List Number 2", "List Number 3"),
    STEPS: ("PitStop Step",),
    MESSAGES: ("PitStop Message",),
    REFERENCES: ("PitStop Reference",),
    BOX_BULLETS: ("PitStop Box Bullet",),
    BOX_NUMBERS: ("PitStop Box Number",),
}


def mm(length: float) -> float:
    """Return *length* in points."""
    return length * _PT_PER_MM


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box: borders of the fill's own colour hold the text away from its edges.

    Paragraphs with equal borders and indents are one box (docs/word/boxes.md). ``bar`` is the
    colour of a thick line at the left.
    """

    fill: str
    bar: str | None = None
    padding: float = 7
    side: float = 10

    @property
    def left(self) -> float:
        """Indent that puts the box's edge, not its text, on the margin."""
        return self.side + (3 if self.bar else 0.5)

    @property
    def borders(self) -> tuple[Border, ...]:
        """The four lines."""
        left = Border("left", self.bar or self.fill, 3 if self.bar else 0.5, self.side)
        others = (
            Border("top", self.fill, 0.5, self.padding),
            Border("bottom", self.fill, 0.5, self.padding),
            Border("right", self.fill, 0.5, self.side),
        )
        return (left, *others)


REQUEST = Box("text2", padding=8, side=14)
MESSAGES_BOX = Box("background2", padding=8, side=14)
LESSON = Box("background2", bar="accent1")
RISK = Box("warning_tint", bar="accent5")
COVER = Box("text2", padding=28, side=22)


def paragraph_styles(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    """Return the paragraph styles, each after the one it is based on; *text_width* in points."""
    return [
        *_running_text(theme),
        *_title_and_headings(theme, text_width),
        *_cover(theme, text_width),
        *_lists(theme),
        *_boxes(theme),
        *_facts(theme),
        *_furniture(theme, text_width),
    ]


def _running_text(theme: Theme) -> list[ParagraphStyle]:
    scale = theme.scale
    small = ParagraphStyle(
        name="PitStop Small", font="display", size=scale.small, leading=1.35, colour="accent3",
        after=3,
    )  # fmt: skip
    bar = Border("left", "accent2", 3, 9)
    return [
        ParagraphStyle(
            name="Normal", font="text", size=theme.text.size, leading=theme.text.leading,
            align="left", colour="text1",
        ),
        ParagraphStyle(name="Body Text", after=4),
        small,
        replace(
            small, name="PitStop Label", bold=True, colour="text2", after=1, keep_next=True
        ),
        replace(small, name="Caption", before=6, after=3, keep_next=True, hyphenate=False),
        replace(small, name="PitStop Credit", after=8),
        replace(small, name="footnote text", after=1),
        ParagraphStyle(
            name="Quote", italic=True, borders=(bar,), left=12, after=2, keep_next=True,
        ),
        replace(small, name="PitStop Attribution", borders=(bar,), left=12, after=7),
    ]  # fmt: skip


def _title_and_headings(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    scale = theme.scale
    heading = ParagraphStyle(
        name="Heading 1", next="Body Text", font="display", size=scale.large, bold=True,
        leading=1.2, colour="accent1", before=6, after=2, keep_next=True, keep_lines=True,
        hyphenate=False, outline=0,
    )  # fmt: skip
    eyebrow = ParagraphStyle(
        name="PitStop Eyebrow", next="Title", font="display", size=scale.small, leading=1.3,
        colour="text2", tracking=0.4, after=3, keep_next=True, hyphenate=False,
        borders=(Border("top", "accent1", 6, 6),), right_tab=text_width,
    )  # fmt: skip
    return [
        eyebrow,
        ParagraphStyle(
            name="Title", next="Subtitle", font="display", size=scale.title, bold=True,
            leading=1.1, colour="text2", after=3, keep_next=True, keep_lines=True,
            hyphenate=False, outline=0,
        ),
        ParagraphStyle(
            name="Subtitle", next="Body Text", font="light", size=scale.large, leading=1.35,
            colour="accent3", after=6, keep_lines=True, hyphenate=False,
        ),
        heading,
        replace(
            heading, name="Heading 2", size=scale.normal, colour="text2", before=6, after=1,
            outline=1,
        ),
        replace(
            heading, name="Heading 3", size=scale.normal, bold=False, colour="accent1", before=5,
            after=1, outline=2,
        ),
        # Word keeps this one out of the contents it makes: no outline level.
        replace(heading, name="TOC Heading", before=16, after=4, outline=None),
        ParagraphStyle(
            name="toc 1", font="display", size=scale.normal, leading=1.3, left=mm(9),
            hanging=mm(9), tabs=(mm(9),), after=3, borders=(Border("between", "accent4", 0.5, 2),),
        ),
        ParagraphStyle(
            name="toc 2", font="display", size=scale.normal, leading=1.3, left=mm(20),
            hanging=mm(11), tabs=(mm(20),), after=2,
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
        base, size=scale.title, leading=1.15, bold=True, tracking=0, before=mm(55), after=8,
        outline=0,
    )  # fmt: skip
    standfirst = replace(
        base, size=scale.heading, leading=1.35, font="light", tracking=0, before=0, after=mm(8),
        keep_next=False,
    )  # fmt: skip
    return [
        _boxed(eyebrow, "PitStop Cover Eyebrow", COVER),
        _boxed(title, "PitStop Cover Title", COVER),
        _boxed(standfirst, "PitStop Cover Subtitle", COVER),
    ]


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
                    after=2,
                )
            )
        styles.append(ParagraphStyle(name=f"List Continue{suffix}", left=indent, after=2))
    return [
        *styles,
        ParagraphStyle(
            name="PitStop Step", numbering=(STEPS, 0), left=mm(10), hanging=mm(10), after=4
        ),
        ParagraphStyle(
            name="PitStop Reference", font="display", size=theme.scale.small, leading=1.3,
            colour="accent3", numbering=(REFERENCES, 0), left=mm(5), hanging=mm(5), after=1,
        ),
    ]  # fmt: skip


def _boxes(theme: Theme) -> list[ParagraphStyle]:
    """Return a title and a text style for each kind of callout."""
    scale = theme.scale
    label = ParagraphStyle(
        name="", font="display", size=scale.small, bold=True, caps=True, tracking=0.8, leading=1.3,
        before=8, after=2, keep_next=True, keep_lines=True, hyphenate=False,
    )  # fmt: skip
    text = ParagraphStyle(
        name="", font="display", size=scale.normal, leading=1.35, after=2, keep_lines=True
    )
    heading = replace(label, size=scale.large, caps=False, tracking=None, leading=1.2)
    foot = replace(
        label, caps=False, tracking=None, colour="text2", before=5, after=0,
        borders=(Border("top", "accent4", 0.5, 3),),
    )  # fmt: skip
    small = replace(text, size=scale.small, colour="accent3", leading=1.3, after=3)
    request = replace(
        _boxed(text, "PitStop Request Text", REQUEST), size=scale.large, bold=True,
        leading=1.3, colour="background1", hyphenate=False,
    )  # fmt: skip
    messages = _boxed(text, "PitStop Messages Text", MESSAGES_BOX)
    return [
        _boxed(replace(label, colour="accent2"), "PitStop Request Title", REQUEST),
        request,
        replace(
            request, name="PitStop Request Small", size=scale.small, bold=False, colour="accent2"
        ),
        _boxed(replace(label, colour="accent1"), "PitStop Messages Title", MESSAGES_BOX),
        messages,
        replace(
            messages, name="PitStop Message", numbering=(MESSAGES, 0),
            left=MESSAGES_BOX.left + mm(6), hanging=mm(6),
        ),
        _boxed(replace(heading, colour="accent1"), "PitStop Lesson Title", LESSON),
        _boxed(text, "PitStop Lesson Text", LESSON),
        _boxed(replace(heading, size=scale.normal, colour="accent5"), "PitStop Risk Title", RISK),
        _boxed(text, "PitStop Risk Text", RISK),
        replace(foot, name="PitStop Certainty Title"),
        replace(small, name="PitStop Certainty Text"),
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


def _boxed(style: ParagraphStyle, name: str, box: Box) -> ParagraphStyle:
    """Return *style* as part of *box*."""
    return replace(
        style, name=name, fill=box.fill, borders=box.borders, left=box.left, right=box.side + 0.5
    )


def _facts(theme: Theme) -> list[ParagraphStyle]:
    """Return the styles of figures, facts, timelines and tables."""
    scale = theme.scale
    column = mm(36)
    rule = tuple(Border(side, "accent4", 0.5, 2) for side in ("top", "bottom", "between"))
    cell = ParagraphStyle(
        name="PitStop Table Text", font="display", size=scale.small, leading=1.3, before=2.5,
        after=2.5,
    )  # fmt: skip
    head = replace(
        cell, name="PitStop Table Head", bold=True, colour="text2", align="right", keep_next=True,
        hyphenate=False,
    )  # fmt: skip
    return [
        ParagraphStyle(
            name="PitStop Figure", font="display", size=scale.small, leading=1.25, left=column,
            hanging=column, tabs=(column,), after=4, keep_lines=True, hyphenate=False,
        ),
        ParagraphStyle(
            name="PitStop Fact", font="display", size=scale.small, leading=1.3, left=mm(30),
            hanging=mm(30), tabs=(mm(30),), borders=rule, keep_lines=True,
        ),
        ParagraphStyle(
            name="PitStop Timeline", font="display", size=scale.normal, leading=1.35,
            left=mm(28), hanging=mm(26), tabs=(mm(28),), before=2, after=2, keep_lines=True,
            borders=(Border("left", "accent1", 2, 4),),
        ),
        cell,
        replace(cell, name="PitStop Table Number", align="right"),
        replace(head, align="left"),
        replace(head, name="PitStop Table Head Number"),
        # Exists because Word joins tables that touch; as low as a paragraph can be.
        ParagraphStyle(name="PitStop Table End", size=1, exact=1),
    ]  # fmt: skip


def _furniture(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    margin = ParagraphStyle(
        name="header", font="display", size=theme.scale.small, leading=1.3, colour="accent3",
        right_tab=text_width, hyphenate=False,
    )  # fmt: skip
    return [
        margin,
        replace(margin, name="footer"),
        ParagraphStyle(
            name="PitStop Picture", single=True, before=5, after=2, keep_next=True
        ),
        ParagraphStyle(
            name="PitStop QR Code", font="display", size=theme.scale.small, single=True,
            before=4, tabs=(mm(21),), centre_line=True, colour="accent3",
        ),
    ]  # fmt: skip


def character_styles(theme: Theme) -> list[CharacterStyle]:
    """Return the character styles; those of badges are named after scale and level."""
    scale = theme.scale
    value = CharacterStyle(
        name="PitStop Figure Value", size=scale.figure, bold=True, colour="accent1"
    )
    return [
        CharacterStyle(name="Strong", bold=True),
        CharacterStyle(name="Emphasis", italic=True),
        CharacterStyle(name="Hyperlink", colour="hyperlink", underline=True),
        CharacterStyle(name="footnote reference", colour="accent1", superscript=True),
        CharacterStyle(name="page number", bold=True, colour="text2"),
        CharacterStyle(name="PitStop Citation", font="display", colour="accent1", superscript=True),
        CharacterStyle(
            name="PitStop Brand", size=scale.large, bold=True, colour="text2", tracking=0
        ),
        CharacterStyle(name="PitStop Edition", bold=True, colour="accent1"),
        CharacterStyle(
            name="PitStop Cover Brand",
            size=scale.large,
            bold=True,
            colour="background1",
            tracking=0,
        ),
        CharacterStyle(name="PitStop Cover Edition", colour="accent2"),
        CharacterStyle(
            name="PitStop Cover Status", bold=True, colour="background1", frame="background1"
        ),
        CharacterStyle(name="PitStop Chapter", size=scale.heading, colour="text2"),
        CharacterStyle(name="PitStop Chapter Number", size=scale.heading, colour="accent1"),
        CharacterStyle(name="PitStop Section Number", colour="accent1"),
        CharacterStyle(name="PitStop Caption Label", bold=True, colour="accent1"),
        value,
        replace(value, name="PitStop Figure Disputed", colour="accent5"),
        CharacterStyle(name="PitStop Figure Label", size=scale.normal),
        CharacterStyle(name="PitStop Figure Note", colour="accent3"),
        CharacterStyle(name="PitStop Fact Term", bold=True, colour="accent3"),
        CharacterStyle(name="PitStop Timeline When", bold=True, colour="text2"),
        *_badges(),
    ]


def _badges() -> list[CharacterStyle]:
    """Return a style for each level; a filled one has a border of its colour, as padding."""
    base = CharacterStyle(name="", bold=True)
    levels = {
        "Certainty High": replace(base, colour="text2"),
        "Certainty Medium": replace(base, colour="accent1"),
        "Certainty Low": replace(base, colour="accent5"),
        "Certainty Unknown": replace(base, colour="accent3", bold=None, italic=True),
        "Answer Yes": replace(base, colour="background1", fill="accent1", frame="accent1"),
        "Answer Partly": replace(base, colour="text2", fill="accent2", frame="accent2"),
        "Answer No": replace(base, colour="accent6", frame="accent6"),
        "Answer Unknown": replace(base, colour="accent3", bold=None, frame="accent3"),
        "Status Draft": replace(base, colour="accent5", frame="accent5"),
        "Status Example": replace(base, colour="accent5", frame="accent5"),
        "Status Reviewed": replace(base, colour="accent1"),
    }
    return [replace(style, name=f"PitStop {level}") for level, style in levels.items()]


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is marked; lengths in points, ``after`` follows the number."""

    left: float
    hanging: float
    bullet: str = ""
    after: str = "."
    bold: bool = True
    colour: str | None = "accent1"
    size: float | None = None


def list_level(theme: Theme, number: int, level: int) -> ListLevel:
    """Return how *level* of list definition *number* looks."""
    step, box_step = mm(6), mm(5)
    box_left = LESSON.left + box_step * (level + 1)
    bullet = "•" if level % 2 == 0 else "–"
    looks = {
        BULLETS: ListLevel(step * (level + 1), step, bullet=bullet),
        NUMBERS: ListLevel(step * (level + 1), step),
        STEPS: ListLevel(mm(10), mm(10), after="", size=theme.scale.heading),
        MESSAGES: ListLevel(MESSAGES_BOX.left + step, step),
        REFERENCES: ListLevel(box_step, box_step, after="", colour=None, bold=False),
        # No colour: these also stand in white on the request's deep fill.
        BOX_BULLETS: ListLevel(box_left, box_step, bullet=bullet, colour=None),
        BOX_NUMBERS: ListLevel(box_left, box_step, colour=None),
    }
    return looks[number]
