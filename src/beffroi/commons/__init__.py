"""What organisations have in common: the agreements under which they lend each other measures."""
