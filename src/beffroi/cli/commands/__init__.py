"""The commands, one file a group; each registers itself, in the order of its `ORDER`."""
