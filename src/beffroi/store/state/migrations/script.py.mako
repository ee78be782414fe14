"""${message}

Revision ${up_revision}, after ${down_revision}.
"""

import sqlalchemy as sa
from alembic import op

from beffroi.store.state.types import UtcDateTime
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the state up to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Bring the state back to the revision before."""
    ${downgrades if downgrades else "pass"}
