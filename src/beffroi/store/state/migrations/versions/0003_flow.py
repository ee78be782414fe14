"""Messages, jobs, tokens, latest values, rollups

Revision 0003, after 0002.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    with op.batch_alter_table("batch") as batch:
        batch.alter_column("organisation_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(
            sa.Column("files", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
        batch.add_column(
            sa.Column("rolled", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(
            sa.Column("repaired", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    op.create_index("batch_to_roll", "batch", ["id"], **_where("NOT rolled"))
    op.add_column(
        "series", sa.Column("levels", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_table(
        "latest",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("organisation_id", "block"),
    )
    op.create_table(
        "data_file",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("series_low", sa.BigInteger(), nullable=False),
        sa.Column("series_high", sa.BigInteger(), nullable=False),
        sa.Column("batch_low", sa.BigInteger(), nullable=False),
        sa.Column("batch_high", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("path"),
    )
    op.create_index("ix_data_file_removed_at", "data_file", ["removed_at"])
    seen = _where("removed_at IS NULL")
    op.create_index("data_file_seen", "data_file", ["tier", "organisation", "year"], **seen)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "key"),
    )
    op.create_index("ix_message_batch_id", "message", ["batch_id"])
    op.create_index("message_waiting", "message", ["id"], **_where("content IS NOT NULL"))
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("unique_key", sa.String(length=128), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_status", "job", ["status"])
    active = "status IN ('waiting', 'running')"
    op.create_index("job_once", "job", ["unique_key"], unique=True, **_where(active))
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    for table in ("token", "job", "message", "data_file", "latest"):
        op.drop_table(table)
    op.drop_column("series", "levels")
    op.drop_index("batch_to_roll", "batch")
    op.execute("DELETE FROM batch WHERE organisation_id IS NULL")
    with op.batch_alter_table("batch") as batch:
        batch.drop_column("repaired")
        batch.drop_column("rolled")
        batch.drop_column("files")
        batch.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)


def _where(condition: str) -> dict[str, Any]:
    """Restrict an index to some rows, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
