"""Weather: observations of Météo-France, models of Open-Meteo.

Qualifiers are common to both: none for hourly series; `mean`, `min`, `max` for what sums up a
day; `daily` for the rain of a day. Hourly and daily series of one station hence never mix.
"""
