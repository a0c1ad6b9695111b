"""Until when a consent holds."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0009"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0011_consents.sql").read_text("utf-8"))
