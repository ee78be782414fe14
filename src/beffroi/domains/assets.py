"""Kinds of asset that belong to no trade: what readers make of any file of measures.

A trade that has something to ask about one of them declares the same key with its attributes.
"""

from beffroi.domains.contract import AssetType, Attribute
from beffroi.texts import Text

#: Where an asset stands, WGS84: `territory/points.py` says what they may hold. What says nothing
#: of it stands where what it belongs to does: a delivery point, where its building is.
POSITION = (
    Attribute("latitude", Text(fr="Latitude", en="Latitude"), "°", number=True),
    Attribute("longitude", Text(fr="Longitude", en="Longitude"), "°", number=True),
)
METER = AssetType("meter", Text(fr="Compteur", en="Meter"), POSITION)
COUNTER = AssetType("counter", Text(fr="Compteur de passages", en="Traffic counter"), POSITION)
#: Its file says where it stands and what it is called: people have nothing to add.
WEATHER_STATION = AssetType(
    "weather_station", Text(fr="Station météo", en="Weather station"), described=False
)
#: By which fairness is measured, never a detector: of the quarter, not of who lives in it.
INCOME_DECILE = Attribute(
    "income_decile",
    Text(
        fr="Décile de revenu du quartier (Insee, Filosofi)",
        en="Income decile of the quarter (Insee, Filosofi)",
    ),
    choices=tuple((str(n), Text(fr=str(n), en=str(n))) for n in range(1, 11)),
)
BUILDING = AssetType("building", Text(fr="Bâtiment", en="Building"), (INCOME_DECILE, *POSITION))
COMMON = (BUILDING, METER, COUNTER, WEATHER_STATION)
