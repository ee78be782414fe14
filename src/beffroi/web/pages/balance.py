"""The balance of what meters add up to, such as a district of water, on its page."""

from dataclasses import dataclass

from beffroi.decide.lacking import lacking
from beffroi.domains import domains
from beffroi.domains.contract import Domain, Period
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.trends import indicators

WORDS = {
    "balance": Text(fr="Bilan", en="Balance"),
    "balance_none": Text(
        fr="Rien ne peut encore en être dit. Il faut une année ou un mois entiers de mesures.",
        en="Nothing can be said of it yet. It takes a whole year or month of measures.",
    ),
    "balance_nights": Text(
        fr="Voir ses nuits, et comment chaque changement a été compris",
        en="See its nights, and how each change was understood",
    ),
    "balance_lacks": Text(fr="Ce qui manque", en="What is missing"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """The last value of an indicator, with its period."""

    key: str
    label: Text
    value: float
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Balance:
    """What is said of an asset from its meters, and what keeps more from being said."""

    figures: tuple[Figure, ...]
    lacks: tuple[Text, ...]
    follows: bool = False
    """Whether what it lets in is followed night after night, on a page of its own."""


def balance_of(visit: Visit, door: ReadDoor, asset: models.Asset) -> Balance | None:
    """Return the balance of an asset; None where its meters do not add up to anything."""
    for domain in domains().values():
        if domain.gather is not None and domain.gather.level == asset.type:
            figures = _figures(visit, asset, domain)
            return Balance(figures, lacking(door, asset, domain), domain.follow is not None)
    return None


def _figures(visit: Visit, asset: models.Asset, domain: Domain) -> tuple[Figure, ...]:
    keys = [one.key for one in domain.indicators if one.level == asset.type]
    last = {
        value.indicator.key: value
        for value in sorted(indicators(visit, keys), key=lambda one: one.first)
        if value.row.asset == asset.id
    }
    return tuple(
        Figure(
            key,
            last[key].indicator.label,
            last[key].value,
            last[key].indicator.unit,
            last[key].first.strftime(
                "%Y" if last[key].indicator.period is Period.YEAR else "%m/%Y"
            ),
        )
        for key in keys
        if key in last
    )
