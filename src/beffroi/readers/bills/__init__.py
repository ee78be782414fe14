"""Bills of energy suppliers, as a table that a town hall keeps or a supplier exports."""
