"""`./jenny chat` and `./jenny ask`: the terminal's way through the same house as Telegram's."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.lines import instant, lines
from app.logs import configure
from app.prompt import Prompt, at_terminal, show
from app.servers import Servers, servers
from app.session import Session
from app.settings import Settings, load
from app.wiring import Choices, build
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
NOT_RUNNING = "It will ring while `./jenny run` or this chat is open: start it with ./jenny run."
NOTHING_RUNS = "It will ring once something runs that can: start ./jenny run."
MARK = "› "
WELCOME = "Write what you want, or /help for examples. Ctrl-D ends the chat."
# How often an open chat looks for what is due.
TICK_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatOptions:
    """What `chat` and `ask` can be told. `simulate` is an ISO instant, or empty for live; `remark`
    is said below reminders while no service runs."""

    person: str = ""
    simulate: str = ""
    zone: str = ""
    as_json: bool = False
    use_model: bool = True
    remark: str = NOT_RUNNING


def chat(options: ChatOptions) -> int:
    """Talk until the input ends. Returns the exit status.

    Raises:
        JennyError: a server cannot be had, or a name, zone or instant is wrong.
    """
    if not sys.stdin.isatty():
        return _run(options, lambda session: _talk(session, lines()), show)
    prompt = Prompt(MARK)

    async def welcomed(session: Session) -> None:
        if at_terminal() and not options.as_json:
            show(WELCOME)
        await _talk(session, prompt.lines())

    return _run(options, welcomed, prompt.show)


def ask(text: str, options: ChatOptions) -> int:
    """One message and what it leads to. Returns the exit status.

    Raises:
        JennyError: as `chat`.
    """

    async def once(session: Session) -> None:
        await session.say(text)

    return _run(replace(options, remark=NOTHING_RUNS), once, show)


Work = Callable[[Session], Awaitable[None]]
Show = Callable[[str], None]


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


def _run(options: ChatOptions, work: Work, write: Show) -> int:
    settings = load()
    configure("debug" if settings.log_level == "debug" else "error")
    with servers(settings) as running:
        asyncio.run(_open(settings, running, options, work, write))
    return 0


async def _open(
    settings: Settings,
    running: Servers,
    options: ChatOptions,
    work: Work,
    write: Show,
) -> None:
    alive = await taken(running.database_url, SERVICE)
    if alive and options.simulate:
        raise Refused(ALIVE)
    zone = options.zone or settings.jenny_zone
    clock: Clock = SystemClock()
    if options.simulate:
        clock = SimulatedClock(instant(options.simulate, zone))
    exports = settings.jenny_data / "exports"
    screen = JsonScreen(write) if options.as_json else PlainScreen(write, exports)
    addressees = _Addressees()
    door = TerminalDoor(clock, addressees, screen)
    once = at_terminal() and not options.as_json
    remark = str if alive or options.simulate else _Remark(options.remark, once=once)
    choices = Choices(use_model=options.use_model, remark=remark)
    async with build(settings, running, clock, {door.name: door}, choices=choices) as house:
        addressees.database = house.database
        session = Session(house, screen, zone)
        await session.become(options.person or OWNER_NAME)
        if options.zone:
            await session.compare_zone()
        await session.take_up()
        await work(session)
        if not alive:
            # Nobody else would.
            await house.scrubber.drain()
            await house.delivery.drain(door.name)


class _Remark:
    """Says that nothing rings without a service; to a person `once` in a session."""

    def __init__(self, text: str, *, once: bool) -> None:
        self._once = once
        self._left = text

    def __call__(self) -> str:
        said = self._left
        if self._once:
            self._left = ""
        return said


async def _talk(session: Session, typed: AsyncIterator[str]) -> None:
    """Line by line; between the lines of a live chat what is due rings."""
    await session.ring()
    session.ready()
    ticking = None if session.simulated else asyncio.create_task(_tick(session))
    try:
        async for raw in typed:
            await session.line(raw)
    finally:
        if ticking is not None:
            await stop([ticking])


async def _tick(session: Session) -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        with suppress(ServerDown):
            await session.stay()
            await session.ring()
