"""Run migrations on the connection that the caller hands over."""

from alembic import context

import beffroi.store.state.flow
import beffroi.store.state.loop  # noqa: F401 - both declare their tables
from beffroi.store.state.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
