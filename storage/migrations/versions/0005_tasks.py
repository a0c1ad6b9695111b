"""Notes, tags and repetition of tasks, and the reminder of each."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0005_tasks.sql").read_text("utf-8").replace("%", "%%"))
