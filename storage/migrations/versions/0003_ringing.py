"""How reminders insist, when it is quiet, what becomes of late ones, and where a person is."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0003_ringing.sql").read_text("utf-8").replace("%", "%%"))
