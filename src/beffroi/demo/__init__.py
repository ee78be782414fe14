"""The demonstration: a simulated territory to try everything on."""
