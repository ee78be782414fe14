"""What is missing of an answer of Hub'Eau: a page among several, or one cut at its limit."""

import re

from beffroi.texts import Text

#: Hub'Eau gives no more results of a query, whatever the pages.
MOST = 20_000
_ADDRESS = re.compile(r"https://hubeau\.eaufrance\.fr/[\w./?=&%:,~-]{1,400}")
_PARTIAL = Text(
    fr="Ce fichier n’est qu’une partie de la réponse : {n} résultats sur {count}. Téléchargez "
    "aussi les pages suivantes (ajoutez « &page=2 », puis 3… à l’adresse, avec le même « size ») "
    "et importez-les : ce qui est déjà là ne sera pas compté deux fois.",
    en="This file is only a part of the answer: {n} results of {count}. Download the next pages "
    "too (add “&page=2”, then 3... to the address, with the same “size”) and import them: what is "
    "there already will not count twice.",
)
_NEXT = Text(fr="Page suivante : {address}", en="Next page: {address}")
_CUT = Text(
    fr="La question a {count} réponses, et Hub’Eau n’en donne que {most} : demandez une période "
    "plus courte (date_min_prelevement, date_max_prelevement), ou une commune à la fois.",
    en="The query has {count} answers, of which Hub’Eau only gives {most}: ask for a shorter "
    "period (date_min_prelevement, date_max_prelevement), or one commune at a time.",
)


def page_notes(rows: int, count: int | None, following: str | None) -> tuple[Text, ...]:
    """Say what is missing of an answer of `rows` results of a query that has `count`.

    >>> page_notes(2, 2, None)
    ()
    >>> [note.en[:22] for note in page_notes(20_000, 25_000, "https://example.org/")]
    ['This file is only a pa', 'The query has 25000 an']
    """
    if count is None or count <= rows:
        return ()
    notes = [_PARTIAL.fill(n=rows, count=count)]
    if following and _ADDRESS.fullmatch(following):
        notes.append(_NEXT.fill(address=following))
    if count > MOST:
        notes.append(_CUT.fill(count=count, most=MOST))
    return tuple(notes)
