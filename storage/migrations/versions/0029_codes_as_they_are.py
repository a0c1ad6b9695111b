"""Codes are compared as they lie, without a copy of each."""

from pathlib import Path

from alembic import op

revision = "0029"
down_revision = "0028"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0029_codes_as_they_are.sql").read_text("utf-8"))
