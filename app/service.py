"""What `./jenny run` keeps going: the Telegram door, alarms, delivery and background work."""

import asyncio
import gc
import signal
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack

import structlog

from app.embedded.lease import Servers, revive
from app.servers import servers
from app.settings import Settings
from app.wiring import Choices, House, build, files_of
from bot.access import HouseOwner, Strangers, Throttle
from bot.delivery import FINISH_SECONDS
from bot.lanes import Lanes
from bot.pairing import Pairing
from bot.telegram.client import Bot, connected
from bot.telegram.door import TelegramDoor
from bot.telegram.intake import Intake
from bot.telegram.polling import Poller
from core.clock import SystemClock
from core.errors import DeliveryError, OperatorError, TokenRefused
from core.models import OWNER_NAME
from core.stopping import stop
from core.zones import zone
from integrations.redis.alarms import RedisAlarms
from scheduler.nightly import Nightly
from scheduler.reconcile import Reconciler
from storage.access import OfferStore
from storage.listener import listen
from storage.poller import SERVICE, PollerSeat

log = structlog.get_logger()

CARE_SECONDS = 5.0
# Longer than delivery takes to bring home what is on its way.
FAREWELL_SECONDS = FINISH_SECONDS + 1
# Objects more than were freed, until they are searched for rings.
COLLECT_AFTER = 50_000
Work = Coroutine[None, None, None]


def serve(settings: Settings) -> None:
    """Run until the process is told to stop.

    Raises:
        OperatorError: a server cannot be had; with the cure.
    """
    with servers(settings) as running:
        collect_seldom()
        asyncio.run(_until_told(settings, running))


def collect_seldom() -> None:
    """What is loaded now stays for good: looking through it again takes an eighth of all work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


async def _until_told(settings: Settings, running: Servers) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    caring = asyncio.create_task(_care(settings)) if settings.embedded else None
    try:
        await keep_going(settings, running, stopped)
    finally:
        if caring is not None:
            caring.cancel()


async def _care(settings: Settings) -> None:
    """Bring Jenny's own servers back when they have died: nobody else would."""
    while True:
        await asyncio.sleep(CARE_SECONDS)
        try:
            if await asyncio.to_thread(revive, settings.jenny_data):
                log.warning("servers_revived")
        except OperatorError as error:
            log.error("servers_do_not_start", why=str(error))


async def keep_going(settings: Settings, running: Servers, stopped: asyncio.Event) -> None:
    """The service over running servers, until `stopped` is set."""
    async with AsyncExitStack() as stack:
        clock = SystemClock()
        outbox, alarms, graph, vectors, calendars = (asyncio.Event() for _ in range(5))
        lessons, erasures, anchors = (asyncio.Event() for _ in range(3))
        bot = await _bot(stack, settings)
        door = None if bot is None else TelegramDoor(bot, clock)
        doors = {} if door is None else {door.name: door}
        choices = Choices(attachments=door)
        house = await stack.enter_async_context(
            build(settings, running, clock, doors, prompt=door, choices=choices)
        )
        await house.boards.admit(OWNER_NAME, settings.jenny_zone, is_owner=True, at=clock.now())
        alarm_clock = await stack.enter_async_context(RedisAlarms(running.redis_url, alarms.set))
        reconciler = Reconciler(house.boards, alarm_clock, house.claims, clock)
        events = {"outbox": outbox, "alarms": alarms, "graph": graph, "vectors": vectors}
        events |= {"calendars": calendars, "lessons": lessons}
        events |= {"erasures": erasures, "anchors": anchors}
        # Later it would take the processor from everybody who waits.
        await house.dispatcher.ready()
        # What moved while nobody was there must not ring as it was.
        await house.following.once()
        files = files_of(settings, running)
        work: list[Work] = [
            listen(running.database_url, events),
            house.delivery.run(outbox),
            house.following.run(anchors),
            reconciler.run(alarms),
            house.projector.run(graph),
            house.vectors.run(vectors),
            house.calendars.sync.run(calendars),
            house.learner.run(lessons),
            house.scrubber.run(erasures),
            Nightly(house.boards, files, clock, zone(settings.jenny_zone)).run(),
            PollerSeat(running.database_url).while_held(SERVICE, house.delivery.take_over),
        ]
        if bot is not None and door is not None:
            work.append(_telegram(house, bot, door))
        log.info("service_started", telegram=bot is not None)
        await _work(work, stopped)
    log.info("service_stopped")


async def _work(work: Sequence[Work], stopped: asyncio.Event) -> None:
    """Do it all until `stopped`; what fails beyond repair ends the rest and is raised."""
    tasks = [asyncio.create_task(one) for one in work]
    waiting = asyncio.create_task(stopped.wait())
    try:
        pending = {waiting, *tasks}
        while not stopped.is_set():
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        waiting.cancel()
        await stop(tasks, again=FAREWELL_SECONDS)


async def _bot(stack: AsyncExitStack, settings: Settings) -> Bot | None:
    token = settings.telegram_token.get_secret_value()
    if not token:
        log.warning("telegram_is_off", cure="set TELEGRAM_TOKEN, or run ./jenny init")
        return None
    return await stack.enter_async_context(connected(token, settings.telegram_api_url))


async def _telegram(house: House, bot: Bot, door: TelegramDoor) -> None:
    """Poll and answer. A refused token ends this door alone, with one sentence."""
    key = house.keys.derived("accounts")
    owner = HouseOwner(house.database, house.boards, house.clock)
    throttle = Throttle(house.limiter)
    async with Lanes(house.dispatcher, house.database, house.clock, throttle) as lanes:
        intake = Intake(
            source=f"telegram:{bot.token.partition(':')[0]}",
            gate=house.gate,
            backlog=house.boards,
            pairing=Pairing(OfferStore(house.database), owner, house.limiter, key, house.clock),
            strangers=Strangers(door, house.limiter, key),
            lanes=lanes,
            clock=house.clock,
        )
        seat = PollerSeat(house.servers.database_url)
        poller = Poller(bot=bot, intake=intake, seat=seat, owner=owner, clock=house.clock)
        try:
            await asyncio.gather(poller.run(), _offer_commands(door))
        except TokenRefused as error:
            log.error("telegram_door_closed", why=str(error))


async def _offer_commands(door: TelegramDoor) -> None:
    try:
        await door.offer_commands()
    except DeliveryError as error:
        log.warning("menu_not_offered", error=type(error).__name__)
