"""The map: where assets and findings are, as tiles and as data; `web/pages/map.py` is its screen.

`/api/organisations/{organisation}/map...` reads within the scope of the caller, as all that reads.
"""
