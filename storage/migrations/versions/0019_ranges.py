"""Days are read by ranges of an index; questions for consent go by themselves."""

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0017"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0019_ranges.sql").read_text("utf-8"))
