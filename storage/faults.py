"""PostgreSQL's faults in Jenny's words."""

from psycopg.errors import DiskFull

from core.errors import ServerDown

AWAY = "start it, or check DATABASE_URL; `./jenny doctor` tells more."
FULL = "its disk is full; make room."


def server_down(error: Exception) -> ServerDown:
    """What `error` means for whoever looks after the machine, with the cure."""
    return ServerDown("PostgreSQL", FULL if isinstance(error, DiskFull) else AWAY)
