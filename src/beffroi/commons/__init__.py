"""What organisations have in common: who and where they are, what they lend, share and compare."""
