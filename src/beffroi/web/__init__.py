"""The HTTP face: thin adapters over functions that know nothing of it."""
