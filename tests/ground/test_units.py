"""Units as files write them, conversions, and the aggregations that make sense."""

import pytest

from beffroi.errors import BeffroiError
from beffroi.quantities import QUANTITIES, Quantity
from beffroi.units import _USUAL, UNITS, Aggregation, SeriesKind, _registry, conversion, parse_unit


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("kWh", "kWh"),
        ("KWH", "kWh"),
        ("kwh pcs", "kWh"),
        (" [kWh] ", "kWh"),
        ("MWh", "MWh"),
        ("mwh", "MWh"),
        ("W", "W"),
        ("kVAr", "kvar"),
        ("m³", "m3"),
        ("M3", "m3"),
        ("Mètre cube", "m3"),
        ("mètres cubes", "m3"),
        ("MÈTRES CUBES", "m3"),
        ("m³/h", "m3/h"),
        ("litres", "L"),
        ("l", "L"),
        ("°C", "degC"),
        ("℃", "degC"),
        ("°c", "degC"),
        ("deg C", "degC"),
        ("%", "%"),
        ("µg-m3", "ug/m3"),
        ("μg/m³", "ug/m3"),
        ("W/m²", "W/m2"),
        ("kg CO2e", "kgCO2e"),
        ("kgCO₂e", "kgCO2e"),
        ("kg eq. CO2", "kgCO2e"),
        ("€", "EUR"),
        ("", "1"),
    ],
)
def test_a_unit_is_known_as_files_write_it(written: str, unit: str) -> None:
    assert parse_unit(written) == unit


@pytest.mark.parametrize("written", ["furlong", "mWh", "mW", "kWhh", "?"])
def test_an_unknown_unit_is_refused_rather_than_guessed(written: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        parse_unit(written)
    assert caught.value.type.code == "unit.unknown"


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_reads_its_own_key(unit: str) -> None:
    assert parse_unit(unit) == unit
    assert conversion(unit, unit) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("source", "target", "factor", "offset"),
    [
        ("MWh", "Wh", 1e6, 0.0),
        ("Wh", "GWh", 1e-9, 0.0),
        ("kW", "W", 1000.0, 0.0),
        ("kVA", "VA", 1000.0, 0.0),
        ("kvarh", "varh", 1000.0, 0.0),
        ("L", "m3", 0.001, 0.0),
        ("L/s", "m3/h", 3.6, 0.0),
        ("L/min", "m3/h", 0.06, 0.0),
        ("L/h", "m3/h", 0.001, 0.0),
        ("mCE", "bar", 0.0980665, 0.0),
        ("t", "kg", 1000.0, 0.0),
        ("hPa", "bar", 0.001, 0.0),
        ("h", "s", 3600.0, 0.0),
        ("K", "degC", 1.0, -273.15),
        ("degC", "K", 1.0, 273.15),
        ("%", "1", 0.01, 0.0),
        ("€", "EUR", 1.0, 0.0),
    ],
)
def test_conversions(source: str, target: str, factor: float, offset: float) -> None:
    assert conversion(source, target) == pytest.approx((factor, offset), rel=1e-11)


def test_the_rounding_of_a_factor_stays_below_a_billionth() -> None:
    assert conversion("s", "h")[0] == pytest.approx(1 / 3600, rel=1e-11)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("kWh", "m3"),
        ("W", "Wh"),
        ("EUR", "1"),
        ("kgCO2e", "kg"),
        ("kVA", "kW"),  # apparent and active power are not the same thing
        ("kvarh", "kWh"),
        ("kVA", "kvar"),
    ],
)
def test_what_does_not_measure_the_same_does_not_convert(source: str, target: str) -> None:
    for pair in ((source, target), (target, source)):
        with pytest.raises(BeffroiError) as caught:
            conversion(*pair)
        assert caught.value.type.code == "unit.incompatible"


@pytest.mark.parametrize(
    ("kind", "makes_sense", "makes_none"),
    [
        (SeriesKind.MEAN_POWER, Aggregation.INTEGRATE, Aggregation.SUM),
        (SeriesKind.INTERVAL, Aggregation.SUM, Aggregation.MEAN),
        (SeriesKind.INDEX, Aggregation.DIFFERENCE, Aggregation.MEAN),
        (SeriesKind.INDEX, Aggregation.LAST, Aggregation.SUM),
        (SeriesKind.GAUGE, Aggregation.MEAN, Aggregation.SUM),
        (SeriesKind.COUNT, Aggregation.SUM, Aggregation.INTEGRATE),
        (SeriesKind.STATE, Aggregation.LAST, Aggregation.MEAN),
    ],
)
def test_a_kind_says_what_may_be_done_with_it(
    kind: SeriesKind, makes_sense: Aggregation, makes_none: Aggregation
) -> None:
    assert makes_sense in kind.aggregations
    assert makes_none not in kind.aggregations


def test_every_kind_has_a_usual_aggregation() -> None:
    assert [kind for kind in SeriesKind if not kind.aggregations] == []


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.key)
def test_a_quantity_is_shown_in_a_unit_that_its_own_converts_to(quantity: Quantity) -> None:
    assert quantity.unit in UNITS
    factor, _ = conversion(quantity.unit, quantity.display)
    assert 0 < factor <= 1


@pytest.mark.parametrize(
    "quantity", [q for q in QUANTITIES.values() if q.integral], ids=lambda quantity: quantity.key
)
def test_a_rate_integrates_to_an_amount_of_the_matching_unit(quantity: Quantity) -> None:
    assert quantity.integral is not None
    assert UNITS[quantity.unit].integral == QUANTITIES[quantity.integral].unit


@pytest.mark.parametrize("source", _USUAL)
def test_the_units_converted_without_pint_agree_with_it(source: str) -> None:
    registry = _registry()
    for target in _USUAL:
        if UNITS[source].family != UNITS[target].family or source == target:
            continue
        one = registry.Quantity(1.0, UNITS[source].pint)
        if not one.is_compatible_with(UNITS[target].pint):
            with pytest.raises(BeffroiError):
                conversion(source, target)
            continue
        factor, offset = conversion(source, target)
        assert factor == pytest.approx(one.to(UNITS[target].pint).magnitude, rel=1e-12)
        assert offset == 0.0
