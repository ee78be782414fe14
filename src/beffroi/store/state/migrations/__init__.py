"""Migrations of the state, run by Alembic when a home is opened."""
