"""What goes with a memory is looked for within its owner's rows."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0017_owned.sql").read_text("utf-8"))
