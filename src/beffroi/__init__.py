"""Beffroi: measures of a territory turned into decisions that can be accounted for."""
