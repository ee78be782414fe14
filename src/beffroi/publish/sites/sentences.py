"""What a yearly indicator says, in one sentence, from what is public alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.figures import numbers, percent
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator that may be published: which one, its name for the public, what it says."""

    indicator: str
    label: Text
    said: Text
    per: float
    """By what values are divided before they are told."""


KEYS = {
    "consommation": Told(
        "energy.consumption_year",
        Text(fr="Énergie consommée par les bâtiments", en="Energy used by buildings"),
        Text(
            fr="En {year}, les bâtiments de la collectivité ont consommé {value} MWh d’énergie",
            en="In {year}, the buildings of the authority used {value}\u00a0MWh of energy",
        ),
        1000.0,
    ),
    "cout": Told(
        "energy.cost_year",
        Text(fr="Coût de l’énergie des bâtiments", en="Cost of the energy of buildings"),
        Text(
            fr="En {year}, l’énergie des bâtiments de la collectivité a coûté {value} €, hors TVA",
            en="In {year}, the energy of the authority’s buildings cost {value} EUR, without VAT",
        ),
        1.0,
    ),
    "emissions": Told(
        "energy.emissions_year",
        Text(
            fr="Gaz à effet de serre dus à l’énergie des bâtiments",
            en="Greenhouse gases due to the energy of buildings",
        ),
        Text(
            fr="En {year}, l’énergie des bâtiments de la collectivité a émis {value} tonnes "
            "de CO₂ (ou l’équivalent)",
            en="In {year}, the energy of the authority’s buildings emitted {value}\u00a0tonnes "
            "of CO₂ (or as much of other gases)",
        ),
        1000.0,
    ),
}
METHOD = Text(
    fr="Somme des compteurs des mêmes bâtiments chaque année, ceux dont toutes les années montrées "
    "sont mesurées ({days} jours au moins). Les mesures manquantes ne sont pas inventées.",
    en="Sum of the meters of the same buildings each year, those of which all years shown are "
    "measured ({days} days at least). Measures that lack are not made up.",
).fill(days=330)
_LESS = Text(fr=", {share} de moins qu’en {before}", en=", {share} less than in {before}")
_MORE = Text(fr=", {share} de plus qu’en {before}", en=", {share} more than in {before}")
_SAME = Text(fr=", autant qu’en {before}", en=", as much as in {before}")
_END = Text(fr="{said}{change}.", en="{said}{change}.")
_HELD = Text(
    fr="Le total de l’année n’est pas montré : il en dirait trop sur quelques-uns.",
    en="The total of the year is not shown: it would tell too much of a few.",
)


def sentence(key: str, totals: Mapping[int, float | None]) -> Text:
    r"""Say the total of the last year, and how it moved; totals that are held back are None.

    >>> sentence("cout", {2024: 1000.0, 2025: 900.0}).en[-49:]
    'cost 900 EUR, without VAT, 10% less than in 2024.'
    """
    told, year = KEYS[key], max(totals)
    value, before = totals[year], totals.get(year - 1)
    if value is None:
        return _HELD
    shown = value / told.per
    number = numbers(shown, 0 if shown >= 100 else 1)
    main = told.said.fill(year=year, value=number)
    return _END.fill(said=main, change=_change(value, before, year - 1))


def _change(value: float, before: float | None, year: int) -> Text:
    if not before:
        return Text(fr="", en="")
    share = value / before - 1
    if abs(share) < 0.005:
        return _SAME.fill(before=year)
    digits = 0 if abs(share) >= 0.1 else 1
    return (_LESS if share < 0 else _MORE).fill(share=percent(abs(share), digits), before=year)
