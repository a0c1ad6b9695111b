"""PostgreSQL as one port: a pool, and transactions behind the wall of one owner."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, InterfaceError, OperationalError
from psycopg import Error as PsycopgError
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from core.clock import Clock
from storage.anchors import AnchorStore
from storage.calendars import CalendarStore
from storage.changes import ChangeStore
from storage.drafts import DraftStore
from storage.episodes import EpisodeStore
from storage.erasures import ErasureStore
from storage.events import EventStore
from storage.evidence import EvidenceStore
from storage.faults import server_down
from storage.inbox import InboxStore
from storage.lessons import LessonStore
from storage.memories import MemoryStore
from storage.outbox import OutboxStore
from storage.passages import PassageStore
from storage.people import PeopleStore
from storage.pipeline import together
from storage.relations import RelationStore
from storage.reminders import OccurrenceStore, ReminderStore
from storage.tasks import TaskStore
from storage.tombstones import Seal
from storage.writes import WriteStore

Connection = AsyncConnection[DictRow]

# The settings last as long as the transaction, so the next borrower of the connection starts bare.
BIND = """
select set_config('app.owner', %(owner)s, true), set_config('app.cause', %(cause)s, true),
       set_config('app.at', %(at)s, true)
"""
# A connection that was used so lately is not asked first whether its server is still there.
RESTED_SECONDS = 1.0


class PostgresUnit:
    """One transaction of one person; stores are made when they are asked for."""

    def __init__(self, connection: Connection, owner_id: int, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal
        self.owner_id = owner_id

    @property
    def people(self) -> PeopleStore:
        return PeopleStore(self._connection, self.owner_id)

    @property
    def inbox(self) -> InboxStore:
        return InboxStore(self._connection, self.owner_id)

    @property
    def outbox(self) -> OutboxStore:
        return OutboxStore(self._connection, self.owner_id)

    @property
    def reminders(self) -> ReminderStore:
        return ReminderStore(self._connection, self.owner_id)

    @property
    def occurrences(self) -> OccurrenceStore:
        return OccurrenceStore(self._connection, self.owner_id)

    @property
    def anchors(self) -> AnchorStore:
        return AnchorStore(self._connection, self.owner_id)

    @property
    def tasks(self) -> TaskStore:
        return TaskStore(self._connection, self.owner_id)

    @property
    def events(self) -> EventStore:
        return EventStore(self._connection, self.owner_id)

    @property
    def drafts(self) -> DraftStore:
        return DraftStore(self._connection, self.owner_id)

    @property
    def calendars(self) -> CalendarStore:
        return CalendarStore(self._connection, self.owner_id)

    @property
    def copies(self) -> WriteStore:
        return WriteStore(self._connection, self.owner_id)

    @property
    def episodes(self) -> EpisodeStore:
        return EpisodeStore(self._connection, self.owner_id, self._seal)

    @property
    def memories(self) -> MemoryStore:
        return MemoryStore(self._connection, self.owner_id, self._seal)

    @property
    def passages(self) -> PassageStore:
        return PassageStore(self._connection, self.owner_id)

    @property
    def relations(self) -> RelationStore:
        return RelationStore(self._connection, self.owner_id)

    @property
    def lessons(self) -> LessonStore:
        return LessonStore(self._connection, self.owner_id)

    @property
    def evidence(self) -> EvidenceStore:
        return EvidenceStore(self._connection, self.owner_id)

    @property
    def erasures(self) -> ErasureStore:
        return ErasureStore(self._connection, self.owner_id)

    @property
    def changes(self) -> ChangeStore:
        return ChangeStore(self._connection, self.owner_id)


class PostgresDatabase:
    """The pool. Open it with `async with`; closing twice is safe."""

    def __init__(self, url: str, clock: Clock, *, seal: Seal | None = None, most: int = 10) -> None:
        self._clock = clock
        self._seal = seal or Seal()
        self._used = WeakKeyDictionary[Connection, float]()
        # A dead server must be told within seconds. The pool tries again behind it, each time after
        # twice as long; begun anew that early, it has tried within `timeout` of any wish.
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=most,
            timeout=5,
            reconnect_timeout=8,
            open=False,
            kwargs={"row_factory": dict_row, "autocommit": True},
            check=self._awake,
            name="jenny",
        )

    async def __aenter__(self) -> "PostgresDatabase":
        try:
            await self._pool.open(wait=True, timeout=10)
        except PoolTimeout as error:
            raise server_down(error) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.close(timeout=2)

    @asynccontextmanager
    async def transaction(
        self, owner_id: int, *, cause: int | None = None
    ) -> AsyncGenerator[PostgresUnit]:
        """See `core.stores.Database`."""
        async with self.connection(owner_id, cause=cause) as connection:
            yield PostgresUnit(connection, owner_id, self._seal)

    @asynccontextmanager
    async def connection(
        self, owner_id: int, *, cause: int | None = None
    ) -> AsyncGenerator[Connection]:
        """A transaction behind the wall of `owner_id`, for work that is no aggregate's own."""
        binding = {
            "owner": str(owner_id),
            "cause": "" if cause is None else str(cause),
            "at": self._clock.now().isoformat(),
        }
        # In a pipeline a statement does not wait for the answers of those before it, and without
        # a "begin" all of them are one transaction, which the end of the pipeline commits.
        async with self.borrow() as connection:
            try:
                async with together(connection):
                    await connection.execute(BIND, binding)
                    try:
                        yield connection
                    except BaseException:
                        await _roll_back(connection)
                        raise
            except PsycopgError:
                # Statements behind the one that failed were not read, and the client library would
                # take them for prepared as long as the connection lasts.
                await connection.close()
                raise

    @asynccontextmanager
    async def borrow(self) -> AsyncGenerator[Connection]:
        """A connection of the pool, with no owner set: every table looks empty from it.

        Each statement is a transaction of its own; one that is open at the end is committed, or
        rolled back when the block fails.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        try:
            async with self._pool.connection() as connection:
                try:
                    yield connection
                finally:
                    self._used[connection] = asyncio.get_running_loop().time()
        except (
            OperationalError,
            InterfaceError,
            PoolTimeout,
            PoolClosed,
            TooManyRequests,
        ) as error:
            raise server_down(error) from error

    async def _awake(self, connection: Connection) -> None:
        """Ask a connection that has rested whether its server is still there."""
        used = self._used.get(connection)
        if used is None or asyncio.get_running_loop().time() - used > RESTED_SECONDS:
            await AsyncConnectionPool[Connection].check_connection(connection)


async def _roll_back(connection: Connection) -> None:
    """Undo what the pipeline holds. Where even that fails, hang up, and the server does it."""
    undone = False
    try:
        with suppress(PsycopgError):
            # PostgreSQL warns of a "rollback" that no "begin" has come before.
            await connection.execute("begin")
            await connection.execute("rollback")
            undone = True
    finally:
        if not undone:
            await connection.close()
