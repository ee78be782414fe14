"""Levers that serve what is needed otherwise: boilers, heat pumps, panels."""

from beffroi.domains.cards import Reference
from beffroi.domains.energy import effects
from beffroi.domains.lever_form import dial_of, lever_of
from beffroi.texts import Text

_CEE = Reference("Fiches d’opérations standardisées des certificats d’économies d’énergie (CEE)")
_ADEME = Reference("ADEME, guides et Base Empreinte", "https://base-empreinte.ademe.fr")
_PVGIS = Reference("PVGIS, Commission européenne", "https://re.jrc.ec.europa.eu/pvg_tools/en/")

PLANTS = (
    lever_of(
        "energy.boiler",
        60,
        Text(fr="Chaudière à condensation", en="Condensing boiler"),
        Text(
            fr="Remplacer une chaudière au gaz par une plus sobre.",
            en="Replace a gas boiler by a thriftier one.",
        ),
        Text(
            fr="Le gaz qui reste, eau chaude comprise, baisse de la part choisie.",
            en="The gas that is left, hot water included, falls by the chosen share.",
        ),
        Text(
            fr="Peu de gain si la chaudière est récente ou l’eau des radiateurs très chaude.",
            en="Little is gained where the boiler is recent or the water of radiators very hot.",
        ),
        (dial_of("boiler", "gain", Text(fr="Baisse du gaz", en="Less gas"), most=50.0),),
        "m2",
        effects.boiler,
        effects.no_boiler,
        _CEE,
        _ADEME,
    ),
    lever_of(
        "energy.heat_pump",
        61,
        Text(fr="Pompe à chaleur", en="Heat pump"),
        Text(
            fr="Chauffer à l’électricité en puisant la chaleur de l’air.",
            en="Heat with electricity, taking heat from the air.",
        ),
        Text(
            fr="La chaleur utile (énergie mesurée fois rendement de la chaudière) est divisée par "
            "le rendement saisonnier ; l’eau chaude reste sur son énergie.",
            en="Useful heat (measured energy times the efficiency of the boiler) is divided by the "
            "seasonal performance; hot water stays on its energy.",
        ),
        Text(
            fr="À ne pas essayer si une pompe à chaleur chauffe déjà. La puissance souscrite et le "
            "renforcement du réseau ne sont pas comptés.",
            en="Not to be tried where a heat pump heats already. Contracted power and stronger "
            "wires are not counted.",
        ),
        (
            dial_of(
                "heat_pump",
                "scop",
                Text(fr="Rendement saisonnier", en="Seasonal performance"),
                "1",
                1.0,
                6.0,
            ),
        ),
        "m2",
        effects.heat_pump,
        effects.no_heat,
        _CEE,
        _ADEME,
    ),
    lever_of(
        "energy.solar",
        70,
        Text(fr="Panneaux photovoltaïques", en="Photovoltaic panels"),
        Text(
            fr="Produire de l’électricité sur le toit et en utiliser le plus possible.",
            en="Make electricity on the roof and use as much of it as can be.",
        ),
        Text(
            fr="La production suit la latitude ; ce qui est utilisé sur place est compté heure par "
            "heure sur la courbe mesurée, le reste est vendu.",
            en="Yield follows latitude; what is used on the spot is counted hour by hour on the "
            "measured curve, the rest is sold.",
        ),
        Text(
            fr="Sans courbe horaire, la part des heures de soleil est une hypothèse large. Ombres "
            "et orientation du toit sont dans l’intervalle, non dans le calcul.",
            en="Without an hourly curve, the share of sunny hours is a wide hypothesis. Shade and "
            "orientation are in the interval, not in the computation.",
        ),
        (
            dial_of(
                "solar", "power", Text(fr="Puissance des panneaux", en="Power"), "kWp", 0.5, 1000.0
            ),
            dial_of(
                "solar",
                "yield",
                Text(
                    fr="Production, en part de celle de la latitude",
                    en="Yield, as a share of that of the latitude",
                ),
                "%",
                30.0,
                150.0,
            ),
            dial_of(
                "solar",
                "daytime",
                Text(
                    fr="Électricité aux heures de soleil, si elle n’est pas mesurée par heure",
                    en="Electricity in sunny hours, where it is not measured by the hour",
                ),
                "%",
                10.0,
                100.0,
            ),
        ),
        "kWp",
        effects.solar,
        effects.no_roof,
        _PVGIS,
    ),
)
