"""Colours that everybody can read: contrast, and the nearest colour that has enough of it."""

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

from beffroi.errors import BeffroiError
from beffroi.errors.site import COLOUR_INVALID, COLOUR_PALE
from beffroi.figures import numbers
from beffroi.texts import Text

Theme: TypeAlias = Literal["light", "dark"]
#: WCAG 2.2, success criterion 1.4.3.
ENOUGH = 4.5
#: What links stand on, in each theme: `--paper`, `--surface` and `--sunk` of the styles.
GROUNDS: dict[Theme, tuple[str, ...]] = {
    "light": ("#f7f6f2", "#ffffff", "#efede6"),
    "dark": ("#13171d", "#1b212a", "#232a35"),
}
_THEMES: dict[Theme, Text] = {
    "light": Text(fr="fond clair", en="a light ground"),
    "dark": Text(fr="fond sombre", en="a dark ground"),
}
_FORM = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_Lab: TypeAlias = tuple[float, float, float]


def parsed(given: str) -> str:
    """Return a colour as `#rrggbb`.

    >>> parsed(" 1C5775")
    '#1c5775'

    Raises:
        BeffroiError: `site.colour_invalid`.
    """
    found = _FORM.fullmatch(given.strip())
    if found is None:
        raise BeffroiError(COLOUR_INVALID, given=given.strip()[:20])
    return f"#{found[1].lower()}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2).

    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 10)


def least_contrast(colour: str, theme: Theme) -> float:
    """Return the contrast of a colour with the ground of a theme where it has least of it."""
    return min(contrast(colour, ground) for ground in GROUNDS[theme])


def nearest(colour: str, theme: Theme) -> str:
    """Return the nearest colour of the same hue that can be read on a theme.

    It is darkened on light grounds and lightened on dark ones, in OKLab, where equal steps look
    equal (B. Ottosson, A perceptual color space for image processing, 2020).

    >>> nearest("#1c5775", "light")
    '#1c5775'
    >>> least_contrast(nearest("#ffd400", "light"), "light") >= 4.5
    True
    """
    if least_contrast(colour, theme) >= ENOUGH:
        return colour
    lab = _to_lab(colour)
    end = 0.0 if theme == "light" else 1.0

    def mixed(share: float) -> str:
        return _from_lab(_towards(lab, end, share))

    return mixed(_least(lambda share: least_contrast(mixed(share), theme) >= ENOUGH))


def required(given: str, theme: Theme) -> str:
    """Return a colour that can be read on a theme.

    Raises:
        BeffroiError: `site.colour_invalid`; `site.colour_contrast`, with the nearest that will do.
    """
    colour = parsed(given)
    found = least_contrast(colour, theme)
    if found < ENOUGH:
        raise BeffroiError(
            COLOUR_PALE,
            theme=_THEMES[theme],
            given=colour,
            contrast=numbers(int(10 * found) / 10, 1),
            better=nearest(colour, theme),
        )
    return colour


def deepened(colour: str, theme: Theme) -> str:
    """Return a colour that stands out a little more, for what the pointer is on."""
    lab = _to_lab(colour)
    end = 0.0 if theme == "light" else 1.0
    return _from_lab(_towards(lab, end, 0.25))


def _towards(lab: _Lab, end: float, share: float) -> _Lab:
    """Go a share of the way to black or white."""
    lightness, a, b = lab
    return lightness + (end - lightness) * share, a * (1 - share), b * (1 - share)


def _least(will_do: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if will_do(middle) else (middle, high)
    return high


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> _Lab:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in values
    )
    return red, green, blue


def _to_lab(colour: str) -> _Lab:
    r, g, b = _linear(colour)
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def _from_lab(lab: _Lab) -> str:
    lightness, a, b = lab
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "#" + "".join(f"{_byte(one):02x}" for one in linear)


def _byte(linear: float) -> int:
    one = min(max(linear, 0.0), 1.0)
    value = 12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055
    return round(255 * value)
