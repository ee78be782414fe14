"""Quality of tap water: samples as a reader sees them, and limits exceeded as findings."""
