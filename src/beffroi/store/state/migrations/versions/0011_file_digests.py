"""The digest of each file of measures and of rollups

Revision 0011, after 0010. Files of before have none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.add_column(
        "data_file", sa.Column("digest", sa.String(length=64), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    with op.batch_alter_table("data_file") as table:
        table.drop_column("digest")
