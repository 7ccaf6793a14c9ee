"""Runs the history on the connection that `db.migrate` hands over."""

from alembic import context

from db.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,  # db.migrate opened the transaction, on SQLite too
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
