"""Which words of a finished file come from which field: keys, as content controls and bookmarks carry them.

Enters: a source's id, the name of a field in it, the words. Leaves: a tag or a bookmark's name within Word's
limits; and what such a tag says. docs/word/content-controls.md has the form."""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256

TAG_LIMIT = 64  # characters of w:tag and w:alias, 17.5.2.42 and 17.5.2.1 as Word applies them
_LONGEST_SOURCE, LONGEST_FIELD = 20, 30
# What a tag begins with. Another way to name fields gets another form, and the one before it stays here.
_FORM, _OLDER_FORMS = "ps2", ("ps",)
_HASH = 8  # hexadecimal digits of the words' hash
_PLACE = 16  # of the hash of source and field, in bookmarks
_MARK = 6  # of what stands for the rest of a name that is cut


def words_digest(text: str) -> str:
    """Return the SHA-256 of *text* as a reader sees it: spaces of all kinds count as one, and a hyphen
    that shows only at the end of a line not at all, since Word changes both on its own."""
    seen = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    return sha256(seen.encode()).hexdigest()


def words_hash(text: str) -> str:
    """Return the beginning of the digest of *text*, as keys carry it."""
    return words_digest(text)[:_HASH]


@dataclass(frozen=True, slots=True)
class Key:
    """Where words come from: the id of a source, a field in it, the words' hash."""

    source: str
    field: str
    digest: str

    @property
    def tag(self) -> str:
        """``ps2:source:field:hash``, 64 characters at most; long names end in ``~`` and a hash."""
        source, name = short(self.source, _LONGEST_SOURCE), short(self.field, LONGEST_FIELD)
        return f"{_FORM}:{source}:{name}:{self.digest}"

    @property
    def bookmark(self) -> str:
        """``_ps``, the hash of source and field, the words' hash: 28 characters. Names that begin
        with ``_`` are hidden in Word's lists."""
        place = sha256(f"{self.source}\0{self.field}".encode()).hexdigest()[:_PLACE]
        return f"_ps{place}_{self.digest}"


@dataclass(frozen=True, slots=True)
class Tag:
    """What a ``w:tag`` of ours says: parts of a :class:`Key`, long names cut. Tags that are not
    ``current`` name fields by their place among others, as older files do: what such a control
    holds is found in the source by the hash of its words."""

    source: str
    field: str
    digest: str
    current: bool


def read_tag(tag: str) -> Tag | None:
    """Return what *tag* says, or None if it is none of ours."""
    form, *parts = tag.split(":")
    if form not in (_FORM, *_OLDER_FORMS) or len(parts) != 3:
        return None
    source, name, digest = parts
    return Tag(source, name, digest, current=form == _FORM)


def short(name: str, limit: int) -> str:
    """Return *name* in *limit* characters: what is cut off stays as a hash."""
    if len(name) <= limit:
        return name
    mark = sha256(name.encode()).hexdigest()[:_MARK]
    return f"{name[: limit - _MARK - 1]}~{mark}"
