"""Assets and series of households, and what ties their numbers to pseudonyms

Revision 0013, after 0012. What is there already is of no household.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    for table in ("asset", "series"):
        op.add_column(
            table,
            sa.Column("household", sa.Boolean(), server_default=sa.false(), nullable=False),
        )
    op.create_index(
        "series_of_households",
        "series",
        ["organisation_id"],
        sqlite_where=sa.text("household"),
        postgresql_where=sa.text("household"),
    )
    op.create_table(
        "household_key",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("organisation_id"),
    )
    op.create_table(
        "household_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "lookup"),
        sa.UniqueConstraint("organisation_id", "pseudonym"),
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    op.drop_table("household_link")
    op.drop_table("household_key")
    op.drop_index("series_of_households", "series")
    for table in ("series", "asset"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("household")
