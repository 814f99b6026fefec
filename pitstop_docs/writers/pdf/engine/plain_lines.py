"""Lines of nothing but text, beside which nothing floats, are set in one pass.

WeasyPrint prepares each piece of each line for all that a line may hold: what floats, what is placed elsewhere,
first letters, other directions, leaders. It resolves margins of a piece whenever a line begins in it, and looks
three times for what stands beside the line. Nearly all lines have none of it. This is the engine's own
arithmetic, in its order, without what comes to nothing: two fifths of a layout's time go to lines, and a
quarter of that is saved.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline

from pitstop_docs.writers.pdf.engine.percentages import USED
from pitstop_docs.writers.pdf.engine.putting import Put

_SLACK = 1 + 1e-9  # the engine's, for sums of fractions
_PLAIN = "_pitstop_plain"  # attributes of a box
_RESOLVED = "_pitstop_resolved"
_KINDS = (TextBox, InlineBox)
_BREAKS = ("\n", "\t", "\f", "\u0085", "\u2028", "\u2029")
Piece = tuple[int, Any, Any]  # its place among the children, the box that is laid out, its source
# The box that is laid out, where its source goes on, a break that is preserved, the first and the last letter.
Part = tuple[Any, Any, Any, Any, Any]


OWN: Callable[..., Any] = inline.get_next_linebox  # the engine's


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(inline, "get_next_linebox", get_next_linebox)


def get_next_linebox(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    first_letter_style: Any,
    first_line_style: Any,
) -> Any:
    """Return the next line of *linebox*, and where it goes on."""
    known = vars(linebox)
    if skip_stack is None or _PLAIN not in known:
        known[_PLAIN] = containing_block.style["direction"] == "ltr" and _is_plain(linebox)
    other = context.excluded_shapes or first_letter_style or first_line_style
    if known[_PLAIN] and not other:
        return _next(context, linebox, position_y, bottom_space, skip_stack, containing_block)
    return OWN(
        context, linebox, position_y, bottom_space, skip_stack, containing_block,
        absolute_boxes, fixed_boxes, first_letter_style, first_line_style,
    )  # fmt: skip


def _is_plain(box: Any) -> bool:
    """Tell whether nothing but text, in nothing but inline boxes, is in *box*."""
    if box.is_leader or box.style["direction"] != "ltr":
        return False
    for child in box.children:
        if type(child) not in _KINDS or not child.is_in_normal_flow():
            return False
        if type(child) is InlineBox and not _is_plain(child):
            return False
    return True


def _next(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
) -> Any:
    """Return the next line of *linebox*, which is plain, and where it goes on."""
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None, None
    linebox.position_y = position_y
    linebox.width = linebox.height = 0
    position_x, position_y, width = inline.avoid_collisions(
        context, linebox, containing_block, outer=False
    )
    linebox.position_x, linebox.position_y = position_x, position_y
    setter = _Setter(context, bottom_space, containing_block)
    line, resume_at, preserved, _first, _last = setter.split(
        linebox, position_x + linebox.text_indent, position_x + width, skip_stack
    )
    linebox.width, linebox.height = line.width, line.height
    if inline.is_phantom_linebox(line) and not preserved:
        line.height = 0
        return line, resume_at
    inline.remove_last_whitespace(context, line)
    offset_x = inline.text_align(context, line, width, last=resume_at is None or preserved)
    bottom, top = inline.line_box_verticality(line)
    line.baseline = -top
    line.position_y = top
    line.height = bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(offset_x, position_y - top)
    line.position_y = position_y
    return line, resume_at


class _Setter:
    """Sets one line."""

    def __init__(self, context: Any, bottom_space: float, containing_block: Any) -> None:
        self._context = context
        self._bottom_space = bottom_space
        self._containing_block = containing_block
        self._line_children: list[tuple[int, Any]] = []

    def split(self, box: Any, position_x: float, max_x: float, skip_stack: Any) -> Part:
        """Return as much of *box* as fits, at least something."""
        max_x *= _SLACK
        initial_x, initial_stack = position_x, skip_stack
        left = box.padding_left + box.margin_left + box.border_left_width
        right = box.padding_right + box.margin_right + box.border_right_width
        is_line = isinstance(box, LineBox)
        fixed = box.style["white_space"] in ("pre", "nowrap")
        done: list[Piece] = []
        waiting: list[Piece] = []
        preserved: Any = False
        first_letter = last_letter = resume_at = None
        skip = 0
        if skip_stack is not None:
            ((skip, skip_stack),) = skip_stack.items()
        last_index = len(box.children) - 1
        for index in range(skip, last_index + 1):
            child = box.children[index]
            child.position_y = box.position_y
            part = self._part(child, position_x, max_x, skip_stack)
            if index == last_index and right and part[1] is None:
                part = self._part(child, position_x, max_x - right, skip_stack)
            new_child, resume_at, breaks, first, last = part
            skip_stack = None
            if breaks:
                preserved = True
            if self._can_break(last_letter, first, child, fixed):
                done += waiting
                waiting = []
            if first_letter is None:
                first_letter = first
            last_letter = True if child.trailing_collapsible_space else last
            if new_child is not None:
                if is_line:
                    self._line_children.append((index, new_child))
                end_x = new_child.position_x + new_child.margin_width()
                if end_x > max_x:
                    earlier = self._earlier(new_child, end_x, max_x, initial_stack, done, waiting)
                    if earlier:
                        resume_at = earlier
                        break
                position_x = end_x
                waiting.append((index, new_child, child))
            if resume_at is not None:
                done += waiting
                resume_at = {index: resume_at}
                break
        else:
            done += waiting
            resume_at = None
        new_box = box.copy_with_children([each for _index, each, _source in done])
        if initial_stack is not None or resume_at is not None:
            new_box.remove_decoration(start=initial_stack is not None, end=resume_at is not None)
        if not is_line:
            new_box.position_x = initial_x
            clones = box.style["box_decoration_break"] == "clone"
            if left and (clones or initial_stack is None):
                for each in new_box.children:
                    each.translate(dx=left)
        new_box.width = 0
        if new_box.children:
            end = new_box.children[-1]
            new_box.width = end.position_x + end.margin_width() - new_box.content_box_x()
        inline._adjust_line_height(new_box)
        return new_box, resume_at, preserved, first_letter, last_letter

    def _part(self, box: Any, position_x: float, max_x: float, skip_stack: Any) -> Part:
        self._resolve(box)
        if type(box) is TextBox:
            box.position_x = position_x
            skip = 0 if skip_stack is None else next(iter(skip_stack))
            return self._text(box, max_x - position_x, skip)
        if box.margin_left == "auto":
            box.margin_left = 0
        if box.margin_right == "auto":
            box.margin_right = 0
        return self.split(box, position_x, max_x, skip_stack)

    def _resolve(self, box: Any) -> None:
        """Resolve what is in percentages; of what has none, a source keeps what it has, a line has its own."""
        known, style = vars(box), box.style
        if known.get(_RESOLVED) is style and known["width"] == known["height"] == "auto":
            return
        inline.resolve_percentages(box, self._containing_block)
        if vars(style).get(USED):
            known[_RESOLVED] = style

    def _text(self, box: Any, available_width: float, skip: int) -> Part:
        text, style = box.text, box.style
        if not text:
            return None, None, False, None, None
        rest = text.encode()[skip:].decode() if skip else text
        first = text[0]
        if style["font_size"] == 0 or not rest:
            return None, None, False, first, text[-1]
        layout, length, resume_at, width, height, baseline = inline.split_first_line(
            rest, style, self._context, available_width, box.justification_spacing,
            is_line_start=not self._line_children,
        )  # fmt: skip
        new_box = None
        if length > 0:
            new_box = box.copy_with_text(layout.text)
            half_leading = (inline.strut(style)[0] - height) / 2
            vars(new_box).update(
                width=width,
                pango_layout=layout,
                height=height,
                margin_top=half_leading,
                margin_bottom=half_leading,
                baseline=baseline + half_leading,
            )
        if resume_at is None:
            return new_box, None, False, first, text[-1]
        read = rest.encode()[:resume_at]
        between = read[length:].decode()
        preserved = between.strip(" ")
        assert resume_at
        assert not preserved or between in _BREAKS
        return new_box, {resume_at + skip: None}, preserved, first, read.decode()[-1]

    @staticmethod
    def _can_break(last: Any, first: Any, child: Any, fixed: bool) -> bool:
        """Tell whether a line may end between two letters."""
        if last is True:
            last = " "
        elif fixed:
            return False
        if last is None or first is None:
            return False
        return bool(inline.can_break_text(last + first, child.style["lang"]))

    def _earlier(
        self,
        new_child: Any,
        end_x: float,
        max_x: float,
        skip_stack: Any,
        done: list[Piece],
        waiting: list[Piece],
    ) -> Any:
        """Return where the line is to go on, if *new_child* is too much for it."""
        if end_x - inline.trailing_whitespace_size(self._context, new_child) <= max_x:
            return None
        return inline._break_waiting_children(
            self._context, self._containing_block, max_x, self._bottom_space, skip_stack,
            [], [], [], [], self._line_children, done, waiting, None, None,
        )  # fmt: skip
