"""Commons: what several authorities do together."""
