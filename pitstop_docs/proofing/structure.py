"""What Word repairs or forgets without a word: names that lead nowhere, halves without the other."""

from collections import Counter

from lxml import etree

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.problems.messages import _, ngettext
from pitstop_docs.proofing.opening import Finished, W, excerpt, style_of, text_of, value
from pitstop_docs.tree.keys import read_tag

_STYLE_TAGS = (W + "pStyle", W + "rStyle", W + "tblStyle")


def undefined_style(finished: Finished, reporter: Reporter) -> None:
    """Every style that is used exists: otherwise Word shows "Normal"."""
    used = {value(e): e for story in finished.stories for e in story.iter(*_STYLE_TAGS)}
    for id in sorted(str(id) for id in used.keys() - finished.styles.keys()):
        reporter.report(
            "docx-undefined-style",
            finished.place,
            _("style '{name}' is used but not defined").format(name=id),
        )


def undefined_list(finished: Finished, reporter: Reporter) -> None:
    """Every list that is used exists: otherwise its items have no numbers."""
    part = finished.parts.get("word/numbering.xml")
    nums = part.findall(W + "num") if part is not None else []
    abstract = part.findall(W + "abstractNum") if part is not None else []
    levels = {a.get(W + "abstractNumId") for a in abstract}
    known = {n.get(W + "numId") for n in nums if value(n.find(W + "abstractNumId")) in levels}
    places = (*finished.stories, *finished.styles.values())
    used = {value(e) for place in places for e in place.iter(W + "numId")} - {"0"}
    for id in sorted(str(id) for id in used - known):
        reporter.report(
            "docx-undefined-list",
            finished.place,
            _("list {number} is used but not defined").format(number=id),
        )


def unbalanced_bookmark(finished: Finished, reporter: Reporter) -> None:
    """Every bookmark that begins ends, once and after its beginning."""
    for story in finished.stories:
        waiting: dict[str, str] = {}
        broken = []
        for mark in story.iter(W + "bookmarkStart", W + "bookmarkEnd"):
            id = mark.get(W + "id", "")
            if mark.tag == W + "bookmarkStart":
                waiting[id] = mark.get(W + "name", "")
            elif waiting.pop(id, None) is None:
                broken.append(id)
        for name in (*waiting.values(), *broken):
            reporter.report(
                "docx-unbalanced-bookmark",
                finished.place,
                _("bookmark '{name}' lacks its beginning or its end").format(name=name),
            )


def duplicate_bookmark(finished: Finished, reporter: Reporter) -> None:
    """No two bookmarks share a name: Word keeps the first and forgets the other."""
    marks = (mark for story in finished.stories for mark in story.iter(W + "bookmarkStart"))
    names = Counter(mark.get(W + "name", "") for mark in marks)
    for name in sorted(name for name, count in names.items() if count > 1):
        reporter.report(
            "docx-duplicate-bookmark",
            finished.place,
            _("there are several bookmarks '{name}'").format(name=name),
        )


def lost_target(finished: Finished, reporter: Reporter) -> None:
    """What links and fields lead to is in the document."""
    names, wanted = set(), set()
    for story in finished.stories:
        names |= {mark.get(W + "name") for mark in story.iter(W + "bookmarkStart")}
        wanted |= {link.get(W + "anchor") for link in story.iter(W + "hyperlink")} - {None}
        codes = [field.get(W + "instr", "") for field in story.iter(W + "fldSimple")]
        codes += [code.text or "" for code in story.iter(W + "instrText")]
        for words in map(str.split, codes):
            if len(words) > 1 and words[0] in ("REF", "PAGEREF"):
                wanted.add(words[1])
    for name in sorted(str(name) for name in wanted - names):
        reporter.report(
            "docx-lost-target",
            finished.place,
            _("a link leads to '{name}', which is not in the document").format(name=name),
        )


def duplicate_control(finished: Finished, reporter: Reporter) -> None:
    """Content controls have ids and keys of their own: edits are found again by them."""
    found: Counter[str] = Counter()
    for story in finished.stories:
        for properties in story.iter(W + "sdtPr"):
            tag, id = value(properties.find(W + "tag")), value(properties.find(W + "id"))
            found.update(name for name in (tag, id and f"id {id}") if name)
    for name in sorted(name for name, count in found.items() if count > 1):
        reporter.report(
            "docx-duplicate-control",
            finished.place,
            _("there are several content controls '{name}'").format(name=name),
        )


def older_tags(finished: Finished, reporter: Reporter) -> None:
    """Content controls name their fields as this version does."""
    properties = (each for story in finished.stories for each in story.iter(W + "sdtPr"))
    tags = (read_tag(value(each.find(W + "tag")) or "") for each in properties)
    older = sum(1 for tag in tags if tag and not tag.current)
    if older:
        reporter.report(
            "docx-older-tags",
            finished.place,
            ngettext(
                "{count} content control is of an older version",
                "{count} content controls are of an older version",
                older,
            ).format(count=older),
        )


def empty_control(finished: Finished, reporter: Reporter) -> None:
    """A content control holds something: Word shows an empty one as a prompt, also on paper."""
    for story in finished.stories:
        for control in story.iter(W + "sdt"):
            content = control.find(W + "sdtContent")
            drawn = content is not None and next(content.iter(W + "drawing"), None) is not None
            if drawn or (content is not None and text_of(content).strip()):
                continue
            name = value(control.find(f"{W}sdtPr/{W}tag")) or "?"
            reporter.report(
                "docx-empty-control",
                finished.place,
                _("content control '{name}' is empty").format(name=name),
            )


def cell_end(finished: Finished, reporter: Reporter) -> None:
    """A cell ends in a paragraph (17.4.65): otherwise Word says that the file is damaged.

    That may stand in a content control: LibreOffice moves those around cells into them."""
    for story in finished.stories:
        for cell in story.iter(W + "tc"):
            last = _last(cell)
            while last is not None and last.tag == W + "sdt":
                last = _last(last.find(W + "sdtContent"))
            if last is None or last.tag != W + "p":
                reporter.report(
                    "docx-cell-end",
                    finished.place,
                    _("the table cell '{text}' does not end in a paragraph").format(
                        text=excerpt(cell)
                    ),
                )


def _last(element: etree._Element | None) -> etree._Element | None:
    return element[-1] if element is not None and len(element) else None


def unbalanced_field(finished: Finished, reporter: Reporter) -> None:
    """Fields begin, have a code, and end: otherwise the text after them vanishes."""
    for story in finished.stories:
        open_fields: list[bool] = []  # whether each has come to its result
        sound = True
        for mark in story.iter(W + "fldChar"):
            match mark.get(W + "fldCharType"):
                case "begin":
                    open_fields.append(False)
                case "separate":
                    sound = sound and bool(open_fields) and not open_fields[-1]
                    open_fields[-1:] = [True]
                case "end":
                    sound = sound and bool(open_fields)
                    open_fields[-1:] = []
        if open_fields or not sound:
            reporter.report(
                "docx-unbalanced-field",
                finished.place,
                _("a field in '{part}' lacks its beginning or its end").format(
                    part=etree.QName(story).localname
                ),
            )


def prompts(finished: Finished, reporter: Reporter) -> None:
    """Nothing asks a question when the file is opened: fields are up to date."""
    settings = finished.parts.get("word/settings.xml")
    update = settings.find(W + "updateFields") if settings is not None else None
    dirty = [e for s in finished.stories for e in s.iter(W + "fldChar", W + "fldSimple")]
    asked = update is not None and value(update) not in ("0", "false")
    if asked or any(e.get(W + "dirty") in ("1", "true") for e in dirty):
        reporter.report("docx-prompts", finished.place)


def unstyled_text(finished: Finished, reporter: Reporter) -> None:
    """Every paragraph of the body has a style: what is pasted as it comes has none."""
    for paragraph in finished.document.iter(W + "p"):
        if style_of(paragraph) is None and text_of(paragraph).strip():
            reporter.report(
                "docx-unstyled-text",
                finished.place,
                _("'{text}' has no style").format(text=excerpt(paragraph)),
            )


STRUCTURE = (
    undefined_style, undefined_list, unbalanced_bookmark, duplicate_bookmark, lost_target,
    duplicate_control, older_tags, empty_control, cell_end, unbalanced_field, prompts, unstyled_text,
)  # fmt: skip
