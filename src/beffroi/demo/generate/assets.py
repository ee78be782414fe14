"""Simulated buildings, delivery points and stations as assets with their attributes."""

import numpy as np

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.model import AssetDraft, Organisation, Value
from beffroi.demo.generate.names import of_town
from beffroi.territory.points import Point

KM_A_DEGREE = 111.2  # of latitude
ZONE = "B"  # of the school calendar that buildings follow


def station_key(station: int) -> str:
    """Return the key of a weather station."""
    return f"SIM-M-{station:05d}"


def building_key(index: int, building: Building) -> str:
    """Return the key of a building."""
    return f"SIM-B-{index:05d}-{building.number:02d}"


def point_key(index: int, building: Building, meter: str) -> str:
    """Return the key of a delivery point; no distributor gives such an identifier.

    Electricity is E and gas is G, as in `SIM-E-00012-03`.
    """
    return f"SIM-{meter[0].upper()}-{index:05d}-{building.number:02d}"


def building_asset(
    key: str, building: Building, commune: Organisation, station: str, index: int
) -> AssetDraft:
    """Return a building, with the attributes that the energy domain asks for."""
    use = building.use
    place = building_place(commune, index, building.number)
    attributes: dict[str, Value] = {
        "simulated": True,
        "use": use.key,
        "surface": building.surface,
        "year": building.year,
        "heating": building.fuel,
        "occupied_days": _week(max(use.days)),
        "open_hour": building.hours[0],
        "close_hour": building.hours[1],
        "school_closing": "yes" if use.school_closed else "no",
        "school_zone": ZONE,
        "weather_station": station,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    return AssetDraft(key, "building", f"{use.label} {of_town(commune.name)}", attributes)


def building_place(commune: Organisation, index: int, number: int) -> Point:
    """Return where a building stands: in the village, or sometimes in a hamlet, never elsewhere.

    Drawn apart from all else: where it stands changes nothing of what it measures. Communes stand
    about 7 km from each other, and no building further than 1.9 km from the middle of its own.
    """
    rng = np.random.default_rng([9, index, number])
    reach = 1.9 if number > 2 and rng.random() < 0.15 else 0.55  # km
    far, angle = reach * np.sqrt(rng.uniform(0.02, 1.0)), rng.uniform(0, 2 * np.pi)
    north = far * np.cos(angle) / KM_A_DEGREE
    east = far * np.sin(angle) / (KM_A_DEGREE * np.cos(np.radians(commune.latitude)))
    return Point(
        round(commune.longitude + float(east), 5), round(commune.latitude + float(north), 5)
    )


def _week(last: int) -> str:
    """Return the declared week that holds the opening days, the last of them 0 on Monday."""
    return {5: "mon-sat", 6: "mon-sun"}.get(last, "mon-fri")


def point_asset(key: str, meter: str, parent: AssetDraft, kva: int | None) -> AssetDraft:
    """Return the delivery point of a building; `kva` is its subscribed power."""
    word = "électricité" if meter == "electricity" else "gaz"
    attributes: dict[str, Value] = {"simulated": True, "energy": meter}
    if kva is not None:
        attributes["contracted_power"] = kva
    return AssetDraft(key, "delivery_point", f"{parent.name} – {word}", attributes, parent.key)


def station_asset(station: int, town: Organisation) -> AssetDraft:
    """Return the weather station of a neighbourhood, which stands in `town`."""
    attributes: dict[str, Value] = {
        "simulated": True,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "altitude": town.attributes["altitude"],
    }
    name = f"Station météo {of_town(town.name)}"
    return AssetDraft(station_key(station), "weather_station", name, attributes)
