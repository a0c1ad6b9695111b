"""What messages teach: the queue of lessons, proofs, kinds and times of facts, names that mean the
same."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0007_learning.sql").read_text("utf-8").replace("%", "%%"))
