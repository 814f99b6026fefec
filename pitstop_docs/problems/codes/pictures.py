"""What is wrong with an image, a chart or a character."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

PICTURES = Group(
    N_("Images, charts, characters"),
    (
        Problem(
            "bad-chart",
            Severity.ERROR,
            N_("a chart asks for something that is not allowed, or its data are not well written"),
            N_("charts draw the values written here: they fetch, link and compute nothing"),
        ),
        Problem(
            "bad-image",
            Severity.ERROR,
            N_("an image is damaged, too large, moving or of another format"),
            N_("save it again as PNG or JPEG, not larger than 4000 × 4000 pixels"),
        ),
        Problem(
            "chart",
            Severity.ERROR,
            N_("a chart cannot be drawn"),
            N_("compare it with the example in the guide"),
        ),
        Problem(
            "finding-not-in-series",
            Severity.ERROR,
            N_("what a chart is said to show is not in its series"),
            N_("write a number that the series has: a value, a difference, a change in per cent"),
        ),
        Problem(
            "guessed-colours",
            Severity.WARNING,
            N_(
                "an image is for a press (CMYK) and does not say for which: its colours are a guess"
            ),
            N_("save it again as RGB, or with the profile of its press in it"),
        ),
        Problem(
            "image-outside-media",
            Severity.ERROR,
            N_("an image leads outside sources/media/"),
            N_("copy the file into sources/media/"),
        ),
        Problem(
            "image-without-alt",
            Severity.ERROR,
            N_("an image has no alternative text"),
            N_("add 'alt:' and say in a sentence what the image shows"),
        ),
        Problem(
            "inline-image",
            Severity.ERROR,
            N_("an image must stand alone in its paragraph, in the body of a source"),
            N_("put an empty line before and after it"),
        ),
        Problem(
            "missing-character",
            Severity.ERROR,
            N_("the fonts lack a character that is printed"),
            N_("write it in words, or with the usual letters and punctuation"),
            N_("a template was given a sign that no font has"),
        ),
        Problem(
            "missing-glyph",
            Severity.ERROR,
            N_("the fonts lack a character of the text"),
            N_("write it in words, or with the usual letters and punctuation"),
        ),
        Problem(
            "missing-image",
            Severity.ERROR,
            N_("the file of an image is not there, or cannot be read"),
            N_("put it into sources/media/, or correct its name"),
        ),
        Problem(
            "no-caption",
            Severity.WARNING,
            N_(
                "a table or an image has no caption: where they are numbered, its number stands alone"
            ),
            N_("say in a few words what it shows"),
        ),
        Problem(
            "remote-image",
            Severity.ERROR,
            N_("an image is an address on the network: images are never fetched"),
            N_("put the file into sources/media/ and describe it in media.yaml"),
        ),
        Problem(
            "undescribed-image",
            Severity.ERROR,
            N_("an image is not described in sources/media/media.yaml"),
            N_("add it there with alt, caption, credit and licence"),
        ),
        Problem(
            "years-or-amounts",
            Severity.WARNING,
            N_("a number may be a year, or an amount"),
            N_(
                "say which: in a chart, 'type: ordinal' for years; among 'numbers' there are amounts alone"
            ),
        ),
    ),
)
