"""What federation asks of the store: what changed for a reader elsewhere, what came from there."""
