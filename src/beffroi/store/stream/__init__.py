"""Measures that come all the time: acknowledged as messages, drained into the lake."""
