"""The loop after the measures: analyse, find, decide, act, verify."""
