"""Codes as people type them: spaces and dashes say nothing, capitals neither."""


def compact(code: str) -> str:
    """Return a code without what people put between its signs, short in any case.

    >>> compact(" 287 082 "), compact("abcd-EFGH")
    ('287082', 'ABCDEFGH')
    """
    return "".join(c for c in code[:80] if c.isalnum()).upper()
