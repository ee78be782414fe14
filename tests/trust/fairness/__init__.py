"""Groups of meters, compared."""
