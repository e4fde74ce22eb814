"""Alembic's entry: runs the versions in this folder on the connection that it is handed."""

from alembic import context

from bookings.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
