"""Calendars of other services beside one's own, and what they have still to be told."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(
        (SQL / "0008_calendars.sql").read_text("utf-8").replace("%", "%%")
    )
