"""Codes that are written later are compared as they lie, too."""

from pathlib import Path

from alembic import op

revision = "0030"
down_revision = "0029"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0030_whole_codes.sql").read_text("utf-8"))
