"""Simulated buildings, delivery points and stations as assets with their attributes."""

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.model import AssetDraft, Organisation, Value

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


def building_asset(key: str, building: Building, commune: Organisation, station: str) -> AssetDraft:
    """Return a building; weekdays are counted from 1 on Monday, as in ISO 8601."""
    use = building.use
    attributes: dict[str, Value] = {
        "simulated": True,
        "use": use.key,
        "surface": building.surface,
        "year": building.year,
        "heating": building.fuel,
        "occupied_days": ",".join(str(day + 1) for day in use.days),
        "open_hour": building.hours[0],
        "close_hour": building.hours[1],
        "school_holidays_closed": use.school_closed,
        "school_zone": ZONE,
        "weather_station": station,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
    }
    return AssetDraft(key, "building", f"{use.label} de {commune.name}", attributes)


def point_asset(key: str, meter: str, parent: AssetDraft, kva: int | None) -> AssetDraft:
    """Return the delivery point of a building; `kva` is its subscribed power."""
    word = "électricité" if meter == "electricity" else "gaz"
    attributes: dict[str, Value] = {"simulated": True, "energy": meter}
    if kva is not None:
        attributes["subscribed_power"] = kva
    return AssetDraft(key, "delivery_point", f"{parent.name} – {word}", attributes, parent.key)


def station_asset(station: int, town: Organisation) -> AssetDraft:
    """Return the weather station of a neighbourhood, which stands in `town`."""
    attributes: dict[str, Value] = {
        "simulated": True,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "altitude": town.attributes["altitude"],
    }
    name = f"Station météo de {town.name}"
    return AssetDraft(station_key(station), "weather_station", name, attributes)
