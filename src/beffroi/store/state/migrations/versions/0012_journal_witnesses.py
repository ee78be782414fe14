"""Witnesses over HTTP: those that are asked, and the journals that are watched

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "journal_witness",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "journal_watched",
        sa.Column("origin", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("origin"),
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for table in ("journal_watched", "journal_witness"):
        op.drop_table(table)
