"""The indicators of energy, declared whole."""

from datetime import date

from beffroi.domains.contract import Indicator, Period, Reference
from beffroi.domains.energy import formulas
from beffroi.domains.energy.formulas import Formula
from beffroi.texts import Text

METERED = ("electricity.active_energy", "gas.energy", "heat.energy")
POWER = ("electricity.active_energy",)
_IPMVP = Reference("IPMVP Core Concepts 2022")
_EPBD = Reference("ISO 52000-1:2017, Energy performance of buildings")
_PRICES = Reference(
    "Prix du contrat de chaque compteur ; à défaut, prix moyens datés, chacun avec sa source"
)
_ADEME = Reference("ADEME, Base Empreinte", "https://base-empreinte.ademe.fr")
_DEGREES = Reference("ISO 15927-6:2007, degrés-jours de chauffage")
_NIGHT = Reference(
    "Arrêté du 4 avril 2006 (cartes de bruit), article 1 : la nuit va de 22 h à 6 h",
)
_DECREE = Reference(
    "Code de la construction et de l’habitation, articles L174-1 et R174-22 à R174-32",
    "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000041842389",
)
_ALWAYS = date(2010, 1, 1)
_DECREE_DAY = date(2019, 10, 1)


def _i(
    key: str,
    label: Text,
    unit: str,
    formula: Formula,
    references: tuple[Reference, ...],
    period: Period = Period.MONTH,
    level: str = "building",
    inputs: tuple[str, ...] = METERED,
    valid_from: date = _ALWAYS,
) -> Indicator:
    return Indicator(
        f"energy.{key}", label, unit, level, period, inputs, formula, references, valid_from
    )


INDICATORS = (
    _i(
        "consumption",
        Text(fr="Consommation du mois", en="Consumption of the month"),
        "kWh",
        formulas.consumption,
        (_IPMVP,),
    ),
    _i(
        "consumption_year",
        Text(fr="Consommation de l’année", en="Consumption of the year"),
        "kWh",
        formulas.consumption,
        (_IPMVP,),
        Period.YEAR,
    ),
    _i(
        "cost",
        Text(fr="Coût du mois, hors TVA", en="Cost of the month, without VAT"),
        "EUR",
        formulas.cost,
        (_PRICES,),
    ),
    _i(
        "cost_year",
        Text(fr="Coût de l’année, hors TVA", en="Cost of the year, without VAT"),
        "EUR",
        formulas.cost,
        (_PRICES,),
        Period.YEAR,
    ),
    _i(
        "emissions",
        Text(fr="Émissions du mois", en="Emissions of the month"),
        "kgCO2e",
        formulas.emissions,
        (_ADEME,),
    ),
    _i(
        "emissions_year",
        Text(fr="Émissions de l’année", en="Emissions of the year"),
        "kgCO2e",
        formulas.emissions,
        (_ADEME,),
        Period.YEAR,
    ),
    _i(
        "per_surface",
        Text(fr="Consommation annuelle par m²", en="Yearly consumption by m²"),
        "kWh/m2",
        formulas.per_surface,
        (_EPBD,),
        Period.YEAR,
    ),
    _i(
        "base_load",
        Text(fr="Puissance de nuit", en="Night power"),
        "kW",
        formulas.base_load,
        (_IPMVP,),
    ),
    _i(
        "closed_share",
        Text(fr="Part consommée hors occupation", en="Share used outside occupied hours"),
        "%",
        formulas.closed_share,
        (_IPMVP,),
    ),
    _i(
        "night_share",
        Text(
            fr="Part consommée la nuit, de 22 h à 6 h", en="Share used at night, from 22:00 to 6:00"
        ),
        "%",
        formulas.night_share,
        (_IPMVP, _NIGHT),
    ),
    _i(
        "weekend_share",
        Text(fr="Part consommée le week-end", en="Share used at the weekend"),
        "%",
        formulas.weekend_share,
        (_IPMVP,),
    ),
    _i(
        "load_factor",
        Text(fr="Facteur de charge", en="Load factor"),
        "%",
        formulas.load_factor,
        (Reference("IEC 60050-691, 691-10-02"),),
        level="delivery_point",
        inputs=POWER,
    ),
    _i(
        "contract_use",
        Text(
            fr="Plus forte puissance, rapportée à la puissance souscrite",
            en="Highest power over contracted power",
        ),
        "%",
        formulas.contract_use,
        (Reference("CRE, TURPE HTA-BT"),),
        level="delivery_point",
        inputs=POWER,
    ),
    *(
        _i(
            f"degree_days_{base}",
            Text(
                fr=f"Degrés-jours de chauffage, base {base}\u00a0°C",
                en=f"Heating degree-days, base {base}\u00a0°C",
            ),
            "K.d",
            formulas.degree_days(float(base)),
            (_DEGREES,),
        )
        for base in (15, 17, 18)
    ),
    _i(
        "climate_adjusted",
        Text(
            fr="Consommation de l’année à climat normal (indicative)",
            en="Consumption of the year in a normal climate (indicative)",
        ),
        "kWh",
        formulas.climate_adjusted,
        (_IPMVP, _DEGREES),
        Period.YEAR,
    ),
    _i(
        "tertiary_reduction",
        Text(
            fr="Baisse depuis l’année de référence du décret tertiaire (indicative)",
            en="Reduction since the reference year of the tertiary decree (indicative)",
        ),
        "%",
        formulas.tertiary_reduction,
        (_DECREE,),
        Period.YEAR,
        valid_from=_DECREE_DAY,
    ),
    _i(
        "tertiary_gap_2030",
        Text(
            fr="Points restant à gagner pour 2030 (décret tertiaire, indicatif)",
            en="Points left to gain for 2030 (tertiary decree, indicative)",
        ),
        "%",
        formulas.tertiary_gap,
        (_DECREE,),
        Period.YEAR,
        valid_from=_DECREE_DAY,
    ),
)
