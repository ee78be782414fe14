"""Trust: what is checked before anything leaves, and what is accounted for."""
