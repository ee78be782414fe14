"""What organisations have in common: what they lend each other, and how they compare."""
