"""`/journal`: what anyone may know of the journal, and how to verify it; nobody signs in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOT_SIGNED
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.public import LEAST, summary
from beffroi.texts import Text
from beffroi.web.access.demands import ANYONE
from beffroi.web.journal import counts_of
from beffroi.web.pages.declaring import Page, View, Visit

_TITLE = Text(fr="Journal de l’installation", en="Journal of the installation")
_WORDS = {
    "about": Text(
        fr="Chaque écriture faite ici, et chaque accès d’une collectivité aux données d’une "
        "autre, est une entrée de ce journal. Son contenu n’est pas public ; ce qui permet de "
        "vérifier qu’il n’a pas été réécrit l’est.",
        en="Each thing written here, and each access of an authority to the data of another one, "
        "is an entry of this journal. What it says is not public; what proves that nobody rewrote "
        "it is.",
    ),
    "size": Text(fr="Entrées signées", en="Signed entries"),
    "at": Text(fr="Dernière signature", en="Last signature"),
    "key": Text(fr="Clé publique", en="Public key"),
    "witnesses": Text(fr="Témoins au dehors", en="Witnesses outside"),
    "witness": Text(fr="{name} : {size} entrées, le {at}", en="{name}: {size} entries, on {at}"),
    "alone": Text(
        fr="Personne encore : seule cette installation garde la mémoire de son journal.",
        en="Nobody yet: this installation alone remembers its journal.",
    ),
    "none": Text(fr="Rien n’est encore signé", en="Nothing is signed yet"),
    "none_why": Text(
        fr="La première tête du journal sera publiée ici dès qu’elle sera signée.",
        en="The first head of the journal will be shown here as soon as it is signed.",
    ),
    "months": Text(fr="Entrées par mois", en="Entries by month"),
    "month": Text(fr="Mois", en="Month"),
    "entries": Text(fr="Entrées", en="Entries"),
    "least": Text(
        fr="Les actes faits moins de {n} fois dans un mois n’y sont pas comptés.",
        en="Acts done less than {n} times in a month are not counted there.",
    ),
    "verify": Text(fr="Vérifier vous-même", en="Verify it yourself"),
    "keep": Text(
        fr="Gardez la dernière tête signée, ci-dessous : une tête plus récente doit prouver "
        "qu’elle la prolonge. L’adresse /api/journal/consistency donne cette preuve, et "
        "/api/journal/proof celle d’une entrée dont vous avez reçu le numéro et l’empreinte (RFC "
        "9162).",
        en="Keep the last signed head, below: a later one must prove that it continues it. The "
        "address /api/journal/consistency gives that proof, and /api/journal/proof that of an "
        "entry whose number and hash you were given (RFC 9162).",
    ),
    "head": Text(fr="Dernière tête signée", en="Last signed head"),
    "data": Text(fr="Les mêmes données, pour un programme", en="The same data, for a program"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed how many entries, and when."""

    name: str
    key: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Journal:
    """What is signed of a journal; `head` is None where nothing is."""

    own: Signed | None
    head: str = ""
    witnesses: tuple[Signed, ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    least: int = LEAST


def _journal(visit: Visit) -> View:
    return View("journal.html", _TITLE, _shown(visit), _WORDS)


def _shown(visit: Visit) -> Journal:
    with visit.own().look() as session:
        try:
            told = summary(session, counts_of(visit.store))
        except BeffroiError as error:
            if error.type is NOT_SIGNED:
                return Journal(None)
            raise
    return Journal(
        _signed(told),
        told["head"],
        tuple(map(_signed, told["witnesses"])),
        by_month(told["counts"]),
    )


def _signed(told: dict[str, Any]) -> Signed:
    key = str(told["key"])
    return Signed(PublicKey.parse(key).name, key, told["size"], datetime.fromisoformat(told["at"]))


def by_month(counts: Iterable[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Add up the acts of each month, the last month first.

    >>> by_month([{"month": "2026-01", "entries": 7}, {"month": "2026-01", "entries": 5}])
    (('01/2026', 12),)
    """
    months: Counter[str] = Counter()
    for one in counts:
        months[one["month"]] += one["entries"]
    return tuple((f"{name[5:]}/{name[:4]}", months[name]) for name in sorted(months, reverse=True))


PAGES = (Page("GET", "/journal", ANYONE, _journal, context=Journal),)
