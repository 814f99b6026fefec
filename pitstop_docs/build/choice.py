"""What somebody wants built.

Enters: words of a command line. Leaves: a :class:`Choice`, which a build with nothing to do compares with
earlier ones: nothing slow is loaded here."""

import json
from dataclasses import dataclass

from pitstop_docs.writers.targets import WRITERS, Odt, Word


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; an empty tuple means everything, but for ``letterheads``: none. ``embed`` says
    whether Word files carry their fonts. With a ``shop`` it is the files for that press, and nothing else;
    ``final`` ones alone, or proofs of what is not final too. ``addressed`` are briefs with room for the words
    of each recipient, in the place of those for everybody."""

    sources: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()
    embed: bool = True
    shop: str = ""
    final: bool = False
    addressed: bool = False

    @property
    def name(self) -> str:
        """The choice as one word, the same for the same."""
        parts = (self.sources, self.editions, self.formats, self.letterheads)
        return json.dumps(
            [
                *(sorted(set(part)) for part in parts),
                self.embed,
                self.shop,
                self.final,
                self.addressed,
            ]
        )


def formats_of(choice: Choice) -> tuple[str, ...]:
    """Return the formats that workers are asked for: an ODT file is made of a Word file."""
    asked = {Word.format if format == Odt.format else format for format in choice.formats}
    return tuple(format for format in WRITERS if not asked or format in asked)
