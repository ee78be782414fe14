"""Outlines of communes

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NUMBERS = ("longitude", "latitude", "west", "south", "east", "north")


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "commune_outline",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in _NUMBERS),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("commune_outline_place", "commune_outline", ["longitude", "latitude"])


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    op.drop_table("commune_outline")
