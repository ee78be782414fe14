"""The simulated offices of the water syndicat: heated by electricity, and heated when closed.

So one authority of the demonstration has a building beside its districts: one list of findings, one
report and one scenario in kWh, in m3 and in euros.
"""

from datetime import date

import numpy as np

from beffroi.demo.generate.assets import ZONE, point_asset
from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.changes import Change
from beffroi.demo.generate.clock import clock
from beffroi.demo.generate.loads import draw_noise, loads
from beffroi.demo.generate.meters import hourly_power, measures, temperatures
from beffroi.demo.generate.model import AssetDraft, FaultKind, Measures, Organisation
from beffroi.demo.generate.places import commune_place
from beffroi.demo.generate.uses import USES, subscribed
from beffroi.demo.generate.weather import temperature

NAME = "Siège du syndicat"
BUILDING, _POINT, _STATION = "SIM-B-EAU", "SIM-E-EAU", "SIM-M-EAU"
#: Part of the period after which nobody sets heating and lights back any more, and of the load.
_SINCE, _SIZE = 0.55, 0.5
_POWER_FACTOR = 0.93


def offices(
    seed: int, years: int, end: date, town: Organisation
) -> tuple[tuple[AssetDraft, ...], Measures]:
    """Return the offices in a town with their meter and a thermometer, and what these measure.

    >>> from beffroi.demo.generate.places import commune_organisation
    >>> made, measured = offices(676, 1, date(2026, 10, 31), commune_organisation(676, 0))
    >>> [one.type for one in made], len(measured.series)
    (['weather_station', 'building', 'delivery_point'], 2)
    """
    time = clock(years, end)
    rng = np.random.default_rng([seed, 37])
    building = Building(
        number=0, use=USES[0], surface=340, year=1984, fuel="electricity", hours=USES[0].hours,
        loss=2.1, base=0.9, active=6.0, process=0.0, cooled=False, hourly=True, billed=False,
    )  # fmt: skip
    days = len(time.days)
    left_on = Change(FaultKind.OUT_OF_HOURS, "electricity", round(_SINCE * days), days, _SIZE)
    outdoor = temperature(seed, 0, commune_place(seed, 0), years, end)
    power = loads(building, time, outdoor, draw_noise(rng, time), (left_on,)).electricity
    kva = subscribed(float(power.max()) / 1000 / _POWER_FACTOR)
    place = {
        "simulated": True,
        "latitude": round(town.latitude - 0.008, 5),
        "longitude": round(town.longitude + 0.009, 5),
    }
    house = AssetDraft(
        BUILDING,
        "building",
        NAME,
        {
            **place,
            "use": "mairie",
            "surface": building.surface,
            "year": building.year,
            "heating": building.fuel,
            "occupied_days": "mon-fri",
            "open_hour": building.hours[0],
            "close_hour": building.hours[1],
            "school_closing": "no",
            "school_zone": ZONE,
            "weather_station": _STATION,
        },
    )
    station = AssetDraft(_STATION, "weather_station", f"Station météo, {NAME.lower()}", place)
    return (
        (station, house, point_asset(_POINT, "electricity", house, kva)),
        measures([temperatures(_STATION, outdoor, time), hourly_power(_POINT, power, time)]),
    )
