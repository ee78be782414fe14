"""Kinds of asset that belong to no trade: what readers make of any file of measures.

A trade that has something to ask about one of them declares the same key with its attributes.
"""

from beffroi.domains.contract import AssetType
from beffroi.texts import Text

METER = AssetType("meter", Text(fr="Compteur", en="Meter"))
COUNTER = AssetType("counter", Text(fr="Compteur de passages", en="Traffic counter"))
#: Its file says where it stands and what it is called: people have nothing to add.
WEATHER_STATION = AssetType(
    "weather_station", Text(fr="Station météo", en="Weather station"), described=False
)
COMMON = (METER, COUNTER, WEATHER_STATION)
