"""The one place where ports meet their adapters: opened in order, closed in reverse."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import disk_usage

from agents.calendar import CalendarAgent
from agents.chat import ChatAgent
from agents.dispatcher import Dispatcher
from agents.memory import MemoryAgent
from agents.reminders import ReminderAgent
from agents.tasks import TaskAgent
from app.calendars import Calendars, calendars
from app.embedded.lease import Servers
from app.keyring import KeyRing, key_ring
from app.settings import Settings
from bot.access import AccessAgent
from bot.delivery import Delivery
from core.clock import Clock
from core.ports import Attachments, DoorPort, Graph, Prompt
from core.requests import Request
from core.stores import Database
from integrations.embeddings import MiniLM
from integrations.loopback import LoopbackServer
from integrations.mem0.writer import Mem0FactWriter
from integrations.neo4j.door import Neo4jDoor
from integrations.neo4j.graph import Neo4jGraph
from integrations.neo4j.projection import Neo4jIndex
from integrations.openai.model import OpenAIModel
from integrations.redis.limiter import RedisLimiter
from integrations.redis.scrubbing import RedisFiles
from memory.graph import IndexedGraph, RelationsGraph
from memory.learning import Learner
from memory.projection import Projector
from memory.recall import Recalling
from memory.remember import Remembering
from memory.scrubbing import Files, Scrubber
from memory.vectors import Vectors
from scheduler.due import DueClaims
from scheduler.following import Following
from storage.access import GateStore
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.facts import PostgresFacts
from storage.files import PostgresFiles
from storage.graves import GraveFile, KeptGraves
from storage.projection import ProjectionQueue
from storage.tombstones import Seal
from understanding import FormAlone, understand


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """Everything that commands work with. What has a life span is open as long as the house."""

    settings: Settings
    servers: Servers
    clock: Clock
    keys: KeyRing
    database: PostgresDatabase
    boards: Boards
    gate: GateStore
    limiter: RedisLimiter
    dispatcher: Dispatcher
    calendars: Calendars
    delivery: Delivery
    claims: DueClaims
    following: Following
    projector: Projector
    embedder: MiniLM
    recalling: Recalling
    vectors: Vectors
    learner: Learner
    scrubber: Scrubber


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What differs from command to command."""

    use_model: bool = True
    remark: Callable[[], str] = str
    attachments: Attachments | None = None


CHOICES = Choices()


def seal_of(keys: KeyRing) -> Seal:
    """What makes tombstones unreadable."""
    return Seal(keys.derived("tombstones"))


def _keys(settings: Settings) -> KeyRing:
    return key_ring(settings.jenny_keys.get_secret_value(), settings.jenny_data)


def graves_path(data: Path) -> Path:
    """The file of tombstones outside the database."""
    return data / "tombstones"


def files_of(settings: Settings, servers: Servers) -> PostgresFiles:
    """PostgreSQL's files, on the disk that the data folder lies on."""

    def free() -> int:
        try:
            return disk_usage(settings.jenny_data).free
        except OSError:
            # There is no such folder where keys and servers are another machine's matter.
            return sys.maxsize

    return PostgresFiles(servers.database_url, free)


def _hearing(embedder: MiniLM) -> tuple[partial[Request], partial[Request]]:
    """What hears a request: by all that is understood, and by its form alone."""
    published = embedder.as_published()
    return partial(understand, embedder=published), partial(understand, embedder=FormAlone())


@asynccontextmanager
async def build(
    settings: Settings,
    servers: Servers,
    clock: Clock,
    doors: Mapping[str, DoorPort],
    *,
    prompt: Prompt | None = None,
    choices: Choices = CHOICES,
) -> AsyncGenerator[House]:
    """The house over running servers.

    Raises:
        OperatorError: PostgreSQL cannot be reached or a key is missing; with the cure.
    """
    async with AsyncExitStack() as stack, LoopbackServer() as loopback:
        keys = await asyncio.to_thread(_keys, settings)
        database, facts = await _tables(stack, servers, clock, keys)
        boards, gate, queue = Boards(database), GateStore(database), ProjectionQueue(database)
        limiter = await stack.enter_async_context(RedisLimiter(servers.redis_url))
        graph, index = await _graph(stack, settings, database, queue)
        recalling = Recalling(database, embedder := MiniLM())
        keeping = Remembering(database, Mem0FactWriter(facts, embedder))
        model = await _model(stack, settings) if choices.use_model else None
        parts = calendars(settings, database, keys, clock, loopback, choices.attachments)
        memory = MemoryAgent(database, keeping, recalling, graph)
        chat = ChatAgent(model, recalling.hits, recalling.recall)
        calendar = CalendarAgent(database, clock, memory, chat, parts.consents, parts.papers)
        agents = (ReminderAgent(), TaskAgent(), calendar, memory, chat, AccessAgent(gate))
        hearing, soon = _hearing(embedder)
        remark = choices.remark
        dispatcher = await stack.enter_async_context(
            Dispatcher(database, agents, hearing, clock, at_once=soon, prompt=prompt, remark=remark)
        )
        projector = Projector(queue, index)
        yield House(
            settings=settings,
            servers=servers,
            clock=clock,
            keys=keys,
            database=database,
            boards=boards,
            gate=gate,
            limiter=limiter,
            dispatcher=dispatcher,
            calendars=parts,
            delivery=Delivery(database, boards, clock, doors),
            claims=DueClaims(database, boards, limiter, clock),
            following=Following(database, boards, clock),
            projector=projector,
            embedder=embedder,
            recalling=recalling,
            vectors=Vectors(database, boards, embedder),
            learner=Learner(database, boards, keeping, clock, model),
            scrubber=_scrubber(settings, servers, database, index, projector, clock),
        )


def _scrubber(
    settings: Settings,
    servers: Servers,
    database: PostgresDatabase,
    index: Neo4jIndex | None,
    projector: Projector,
    clock: Clock,
) -> Scrubber:
    boards, file = Boards(database), GraveFile(graves_path(settings.jenny_data))
    files = Files(
        here=(files_of(settings, servers), RedisFiles(servers.redis_url)),
        graph=index,
        tell_graph=projector.drain,
    )
    return Scrubber(database, boards, KeptGraves(database, boards, file), files, clock)


async def _tables(
    stack: AsyncExitStack, servers: Servers, clock: Clock, keys: KeyRing
) -> tuple[PostgresDatabase, PostgresFacts]:
    url, seal = servers.database_url, seal_of(keys)
    database = await stack.enter_async_context(PostgresDatabase(url, clock, seal=seal))
    return database, PostgresFacts(url, clock, seal)


async def _graph(
    stack: AsyncExitStack, settings: Settings, database: Database, queue: ProjectionQueue
) -> tuple[Graph, Neo4jIndex | None]:
    truth = RelationsGraph(database)
    if not settings.neo4j_url:
        return truth, None
    password = settings.neo4j_password.get_secret_value()
    door = await stack.enter_async_context(
        Neo4jDoor(settings.neo4j_url, settings.neo4j_user, password)
    )
    return IndexedGraph(Neo4jGraph(door), truth, queue), Neo4jIndex(door)


async def _model(stack: AsyncExitStack, settings: Settings) -> OpenAIModel | None:
    if not settings.model_url:
        return None
    return await stack.enter_async_context(
        OpenAIModel(
            settings.model_url,
            settings.model_name,
            settings.model_key.get_secret_value(),
            seconds=settings.model_seconds,
        )
    )
