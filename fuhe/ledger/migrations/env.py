"""What Alembic runs: the scripts on the connection that it was handed, in the transaction that it is in."""

from alembic import context

from fuhe.ledger.migrations import VERSION_TABLE
from fuhe.ledger.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
