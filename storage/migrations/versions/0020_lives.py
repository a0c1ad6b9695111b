"""Reminders before every event keep its name; the inbox counts lives that a message has cost."""

from pathlib import Path

from alembic import op

revision = "0020"
down_revision = "0019"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0020_lives.sql").read_text("utf-8"))
