"""Levers that lower what a building needs: heat, light, hours."""

from beffroi.domains.cards import Reference
from beffroi.domains.energy import effects
from beffroi.domains.lever_form import dial_of, lever_of
from beffroi.texts import Text

_CODE = Reference("Code de l’énergie, articles R241-25 à R241-29 : températures de chauffage")
_ASHRAE = Reference("ASHRAE RP-1050 : modèles à point de changement")
_ISO = Reference("ISO 52016-1:2017, chauffage intermittent")
_CEE = Reference("Fiches d’opérations standardisées des certificats d’économies d’énergie (CEE)")
_ADEME = Reference("ADEME, guides et Base Empreinte", "https://base-empreinte.ademe.fr")

NEEDS = (
    lever_of(
        "energy.setpoint",
        10,
        Text(fr="Baisser la consigne", en="Lower the setpoint"),
        Text(
            fr="Chauffer un peu moins aux heures d’occupation.",
            en="Heat a little less in occupied hours.",
        ),
        Text(
            fr="La température d’équilibre du bâtiment baisse d’autant, aux heures de confort "
            "seulement ; ses degrés-jours sont comptés à nouveau.",
            en="The balance temperature of the building falls as much, in comfort hours only; its "
            "degree-days are counted again.",
        ),
        Text(
            fr="Suppose que la régulation obéit et que personne n’ajoute de radiateur.",
            en="Supposes that controls obey and that nobody brings a heater.",
        ),
        (
            dial_of(
                "setpoint",
                "delta",
                Text(fr="Baisse de la consigne", en="Lower setpoint by"),
                "K",
                0.0,
                4.0,
            ),
        ),
        "once",
        effects.setpoint,
        effects.no_heat,
        _CODE,
        _ASHRAE,
    ),
    lever_of(
        "energy.setback",
        20,
        Text(fr="Réduire la nuit et à la fermeture", en="Set back at night and when closed"),
        Text(
            fr="Laisser la température descendre aux heures où personne ne vient.",
            en="Let the temperature fall in hours when nobody comes.",
        ),
        Text(
            fr="Les heures fermées qui ne sont pas déjà réduites le deviennent. La réduction "
            "existante est mesurée la nuit, ou déduite des jours de fermeture.",
            en="Closed hours that are not reduced yet become so. The existing reduction is "
            "measured at night, or told from closed days.",
        ),
        Text(
            fr="Sans mesures horaires du chauffage, la réduction existante est mal connue : "
            "l’intervalle est large.",
            en="Without hourly measures of heating, the existing reduction is badly known: the "
            "interval is wide.",
        ),
        (
            dial_of(
                "setback",
                "depth",
                Text(fr="Écart avec la consigne d’occupation", en="Gap to the occupied setpoint"),
                "K",
                0.0,
                8.0,
            ),
            dial_of(
                "setback",
                "efficacy",
                Text(
                    fr="Part de la baisse obtenue malgré l’inertie des murs",
                    en="Share of it obtained despite the mass of the walls",
                ),
            ),
        ),
        "once",
        effects.setback,
        effects.no_heat,
        _CODE,
        _ISO,
    ),
    lever_of(
        "energy.roof",
        30,
        Text(fr="Isoler la toiture", en="Insulate the roof"),
        Text(
            fr="Réduire les pertes de chaleur par le haut.", en="Reduce heat lost through the top."
        ),
        Text(
            fr="La pente de chauffage (kWh par degré et par jour) baisse de la part choisie.",
            en="The heating slope (kWh by degree and by day) falls by the chosen share.",
        ),
        Text(
            fr="La part dépend de l’isolation actuelle, que les mesures ne disent pas. Les apports "
            "gratuits, qui couvrent alors davantage, ne sont pas comptés : c’est prudent.",
            en="The share depends on the insulation there is, which measures do not tell. Free "
            "heat, which then covers more, is not counted: that is prudent.",
        ),
        (dial_of("roof", "share", Text(fr="Pertes évitées", en="Losses avoided"), most=60.0),),
        "m2",
        effects.insulation,
        effects.no_heat,
        _CEE,
        _ADEME,
    ),
    lever_of(
        "energy.walls",
        31,
        Text(fr="Isoler les murs", en="Insulate the walls"),
        Text(
            fr="Réduire les pertes de chaleur par les façades.",
            en="Reduce heat lost through the walls.",
        ),
        Text(
            fr="La pente de chauffage qui reste baisse de la part choisie.",
            en="What is left of the heating slope falls by the chosen share.",
        ),
        Text(
            fr="Mêmes limites que la toiture ; le bâti ancien demande une étude de l’humidité.",
            en="Limits as for the roof; old masonry needs a study of moisture.",
        ),
        (dial_of("walls", "share", Text(fr="Pertes évitées", en="Losses avoided"), most=60.0),),
        "m2",
        effects.insulation,
        effects.no_heat,
        _CEE,
        _ADEME,
    ),
    lever_of(
        "energy.led",
        40,
        Text(fr="Passer l’éclairage en LED", en="Turn lighting to LEDs"),
        Text(
            fr="Moins d’électricité pour la même lumière, et un peu plus de chauffage.",
            en="Less electricity for the same light, and a little more heating.",
        ),
        Text(
            fr="Une part de l’électricité hors chauffage baisse ; la chaleur que les lampes ne "
            "donnent plus pendant la saison de chauffe est rendue par le chauffage.",
            en="A share of the electricity apart from heating falls; heat that lamps no longer "
            "give in the heating season is made up for by heating.",
        ),
        Text(
            fr="La part de l’éclairage n’est pas mesurée : donnez celle d’un relevé.",
            en="The share of lighting is not measured: give that of a survey.",
        ),
        (
            dial_of("led", "lighting", Text(fr="Part de l’éclairage", en="Share of lighting")),
            dial_of("led", "cut", Text(fr="Baisse obtenue", en="Cut obtained")),
            dial_of(
                "led",
                "useful",
                Text(fr="Chaleur des lampes qui était utile", en="Useful heat of the lamps"),
            ),
        ),
        "m2",
        effects.led,
        effects.no_power,
        _CEE,
        _ADEME,
    ),
    lever_of(
        "energy.schedule",
        50,
        Text(fr="Arrêter hors occupation", en="Stop when closed"),
        Text(
            fr="Couper la ventilation et les équipements quand le bâtiment est fermé.",
            en="Switch ventilation and equipment off when the building is closed.",
        ),
        Text(
            fr="L’électricité mesurée aux heures fermées, hors chauffage, baisse de la part "
            "choisie.",
            en="Electricity measured in closed hours, apart from heating, falls by the chosen "
            "share.",
        ),
        Text(
            fr="Il faut des mesures horaires, et les vrais horaires du bâtiment.",
            en="Hourly measures are needed, and the true hours of the building.",
        ),
        (dial_of("schedule", "share", Text(fr="Part arrêtée", en="Share stopped")),),
        "once",
        effects.schedule,
        effects.no_schedule,
        _CEE,
    ),
)
