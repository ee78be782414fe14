"""Drinking water: districts, what enters them, what their customers use, what is lost."""
