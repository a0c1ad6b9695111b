"""Undo that leaves facts unsaid; drafts of events."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for name in ("0002_undo.sql", "0002_drafts.sql"):
        op.get_bind().exec_driver_sql((SQL / name).read_text("utf-8").replace("%", "%%"))
