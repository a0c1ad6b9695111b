"""`./jenny chat` and `./jenny ask`: the terminal's way through the same house as Telegram's."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.lines import instant, lines, typed
from app.logs import configure
from app.servers import Servers, servers
from app.session import Session
from app.settings import Settings, load
from app.wiring import NOT_RUNNING, Choices, build
from bot.terminal import Addressee, JsonScreen, PlainScreen, TerminalDoor
from core.clock import Clock, SimulatedClock, SystemClock
from core.errors import Refused, ServerDown
from core.models import OWNER_NAME
from core.stopping import stop
from core.stores import Database
from storage.poller import SERVICE, taken

ALIVE = (
    "A `./jenny run` service works on this data, and simulation would get into its way: stop it,"
    " or name another data folder in JENNY_DATA."
)
PROMPT = "› "
# How often an open chat looks for what is due.
TICK_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatOptions:
    """What `chat` and `ask` can be told. `simulate` is an ISO instant, or empty for live."""

    person: str = ""
    simulate: str = ""
    zone: str = ""
    as_json: bool = False
    use_model: bool = True


def chat(options: ChatOptions) -> int:
    """Talk until the input ends. Returns the exit status.

    Raises:
        JennyError: a server cannot be had, or a name, zone or instant is wrong.
    """
    return _run(options, _talk)


def ask(text: str, options: ChatOptions) -> int:
    """One message and what it leads to. Returns the exit status.

    Raises:
        JennyError: as `chat`.
    """

    async def once(session: Session, options: ChatOptions) -> None:
        await session.say(text)

    return _run(options, once)


Work = Callable[[Session, ChatOptions], Awaitable[None]]


class _Addressees:
    """Looks up whom a message is for. Only what has begun can send, so the database is there."""

    def __init__(self) -> None:
        self.database: Database | None = None

    async def __call__(self, owner_id: int) -> Addressee:
        if self.database is None:
            raise ServerDown("PostgreSQL", "the house is not open yet.")
        async with self.database.transaction(owner_id) as work:
            person = await work.people.get()
        return Addressee(name=person.name, zone=person.zone)


def _run(options: ChatOptions, work: Work) -> int:
    settings = load()
    configure("debug" if settings.log_level == "debug" else "error")
    with servers(settings) as running:
        asyncio.run(_open(settings, running, options, work))
    return 0


async def _open(
    settings: Settings,
    running: Servers,
    options: ChatOptions,
    work: Work,
) -> None:
    alive = await taken(running.database_url, SERVICE)
    if alive and options.simulate:
        raise Refused(ALIVE)
    zone = options.zone or settings.jenny_zone
    clock: Clock = SystemClock()
    if options.simulate:
        clock = SimulatedClock(instant(options.simulate, zone))
    screen = _screen(options, settings.jenny_data / "exports")
    addressees = _Addressees()
    door = TerminalDoor(clock, addressees, screen)
    remark = "" if alive or options.simulate else NOT_RUNNING
    choices = Choices(use_model=options.use_model, remark=remark)
    async with build(settings, running, clock, {door.name: door}, choices=choices) as house:
        addressees.database = house.database
        session = Session(house, screen, zone)
        await session.become(options.person or OWNER_NAME)
        await session.take_up()
        await work(session, options)


def _screen(options: ChatOptions, exports: Path) -> JsonScreen | PlainScreen:
    if options.as_json:
        return JsonScreen(_print)
    if sys.stdout.isatty():
        return PlainScreen(_print_over_prompt, exports)
    return PlainScreen(_print, exports)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _print_over_prompt(text: str) -> None:
    """What comes unasked takes the place of the prompt that waits."""
    _print(f"\r\x1b[K{text}")


async def _talk(session: Session, options: ChatOptions) -> None:
    """Line by line; between the lines of a live chat what is due rings."""
    await session.ring()
    session.ready()
    ticking = None if session.simulated else asyncio.create_task(_tick(session))
    try:
        async for raw in _input():
            await session.line(raw)
    finally:
        if ticking is not None:
            await stop([ticking])


def _input() -> AsyncIterator[str]:
    if sys.stdin.isatty():
        return typed(PROMPT)
    return lines()


async def _tick(session: Session) -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        with suppress(ServerDown):
            await session.stay()
            await session.ring()
