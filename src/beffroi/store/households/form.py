"""The form of a pseudonym: what has it is of a household, whatever brought it."""

#: What a pseudonym begins with: people see at once what it stands for.
PREFIX = "foyer-"
#: What may be known of a household beside its measures: it tells no home from another.
KEPT = ("insee",)


def is_pseudonym(text: str) -> bool:
    """Tell whether a text has the form of a pseudonym.

    >>> is_pseudonym("foyer-0011223344556677"), is_pseudonym("09111642617347")
    (True, False)
    """
    digits = text.removeprefix(PREFIX)
    return text.startswith(PREFIX) and len(digits) == 16 and set(digits) <= set("0123456789abcdef")
