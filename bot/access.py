"""Who is at the door: strangers get one line a day, the owner is told who came in."""

import asyncio
import hashlib
import hmac
from collections.abc import Iterable
from contextlib import suppress

import structlog

from agents.agent import Conclusion, Pressed, Turn
from core.clock import Clock
from core.errors import JennyError, Refused
from core.intake import Gate, Household, Notice
from core.models import OWNER_NAME, Button, Conversation, Identity, Outgoing, Reply
from core.ports import DoorPort, Limiter
from core.requests import Route
from core.stores import Database

log = structlog.get_logger()

STRANGER = (
    "Hello! I am a private assistant and only talk with people whom my owner has let in."
    " If you were given a link or a code for me, check that it is complete and not older than"
    " ten minutes."
)
DAY_SECONDS = 24 * 3600
GREETING_SECONDS = 5.0
# More strangers than this at once are no visitors, and must not keep those waiting who belong here.
GREETINGS_AT_ONCE = 5
MESSAGES_A_MINUTE = 240


def tag(key: bytes, account_id: int) -> str:
    """What stands for a stranger's number wherever something about them is counted."""
    return hmac.new(key, f"account:{account_id}".encode(), hashlib.sha256).hexdigest()[:32]


class Strangers:
    """Tells strangers, once a day each, that this is a private house; without Redis, nothing."""

    def __init__(self, door: DoorPort, limiter: Limiter, key: bytes) -> None:
        self._door = door
        self._limiter = limiter
        self._key = key

    async def greet(self, accounts: Iterable[int]) -> None:
        """Send the line to those of `accounts` that have not had it today."""
        chosen = list(dict.fromkeys(accounts))[:GREETINGS_AT_ONCE]
        with suppress(TimeoutError):
            async with asyncio.timeout(GREETING_SECONDS):
                await asyncio.gather(*(self._greet(account_id) for account_id in chosen))

    async def _greet(self, account_id: int) -> None:
        if not await self._limiter.mark(f"stranger:{tag(self._key, account_id)}", DAY_SECONDS):
            return
        line = Outgoing(
            key="",
            conversation_id=0,
            kind="reply",
            reply=Reply(text=STRANGER),
            door="telegram",
            chat_id=account_id,
        )
        try:
            await self._door.send(line, _unnoticed)
        except JennyError as error:
            log.info("stranger_not_greeted", error=type(error).__name__)


async def _unnoticed(parts: int) -> None:
    """Nothing is kept of a stranger, so there is no receipt to write."""


class Throttle:
    """Whether a conversation is faster than anybody types; without Redis nobody is."""

    def __init__(self, limiter: Limiter, most: int = MESSAGES_A_MINUTE) -> None:
        self._limiter = limiter
        self._most = most

    async def exceeded(self, conversation_id: int) -> bool:
        """Count one message; whether that is more than fits into a minute."""
        key = f"rate:conversation:{conversation_id}"
        if await self._limiter.hit(key, self._most, 60):
            return False
        return await self._limiter.present(key)


class HouseOwner:
    """The owner of this Jenny, who is told what concerns the house."""

    def __init__(self, database: Database, household: Household, clock: Clock) -> None:
        self._database = database
        self._household = household
        self._clock = clock

    async def tell(self, key: str, text: str) -> None:
        """Put a notice where the owner was last seen; the same `key` is told once."""
        place = await self._place()
        if place is None:
            return
        notice = Outgoing(key=key, conversation_id=place.id, kind="push", reply=Reply(text=text))
        async with self._database.transaction(place.owner_id) as work:
            await work.outbox.put(notice, self._clock.now())

    async def welcome(self, owner_id: int, display_name: str) -> Notice | None:
        """What the owner is told when an account comes in as that person, with a way to undo it.

        None while the owner has never been seen at any door.
        """
        place = await self._place()
        if place is None:
            return None
        name = dict(await self._household.people()).get(owner_id, "")

        def notice(identity: Identity) -> Outgoing:
            return Outgoing(
                key=f"paired:{identity.id}:{identity.paired_at.isoformat()}",
                conversation_id=place.id,
                owner_id=place.owner_id,
                kind="push",
                reply=_came_in(identity, display_name, name),
            )

        return notice

    async def _place(self) -> Conversation | None:
        owner_id = await self._household.person(OWNER_NAME)
        if owner_id is None:
            return None
        async with self._database.transaction(owner_id) as work:
            # Telegram first: who comes in must be told at once, the terminal may stay closed.
            seen = await work.people.last_seen(["telegram"])
            return seen or await work.people.last_seen(["terminal"])


def _came_in(identity: Identity, display_name: str, name: str) -> Reply:
    shown = f"“{display_name}” (Telegram account {identity.account_id})"
    whose = "you" if name == OWNER_NAME else name
    return Reply(
        text=f"{shown} can now talk to me as {whose}.",
        buttons=((Button(label="Revoke", data=f"revoke:{identity.id}"),),),
    )


class AccessAgent:
    """`agents.agent.Agent` of the button under "… can now talk to me"."""

    name = "access"
    routes: frozenset[Route] = frozenset()
    actions = frozenset({"revoke"})

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        raise Refused("To let somebody in or out, use `./jenny pair` and `./jenny people`.")

    async def press(self, turn: Turn, action: str, argument: str, work: object) -> Pressed:
        """Take the account's access away; pressed again it says so again."""
        if not turn.person.is_owner:
            raise Refused("Only the owner of this Jenny can do that.")
        gone = await self._gate.revoke(int(argument)) if argument.isdecimal() else None
        if gone is None:
            raise Refused("There is no such account any more.")
        text = f"Telegram account {gone.account_id} can no longer talk to me."
        return Pressed(toast="Revoked.", edit=Reply(text=text))
