"""The commands of `beffroi journal`."""
