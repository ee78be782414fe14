"""A browser in words, from what it says of itself: its name where that is known, and its system."""

from beffroi.texts import Text

_NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Version/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_A_BROWSER = Text(fr="un navigateur", en="a browser")
_ON = Text(fr="{name} sous {system}", en="{name} on {system}")


def browser_of(agent: str) -> Text:
    """Say which browser an agent is; what is kept of it may be cut, and then has no name.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0").fr
    'Firefox sous Linux'
    >>> browser_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTM").en
    'a browser on Windows'
    >>> browser_of("curl/8.5").fr
    'curl/8.5'
    """
    name = next((said for sign, said in _NAMES if sign in agent), "")
    system = next((said for sign, said in _SYSTEMS if sign in agent), "")
    if system:
        return _ON.fill(name=name or _A_BROWSER, system=system)
    shown = name or agent
    return Text(fr=shown, en=shown)
