"""The watch of a water network: its state, its findings, what their end saved.

The search itself is that of the trade (`domains/water/leaks`), on files of its own.
"""
