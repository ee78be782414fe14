"""Trust: what an authority accounts for, algorithms, personal data, security."""
