"""What is ahead of one person is not looked for among everybody's."""

from pathlib import Path

from alembic import op

revision = "0028"
down_revision = "0027"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0028_ahead.sql").read_text("utf-8"))
