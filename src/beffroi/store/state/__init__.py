"""The state: what is not a measure, in SQL."""
