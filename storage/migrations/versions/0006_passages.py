"""What recall looks at: passages of facts and messages, with their vectors and their words."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0006_passages.sql").read_text("utf-8").replace("%", "%%"))
