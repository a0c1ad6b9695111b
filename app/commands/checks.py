"""The single checks of `./jenny doctor`. Each answers what it found, or raises with the cure."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from app.settings import Settings
from app.wiring import House
from bot.telegram.client import connected, username
from core.errors import OperatorError
from core.zones import wall_of, zone
from integrations.neo4j.door import Neo4jDoor
from storage.migrate import HEAD, revision
from storage.poller import SERVICE, taken

LEAST_FREE = 200 * 1024 * 1024
Check = Callable[[House], Awaitable[str]]


async def postgresql(house: House) -> str:
    """Reachable, which version, tables up to date."""
    version = await house.boards.server_version()
    found = await asyncio.to_thread(revision, house.servers.admin_url)
    if found != HEAD:
        raise OperatorError(f"its tables are at {found}, not {HEAD}: start ./jenny run once.")
    return f"{version}, tables at {HEAD}"


async def redis(house: House) -> str:
    """Reachable, which version, what it evicts."""
    version, policy = await house.limiter.server()
    if policy not in ("volatile-ttl", "noeviction"):
        raise OperatorError(f"maxmemory-policy is {policy}: set volatile-ttl, or alarms may go.")
    return f"{version}, {policy}"


async def graph(house: House) -> str:
    """Neo4j where there is one."""
    settings = house.settings
    if not settings.neo4j_url:
        return "answered by PostgreSQL (no NEO4J_URL)"
    password = settings.neo4j_password.get_secret_value()
    async with Neo4jDoor(settings.neo4j_url, settings.neo4j_user, password) as door:
        return f"Neo4j {await door.version()}"


async def telegram(house: House) -> str:
    """The token is known to Telegram."""
    token = house.settings.telegram_token.get_secret_value()
    if not token:
        return "off (no TELEGRAM_TOKEN)"
    async with connected(token, house.settings.telegram_api_url) as bot:
        name = await username(bot)
    return f"@{name}"


async def embeddings(house: House) -> str:
    """The local model answers."""
    [vector] = await asyncio.to_thread(house.embedder.embed, ["hello"])
    return f"MiniLM on this machine, {len(vector)} dimensions"


async def model(house: House) -> str:
    """Only what is configured: asking it would cost."""
    settings = house.settings
    if not settings.model_url:
        return "none (none is needed)"
    return f"{settings.model_name or 'unnamed'} at {urlsplit(settings.model_url).netloc}"


async def clock(house: House) -> str:
    """The machine's time and the owner's zone."""
    now, name = house.clock.now(), house.settings.jenny_zone
    if now < datetime(2026, 1, 1, tzinfo=UTC):
        raise OperatorError("the machine's clock is years behind: set it.")
    return f"{wall_of(now, zone(name)):%Y-%m-%d %H:%M} in {name}"


async def disk(house: House) -> str:
    """Room in the data folder."""
    free = shutil.disk_usage(house.settings.jenny_data).free
    if free < LEAST_FREE:
        raise OperatorError(f"only {free // 1024 // 1024} MiB are free: make room.")
    return f"{free / 1024**3:,.1f} GiB free"


async def service(house: House) -> str:
    """Whether reminders will ring."""
    if await taken(house.servers.database_url, SERVICE):
        return "./jenny run is alive"
    return "not running: reminders ring once ./jenny run is started"


async def learning(house: House) -> str:
    """What waits to be learned from, and what could not be."""
    rows = await house.boards.learning()
    if rows["unlearned"]:
        raise OperatorError(
            f"{rows['unlearned']} messages could not be learned from and are set aside: the log"
            " has their ids; they are kept word for word all the same."
        )
    return ", ".join(f"{name} {number}" for name, number in rows.items())


async def backlog(house: House) -> str:
    """What waits, and what could not be delivered."""
    rows = await house.boards.backlog()
    if rows["undelivered"] or rows["set_aside"]:
        raise OperatorError(
            f"{rows['undelivered']} undelivered, {rows['set_aside']} set aside: the persons are"
            " told at their next contact; the log has the ids."
        )
    if not house.settings.neo4j_url:
        # Nobody waits for what the next drain throws away.
        del rows["graph"]
    return ", ".join(f"{name} {number}" for name, number in rows.items())


async def calendar_servers(house: House) -> list[str]:
    """The addresses of all CalDAV servers that people have connected."""
    found: list[str] = []
    for owner_id, _ in await house.boards.people():
        async with house.database.transaction(owner_id) as work:
            accounts = await work.calendars.accounts()
        found += [account.address for account in accounts if account.provider == "caldav"]
    return found


def egress(settings: Settings, calendars: Sequence[str] = ()) -> list[str]:
    """Every host that Jenny may talk to with these settings and connected `calendars`; nothing else
    is ever asked."""
    urls = [
        *calendars,
        settings.telegram_api_url if settings.telegram_token.get_secret_value() else "",
        settings.model_url,
        settings.neo4j_url,
        *(
            (settings.google_oauth_url, settings.google_api_url)
            if settings.google_client_id
            else ()
        ),
        *(
            (settings.outlook_login_url, settings.outlook_graph_url)
            if settings.outlook_client_id
            else ()
        ),
        settings.database_url.get_secret_value(),
        settings.redis_url.get_secret_value(),
    ]
    return sorted({str(urlsplit(url).hostname) for url in urls if url and urlsplit(url).hostname})


CHECKS: dict[str, Check] = {
    "postgresql": postgresql,
    "disk": disk,
    "redis": redis,
    "graph": graph,
    "telegram": telegram,
    "embeddings": embeddings,
    "model": model,
    "clock": clock,
    "service": service,
    "learning": learning,
    "backlog": backlog,
}
