"""What is due goes by accounts; drafts of private events stay private."""

from pathlib import Path

from alembic import op

revision = "0024"
down_revision = "0023"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0024_turns.sql").read_text("utf-8").replace("%", "%%"))
