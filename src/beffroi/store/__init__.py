"""State, lake, engine, doors: the only place that keeps anything."""
