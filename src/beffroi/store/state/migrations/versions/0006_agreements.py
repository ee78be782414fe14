"""Agreements, their parties and steps, and the totals given under them

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from beffroi.store.state.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("recipients", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("terms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("agreement_of_provider", "agreement", ["organisation_id"])
    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("agreement_id", "organisation_id"),
    )
    op.create_index("agreement_of_recipient", "agreement_party", ["organisation_id", "provider_id"])
    op.create_table(
        "agreement_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agreement_step_agreement_id", "agreement_step", ["agreement_id"])
    _totals()


def _totals() -> None:
    op.create_table(
        "total_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("asset_type", sa.String(length=64), nullable=False),
        sa.Column("insee", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("total_group_of", "total_group", ["organisation_id", "quantity"])
    op.create_table(
        "total_member",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["total_group.id"]),
        sa.PrimaryKeyConstraint("series_id"),
    )
    op.create_index("ix_total_member_group_id", "total_member", ["group_id"])
    op.create_table(
        "total_given",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("start", UtcDateTime(), nullable=False),
        sa.Column("end", UtcDateTime(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["total_group.id"]),
        sa.PrimaryKeyConstraint("group_id", "start"),
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for table in ("total_given", "total_member", "total_group"):
        op.drop_table(table)
    for table in ("agreement_step", "agreement_party", "agreement"):
        op.drop_table(table)
