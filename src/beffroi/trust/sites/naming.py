"""What names somebody in a sentence: written by an agent, it may hold more than was meant."""

from beffroi.texts import Text
from beffroi.trust.gate.identifiers import Kind, found

#: Words that the longest form (an address, an account) is spread over.
_SPAN = 9


def named_in(text: str) -> tuple[Text, ...]:
    """Say what in a sentence names somebody: an address, a telephone, a number of a meter.

    A name of a person has no form: people read the preview for that.

    >>> [one.en for one in named_in("Réglage par jean@exemple.fr, 06 12 34 56 78")]
    ['e-mail addresses', 'phone numbers']
    >>> named_in("Programmation revue, 3 vannes posées en 2025.")
    ()
    """
    words = [word.strip("(),;:.!?«»\"'") for word in text.split()]
    seen: dict[str, Text] = {}
    for first in range(len(words)):
        for last in range(first + 1, min(first + _SPAN, len(words)) + 1):
            for one in found({"texte": [" ".join(words[first:last])]}):
                if one.kind is Kind.DIRECT:
                    seen.setdefault(one.what.en, one.what)
    return tuple(seen.values())
