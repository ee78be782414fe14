"""The quantities that files of any trade measure; domains declare further ones of their own."""

from dataclasses import dataclass

from beffroi.texts import Text

#: No measure of a territory is larger, in its canonical unit: the Sun gives 4e26 W. Squares and
#: sums of what is kept stay far below the largest float, 1.8e308.
LARGEST = 1e30


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measurable quantity: its canonical unit inside and the unit that screens show.

    `integral` names the quantity obtained by integrating a rate over time.
    """

    key: str
    label: Text
    unit: str
    display: str
    integral: str | None = None


def _q(key: str, fr: str, en: str, unit: str, display: str, integral: str = "") -> Quantity:
    return Quantity(key, Text(fr=fr, en=en), unit, display, integral or None)


QUANTITIES: dict[str, Quantity] = {
    quantity.key: quantity
    for quantity in (
        _q(
            "electricity.active_power",
            "Puissance active",
            "Active power",
            "W",
            "kW",
            "electricity.active_energy",
        ),
        _q("electricity.active_energy", "Électricité", "Electricity", "Wh", "kWh"),
        _q(
            "electricity.active_power_max",
            "Puissance active maximale",
            "Maximum active power",
            "W",
            "kW",
        ),
        _q(
            "electricity.apparent_power_max",
            "Puissance apparente maximale",
            "Maximum apparent power",
            "VA",
            "kVA",
        ),
        _q(
            "electricity.reactive_power",
            "Puissance réactive",
            "Reactive power",
            "var",
            "kvar",
            "electricity.reactive_energy",
        ),
        _q("electricity.reactive_energy", "Énergie réactive", "Reactive energy", "varh", "kvarh"),
        _q("electricity.overrun_time", "Durée de dépassement", "Overrun time", "s", "h"),
        _q("electricity.billed_energy", "Électricité facturée", "Billed electricity", "Wh", "kWh"),
        _q(
            "electricity.billed_amount",
            "Montant facturé (électricité)",
            "Billed amount (power)",
            "EUR",
            "EUR",
        ),
        _q("gas.billed_energy", "Gaz facturé", "Billed gas", "Wh", "kWh"),
        _q("gas.billed_amount", "Montant facturé (gaz)", "Billed amount (gas)", "EUR", "EUR"),
        _q("gas.energy", "Énergie gaz (PCS)", "Gas energy (gross)", "Wh", "kWh"),
        _q("gas.volume", "Volume de gaz", "Gas volume", "m3", "m3"),
        _q("heat.energy", "Chaleur", "Heat", "Wh", "kWh"),
        _q("water.volume", "Volume d’eau", "Water volume", "m3", "m3"),
        _q("water.flow", "Débit d’eau", "Water flow", "m3/h", "m3/h", "water.volume"),
        _q("water.pressure", "Pression d’eau", "Water pressure", "bar", "bar"),
        _q("water.level", "Niveau d’eau", "Water level", "m", "m"),
        _q("weather.air_temperature", "Température de l’air", "Air temperature", "degC", "degC"),
        _q("weather.humidity", "Humidité relative", "Relative humidity", "%", "%"),
        _q("weather.irradiance", "Rayonnement global", "Global irradiance", "W/m2", "W/m2"),
        _q("weather.rain", "Pluie", "Rain", "mm", "mm"),
        _q("weather.wind_speed", "Vitesse du vent", "Wind speed", "m/s", "m/s"),
        _q("count.passages", "Passages", "Passages", "1", "1"),
        _q("other.value", "Valeur", "Value", "1", "1"),
    )
}
