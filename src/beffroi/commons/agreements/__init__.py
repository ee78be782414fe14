"""Agreements: proposed, accepted by both sides, suspended, revoked, and explained.

The read door enforces them (`store/sharing`); here, people make them and read them.
"""
