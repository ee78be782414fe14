"""Official geography, identities, territories and competences

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "geography_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sort", "year"),
    )
    _of_organisations(
        "identity",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=False),
    )
    _of_organisations(
        "ground",
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
    )
    _of_organisations(
        "competence",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("holder_siren", sa.String(length=9), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
    )


def _of_organisations(name: str, *columns: sa.Column[object]) -> None:
    """Make a table of what is true of organisations over a time."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{name}_of_organisation", name, ["organisation_id"])


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for name in ("competence", "ground", "identity", "geography_file"):
        op.drop_table(name)
