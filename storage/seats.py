"""Whether somebody holds a seat of `storage.poller`."""

from psycopg import AsyncConnection, OperationalError

from core.errors import ServerDown

# Gained only for the length of this transaction, and only when it is free.
FREE = "select pg_try_advisory_xact_lock(hashtextextended(%(name)s, 0)) as free"


async def taken(url: str, name: str) -> bool:
    """Whether another process sits on the seat `name`.

    Raises:
        ServerDown: PostgreSQL cannot be reached.
    """
    try:
        async with await AsyncConnection.connect(url, connect_timeout=5) as connection:
            cursor = await connection.execute(FREE, {"name": name})
            row = await cursor.fetchone()
    except OperationalError as error:
        raise ServerDown("PostgreSQL", "`./jenny doctor` tells more.") from error
    return row is not None and not row[0]
