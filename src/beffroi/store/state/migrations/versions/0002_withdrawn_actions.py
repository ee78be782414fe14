"""Withdrawn actions

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.add_column("action", sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    op.add_column("action", sa.Column("withdrawn_by", sa.String(), nullable=True))
    op.add_column("action", sa.Column("withdrawn_why", sa.String(), nullable=True))


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for name in ("withdrawn_why", "withdrawn_by", "withdrawn_at"):
        op.drop_column("action", name)
