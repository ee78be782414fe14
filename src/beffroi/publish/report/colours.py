"""The colour of an authority, made dark enough to be read on white."""

import re

#: That of Beffroi, where an authority chose none.
ACCENT = "#1f5673"
#: The least contrast of a text with what is behind it (WCAG 2.2, 1.4.3).
LEAST = 4.5
_FORM = re.compile(r"#[0-9a-fA-F]{6}")


def readable(colour: str) -> str:
    """Return a colour that is read on white: itself, else the same one darker.

    What is no colour is that of Beffroi.

    >>> readable("#1F5673"), readable("#ffcc00"), readable("red")
    ('#1f5673', '#907300', '#1f5673')
    """
    if not _FORM.fullmatch(colour):
        return ACCENT
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    share = 1.0
    while contrast(_hex(parts, share)) < LEAST:
        share -= 0.005
    return _hex(parts, share)


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white.

    >>> round(contrast("#767676"), 2), contrast("#ffffff")
    (4.54, 1.0)
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(parts: list[int], share: float) -> str:
    return "#" + "".join(f"{round(part * share):02x}" for part in parts)
