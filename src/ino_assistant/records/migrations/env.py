"""What Alembic runs: the migrations, each in a transaction of its own."""

from alembic import context

import ino_assistant.records.every_table  # noqa: F401 - they are all part of the metadata
from ino_assistant.records.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite takes part in transactions with its tables too, once they are begun in earnest.
    transactional_ddl=True,
    transaction_per_migration=True,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
