"""Numerical methods on arrays: pure, without domain words."""
