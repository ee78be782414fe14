"""What is printed is shown, never obeyed: names come from files that anyone may have written."""

import json
import re
import sys
from typing import Any

import rich._wrap
from rich.console import Console
from rich.text import Text as Styled

#: Control characters, those which turn the direction of writing, and halves of characters.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: Rich breaks lines at any white space: French keeps « 8\u202f003\u00a0kWh » on one line.
rich._wrap.re_word = re.compile(r"[ \t\n]*[^ \t\n]+[ \t\n]*")


class Screen(Console):
    """A console on which a text is only a text: no markup, no emoji code, no control character."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)

    def render_str(self, text: str, **options: Any) -> Styled:
        """Turn a plain string into what Rich lays out."""
        return super().render_str(plain(text), **options)


def plain(text: str) -> str:
    r"""Replace what a terminal could obey.

    >>> plain("a\x1b[31mb")
    'a�[31mb'
    """
    return _UNSAFE.sub("\ufffd", text)


def sound(text: str) -> str:
    r"""Replace the bytes of an argument which are no UTF-8: they could not be kept.

    >>> sound("\udce9t\udce9")
    '?t?'
    """
    return text.encode("utf-8", "replace").decode()


def styled(*parts: str | tuple[str, str]) -> Styled:
    """Join texts, each alone or with its style.

    >>> styled(("[b]", "bold"), " : ", ("ok", "green")).plain
    '[b] : ok'
    """
    clean = (plain(p) if isinstance(p, str) else (plain(p[0]), p[1]) for p in parts)
    return Styled.assemble(*clean)


def show_error(console: Screen, data: dict[str, Any]) -> None:
    """Print an error: title, what happened, what to do."""
    console.print(styled((data["title"], "bold red"), (f" ({data['code']})", "dim")))
    console.print(str(data["what"]))
    console.print(f"→ {data['do']}")


def write_json(data: Any) -> None:
    """Print plain data as JSON that any parser takes, whatever the terminal can show."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    options: dict[str, Any] = {"ensure_ascii": not utf8, "indent": 2, "default": str}
    try:
        text = json.dumps(data, allow_nan=False, **options)
    except ValueError:
        text = json.dumps(_finite(data), **options)
    sys.stdout.write(text + "\n")


def _finite(data: Any) -> Any:
    """Replace numbers which are no numbers by null, as JSON has none of them."""
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    return None if isinstance(data, float) and data - data != 0 else data
