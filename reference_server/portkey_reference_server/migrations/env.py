"""What Alembic runs: the revisions, on the connection and in the transaction that it was given."""

from alembic import context

from portkey_reference_server.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,  # SQLite has it, too, where the driver does not begin transactions by itself
)
with context.begin_transaction():
    context.run_migrations()
