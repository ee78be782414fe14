"""The indicators of water, declared whole: those that services report, those of the night."""

from datetime import date
from functools import partial

from beffroi.domains.contract import Indicator, Period, Reference
from beffroi.domains.tallies import WHOLE
from beffroi.domains.water import formulas
from beffroi.domains.water.formulas import Formula
from beffroi.domains.water.measured import INPUT
from beffroi.domains.water.quality.card import INPUT as QUALITY
from beffroi.domains.water.quality.conformity import LABELS, Side, rate
from beffroi.texts import Text

_REPORT = Reference(
    "Arrêté du 2 mai 2007 relatif aux rapports annuels sur le prix et la qualité des services "
    "publics d’eau potable et d’assainissement",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000465710",
)
_SISPEA = "Observatoire national des services d’eau et d’assainissement (SISPEA), fiche "
_CODE = Reference(
    "Code de l’environnement, article D213-48-14-1 (décret n° 2012-97 du 27 janvier 2012)",
    "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000025208197",
)
_IWA = Reference("Lambert et al. (1999), A review of performance indicators for real losses, AQUA")
_NIGHT = Reference("Farley et Trow (2003), Losses in Water Distribution Networks, IWA Publishing")
_COSTS = Reference("parameters/costs.toml : coûts datés, chacun avec sa source")


def _sheet(code: str) -> Reference:
    return Reference(f"{_SISPEA}{code}", f"https://services.eaufrance.fr/indicateurs/{code}")


def _i(
    key: str,
    label: Text,
    unit: str,
    formula: Formula,
    *references: Reference,
    period: Period = Period.YEAR,
    valid_from: date = date(2007, 5, 2),
) -> Indicator:
    return Indicator(
        f"water.{key}", label, unit, "district", period, (INPUT,), formula, references, valid_from
    )


def _conforming(key: str, side: Side, sheet: str) -> Indicator:
    return Indicator(
        f"water.{key}",
        LABELS[side],
        "%",
        WHOLE,
        Period.YEAR,
        (QUALITY,),
        None,
        (_sheet(sheet), _REPORT),
        date(2007, 5, 2),
        tally=partial(rate, side=side),
        target=100.0,
    )


INDICATORS = (
    _i(
        "put_in",
        Text(fr="Volume mis en distribution, par mois", en="Volume put in, by month"),
        "m3",
        formulas.volume,
        _REPORT,
        period=Period.MONTH,
    ),
    _i(
        "put_in_year",
        Text(fr="Volume mis en distribution", en="Volume put in"),
        "m3",
        formulas.volume,
        _REPORT,
    ),
    _i(
        "metered",
        Text(fr="Volume compté chez les abonnés", en="Volume metered at customers"),
        "m3",
        formulas.metered,
        _REPORT,
    ),
    _i(
        "efficiency",
        Text(
            fr="Rendement du réseau de distribution (P104.3)",
            en="Efficiency of the distribution network (P104.3)",
        ),
        "%",
        formulas.efficiency,
        _sheet("P104.3"),
        _REPORT,
    ),
    _i(
        "uncounted_index",
        Text(
            fr="Indice linéaire des volumes non comptés (P105.3)",
            en="Linear index of volumes not counted (P105.3)",
        ),
        "m3/km/d",
        formulas.uncounted_index,
        _sheet("P105.3"),
        _REPORT,
    ),
    _i(
        "loss_index",
        Text(
            fr="Indice linéaire de pertes en réseau (P106.3)",
            en="Linear index of losses of the network (P106.3)",
        ),
        "m3/km/d",
        formulas.loss_index,
        _sheet("P106.3"),
        _REPORT,
    ),
    _i(
        "consumption_index",
        Text(fr="Indice linéaire de consommation (ILC)", en="Linear index of consumption (ILC)"),
        "m3/km/d",
        formulas.consumption_index,
        _CODE,
        valid_from=date(2012, 1, 28),
    ),
    _i(
        "efficiency_target",
        Text(fr="Rendement exigé par la loi", en="Efficiency that the law asks for"),
        "%",
        formulas.target,
        _CODE,
        valid_from=date(2012, 1, 28),
    ),
    _i(
        "efficiency_gap",
        Text(
            fr="Points de rendement à gagner pour atteindre ce que la loi exige",
            en="Points of efficiency that lack to what the law asks for",
        ),
        "%",
        formulas.gap,
        _CODE,
        valid_from=date(2012, 1, 28),
    ),
    _i("losses", Text(fr="Eau perdue", en="Water lost"), "m3", formulas.losses, _REPORT),
    _i(
        "losses_eur",
        Text(fr="Coût de l’eau perdue, hors TVA", en="Cost of the water lost, without VAT"),
        "EUR",
        formulas.losses_eur,
        _COSTS,
    ),
    _i(
        "losses_kwh",
        Text(fr="Énergie de l’eau perdue", en="Energy of the water lost"),
        "kWh",
        formulas.losses_kwh,
        _COSTS,
    ),
    _i(
        "night_flow",
        Text(fr="Débit de nuit, de 2 h à 4 h", en="Night flow, from 2:00 to 4:00"),
        "m3/h",
        formulas.night_flow,
        _NIGHT,
        period=Period.MONTH,
    ),
    _i(
        "night_use",
        Text(fr="Usage légitime de la nuit", en="Legitimate night use"),
        "m3/h",
        formulas.night_use,
        _NIGHT,
        period=Period.MONTH,
    ),
    _i(
        "night_leakage",
        Text(fr="Débit de nuit que personne n’utilise", en="Night flow that nobody uses"),
        "m3/h",
        formulas.night_leakage,
        _NIGHT,
        period=Period.MONTH,
    ),
    _i(
        "unavoidable",
        Text(
            fr="Pertes incompressibles (UARL, indicatives)",
            en="Unavoidable losses (UARL, indicative)",
        ),
        "m3",
        formulas.unavoidable,
        _IWA,
    ),
    _i(
        "leakage_index",
        Text(
            fr="Indice de fuites structurelles (ILI, indicatif)",
            en="Infrastructure leakage index (ILI, indicative)",
        ),
        "1",
        formulas.leakage_index,
        _IWA,
    ),
    _conforming("conformity_microbiology", "bact_limits", "P101.1"),
    _conforming("conformity_chemistry", "pc_limits", "P102.1"),
)
