"""Samples of tap water and what laboratories found in them

Revision 0025, after 0024.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STANDING: dict[str, Any] = {
    "sqlite_where": sa.text("standing"),
    "postgresql_where": sa.text("standing"),
}


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _brought() -> list[Any]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["root_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("id"),
    ]


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "water_sample",
        *_brought(),
        *_texts("code", "conclusion", "bact_limits", "pc_limits", "bact_references"),
        *_texts("pc_references", "distributor", "authority"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clock", sa.String(length=5), nullable=False),
        sa.Column("networks", sa.JSON(), nullable=False),
    )
    op.create_index("water_sample_of", "water_sample", ["organisation_id", "code"])
    op.create_index("ix_water_sample_batch_id", "water_sample", ["batch_id"])
    op.create_index(
        "water_sample_standing", "water_sample", ["organisation_id", "day"], **_STANDING
    )
    op.create_table(
        "water_sample_commune",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *_texts("name"),
        sa.ForeignKeyConstraint(["sample_id"], ["water_sample.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("sample_id", "code"),
    )
    op.create_index("ix_water_sample_commune_code", "water_sample_commune", ["code"])
    op.create_index(
        "ix_water_sample_commune_organisation_id", "water_sample_commune", ["organisation_id"]
    )
    op.create_table(
        "water_result",
        *_brought(),
        *_texts("sample", "parameter", "code_se", "place", "name", "text", "unit"),
        *_texts("quality_limit", "quality_reference"),
        sa.Column("sign", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
    )
    op.create_index("water_result_of", "water_result", ["organisation_id", "sample"])
    op.create_index("ix_water_result_batch_id", "water_result", ["batch_id"])
    op.create_index(
        "water_result_standing", "water_result", ["organisation_id", "parameter"], **_STANDING
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for table in ("water_result", "water_sample_commune", "water_sample"):
        op.drop_table(table)
