"""What a page may fetch and run: nothing from elsewhere, but a base map that a setting opens."""

from collections.abc import Mapping

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

#: That of a script which works beside a page: it has its own policy, not that of the page.
WORKER = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"


def policy(more: Mapping[str, str] | None = None) -> str:
    """Return the policy of a page: the usual one, and what is added to some of its words.

    >>> policy({"worker-src": "'self'"}).endswith("base-uri 'none'; worker-src 'self'")
    True
    """
    said = dict(_POLICY)
    for word, added in (more or {}).items():
        said[word] = f"{said[word]} {added}" if word in said else added
    return "; ".join(f"{word} {sources}" for word, sources in said.items())
