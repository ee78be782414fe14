"""Energy of public buildings: electricity, gas, heat."""
