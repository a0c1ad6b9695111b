"""The first tables, the walls between people, and the few ways across them."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for name in ("0001_tables.sql", "0001_walls.sql", "0001_across.sql"):
        op.get_bind().exec_driver_sql((SQL / name).read_text("utf-8").replace("%", "%%"))
