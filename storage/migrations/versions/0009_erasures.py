"""Receipts of what was forgotten, and the right to free the files of it."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0009_erasures.sql").read_text("utf-8"))
