"""Leaks that a watch found, beside their findings

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "leak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pipe", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("zone", sa.JSON(), nullable=True),
        sa.Column("flow", sa.JSON(), nullable=False),
        sa.Column("volume", sa.JSON(), nullable=False),
        sa.Column("fall", sa.JSON(), nullable=True),
        sa.Column("measured_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("finding_id"),
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    op.drop_table("leak")
