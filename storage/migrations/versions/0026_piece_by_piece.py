"""The alarms of a day are asked for piece by piece."""

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0025"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0026_piece_by_piece.sql").read_text("utf-8"))
