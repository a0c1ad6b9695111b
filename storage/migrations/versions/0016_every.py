"""Reminders before every occasion, and those that come back look at what they follow."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0016_every.sql").read_text("utf-8"))
