"""Connecting Google and Outlook from the chat: a page to agree on, and the address it ends at."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from agents.agent import Conclusion, Turn
from agents.answering import saying
from agents.calendar_accounts import (
    KINDS,
    PATIENCE,
    Connected,
    Connecting,
    connected_in_words,
)
from core.calendars import Provider
from core.clock import Clock
from core.errors import Refused
from core.models import Conversation, Focus, Incoming, Outgoing, Reply
from core.stores import Database, UnitOfWork

ASK, ANSWER = "consent", "agreed"
# What the address of an answer looks like, whether or not one is awaited: it may open an account.
# Links of others have codes, too, and are words like any.
_ADDRESS = re.compile(
    r"\b(?:127\.0\.0\.1|localhost)(?::\d+)?/?\?(?:\S*&)?(?:code|state)=\S{8,}", re.IGNORECASE
)
# What is pasted while it is awaited is one word, however much of it is missing.
_WORD = re.compile(r"\s*[^\s/]\S{15,}\s*")
AWAITED = "consent"
OVER = "I wait for no such address just now. To connect a calendar: /calendars."
FOREIGN = "That address answers another question. Open the newest link, and go from there."
NO_ANSWER = "That address holds no answer. Send me the whole address that the page ended at."
SEEN = "Connected. You can close this page and go back to the chat."


def is_answer(incoming: Incoming, focus: Focus) -> bool:
    """Whether the message is where a page of consent has led: nobody but this module reads it."""
    if _ADDRESS.search(incoming.text):
        return True
    if focus.question != AWAITED or focus.asked_at is None:
        return False
    awaited = incoming.received_at - focus.asked_at <= PATIENCE
    return awaited and _WORD.fullmatch(incoming.text) is not None


class Consents:
    """Asks for consent, and hears of it: by the browser of this machine, or in the chat."""

    def __init__(self, database: Database, connecting: Connecting, clock: Clock) -> None:
        self._database = database
        self.connecting = connecting
        self._clock = clock

    async def ask(self, turn: Turn, provider: Provider) -> Conclusion:
        """The link to the provider's page.

        Raises:
            Refused: the owner has not set up Jenny with that provider.
        """
        talk = turn.conversation

        async def heard(address: str) -> str:
            return await self._heard(talk, address)

        question = await self.connecting.ask(provider, heard)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await work.calendars.ask(question.state, question.locked, question.until)
            await work.people.focus(talk.id, Focus(question=AWAITED, asked_at=turn.now))
            return [Reply(text=_told(KINDS[provider], question.url))]

        return conclude

    async def answer(self, turn: Turn) -> Conclusion:
        """Try the address that was pasted. Whatever comes of it, its words are erased."""
        talk = turn.conversation
        found: Connected | None = None
        try:
            found = await self._redeemed(talk, turn.incoming.text)
            said = connected_in_words(found)
        except Refused as error:
            said = str(error)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await work.inbox.erase(turn.incoming.inbox_id)
            if found is not None:
                await self._keep(work, talk, found, turn.incoming.text)
            elif turn.conversation.focus.question == AWAITED:
                await work.people.focus(talk.id, turn.conversation.focus)
            return [Reply(text=said, erases=turn.incoming.message_id)]

        return conclude

    async def disconnect(self, turn: Turn, number: str) -> Conclusion:
        """Have the other side forget us, and forget what is known of it.

        Raises:
            Refused: it is not connected any more.
        """
        owner_id = turn.person.id
        async with self._database.transaction(owner_id) as work:
            accounts = await work.calendars.accounts()
        account = next((one for one in accounts if str(one.id) == number), None)
        if account is None:
            raise Refused("That account is not connected any more. /calendars shows what there is.")
        return saying(Reply(text=await self.connecting.disconnect(owner_id, account)))

    async def _heard(self, talk: Conversation, address: str) -> str:
        """What the browser shows; the person is told in the chat, too."""
        found = await self._redeemed(talk, address)
        push = Outgoing(
            key=f"connected:{talk.id}:{found.account.entered_at.isoformat()}",
            conversation_id=talk.id,
            kind="push",
            reply=Reply(text=connected_in_words(found)),
        )
        async with self._database.transaction(talk.owner_id) as work:
            await self._keep(work, talk, found, address)
            await work.outbox.put(push, self._clock.now())
        return SEEN

    async def _redeemed(self, talk: Conversation, address: str) -> Connected:
        state = _state(address)
        if not state:
            raise Refused(NO_ANSWER)
        async with self._database.transaction(talk.owner_id) as work:
            locked = await work.calendars.asked(state)
        if locked is None:
            raise Refused(FOREIGN if talk.focus.question == AWAITED else OVER)
        return await self.connecting.by_consent(locked, address)

    async def _keep(
        self, work: UnitOfWork, talk: Conversation, found: Connected, address: str
    ) -> None:
        await work.calendars.answered(_state(address))
        # By the browser it comes at any time, perhaps amid something else.
        if (await work.people.conversation(talk.id)).focus.question == AWAITED:
            await work.people.focus(talk.id, Focus())
        await work.calendars.open(found.account, found.calendars, self._clock.now())


def _state(address: str) -> str:
    """What names the question that the address answers; empty when it names none."""
    try:
        return parse_qs(urlsplit(address.strip()).query).get("state", [""])[0]
    except ValueError:
        return ""


def _told(kind: str, url: str) -> str:
    return (
        f"Open this page of {kind} and agree:\n{url}\n\nIt ends at an address of the machine that I"
        " run on. Where that page does not load, for instance on a phone, copy its whole address"
        " and send it to me. I delete your message and keep the access encrypted."
    )
