"""The tree of the journal

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.journal.older import take_in
from beffroi.store.state.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OLDER = "journal_older"
_NEW = ("who", "what", "leaf")


def upgrade() -> None:
    """Bring the state up to this revision."""
    op.create_table(
        "journal_tree",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "journal_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number"),
    )
    op.create_table(
        "journal_head",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "journal_cosignature",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=160), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["journal_head.size"]),
        sa.PrimaryKeyConstraint("size", "witness"),
    )
    op.rename_table("journal", _OLDER)
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in _NEW),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "journal_access",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("entry_id", "organisation_id"),
    )
    op.create_index("ix_journal_access_organisation_id", "journal_access", ["organisation_id"])
    take_in(op.get_bind(), _OLDER)
    op.drop_table(_OLDER)


def downgrade() -> None:
    """Take the state back to the revision before this one."""
    op.drop_table("journal_access")
    with op.batch_alter_table("journal") as batch:
        for name in _NEW:
            batch.drop_column(name)
    for table in ("journal_cosignature", "journal_head", "journal_node", "journal_tree"):
        op.drop_table(table)
