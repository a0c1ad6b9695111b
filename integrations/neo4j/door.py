"""The one way to Neo4j: a driver with short patience, its errors in our words."""

import asyncio
import logging
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString

from core.errors import ServerDown

if TYPE_CHECKING:
    from neo4j import AsyncDriver, EagerResult

CURE = "start it, or check NEO4J_URL and NEO4J_PASSWORD; until then PostgreSQL answers."
CONNECT_SECONDS = 2.0


class Neo4jDoor:
    """A pool of connections. Opening it with `async with` connects to nothing yet."""

    def __init__(self, url: str, user: str, password: str) -> None:
        # Half a second that a start without Neo4j need not spend.
        from neo4j import AsyncGraphDatabase, NotificationMinimumSeverity

        # The driver logs queries at DEBUG and broken connections with their address.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        self._driver: AsyncDriver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
            url,
            auth=(user, password),
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=CONNECT_SECONDS,
            max_transaction_retry_time=0,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
        )

    async def __aenter__(self) -> "Neo4jDoor":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._driver.close()

    async def run(
        self, cypher: LiteralString, *, seconds: float, **values: object
    ) -> list[dict[str, Any]]:
        """The rows of one statement in a transaction of its own.

        Raises:
            ServerDown: when it cannot be reached, refuses, or takes longer than `seconds`.
        """
        from neo4j import Query
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            async with asyncio.timeout(seconds):
                result: EagerResult = await self._driver.execute_query(
                    Query(cypher, timeout=seconds), parameters_=dict(values)
                )
        except (DriverError, Neo4jError, TimeoutError, OSError) as error:
            raise ServerDown("Neo4j", CURE) from error
        return [record.data() for record in result.records]

    async def version(self) -> str:
        """The server's version: "5.26.12".

        Raises:
            ServerDown: when it cannot be reached or the password is wrong.
        """
        rows = await self.run(VERSION, seconds=CONNECT_SECONDS)
        return str(rows[0]["version"])


VERSION = (
    "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel'"
    " RETURN versions[0] AS version"
)
