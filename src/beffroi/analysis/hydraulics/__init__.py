"""Steady flows in networks of pipes, and what each place of them changes at each meter."""
