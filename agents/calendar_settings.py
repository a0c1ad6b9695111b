"""`/calendars`: what is connected and how it is, and connecting more from the chat."""

from collections.abc import Sequence
from datetime import timedelta

from agents.agent import Conclusion, Pressed, Turn
from agents.calendar_accounts import Connecting, connected_in_words, lines
from agents.confirming import KEEP
from agents.wording import quoted
from core.errors import Refused
from core.models import Button, Focus, Incoming, Reply
from core.stores import UnitOfWork
from core.stores.calendars import Calendar

VERB, SECRET = "calendars", "secret"
ACTION = "cal"
# So long a password is waited for; what comes later is talk again.
PATIENCE = timedelta(minutes=15)
LEAVING = frozenset({"cancel", "no", "stop", "never mind", "nevermind", "leave it"})
ASK = """Send me three things in one message, with spaces between them: the address of the server, \
your name there and an app password. For iCloud and Fastmail your mail address and an app password \
are enough. For example:
https://cloud.example.org anna abcd-efgh-ijkl

Make the app password in the account's security settings: your usual one may not work. I keep it \
encrypted, show it to nobody, and delete your message. Say “cancel” to leave it."""
SHORT = "I need the address of the server, your name there and an app password, in one message."
GONE = "That calendar is not here any more. /calendars shows what there is."


def awaits_secret(incoming: Incoming, focus: Focus) -> bool:
    """Whether the message is the answer to `ASK`: nobody but this module reads it."""
    if focus.question != SECRET or incoming.forwarded or focus.asked_at is None:
        return False
    plain = " ".join(incoming.text.split()).strip(" .!").casefold()
    if plain in LEAVING or plain.startswith("/"):
        return False
    return incoming.received_at - focus.asked_at <= PATIENCE


async def overview(work: UnitOfWork, turn: Turn) -> Reply:
    """All calendars, with what can be done about them."""
    calendars = await work.calendars.all()
    rows = [_row(calendar) for calendar in calendars if len(calendars) > 1]
    accounts = await work.calendars.accounts()
    off = tuple(
        Button(label=f"Disconnect {account.name}"[:40], data=f"{ACTION}:off:{account.id}")
        for account in accounts
    )
    more = (Button(label="Connect a calendar", data=f"{ACTION}:add"),)
    told = ["Your calendars:", *(f"• {line}" for line in lines(calendars, turn.now))]
    return Reply(text="\n".join(told), buttons=(*rows, *((one,) for one in off), more))


async def press(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    """A button of the overview."""
    what, _, number = argument.partition(":")
    if what == "add":
        focus = Focus(question=SECRET, asked_at=turn.now)
        await work.people.focus(turn.conversation.id, focus)
        return Pressed(toast="Which calendar?", replies=(Reply(text=ASK),))
    if what in ("off", "gone"):
        return await _off(what, number, work)
    calendar = await _calendar(number, work)
    if what == "main":
        await work.calendars.make_default(calendar.id)
        toast = f"New events go to {calendar.name} from now on."
    else:
        await work.calendars.include(calendar.id, what == "in", turn.now)
        toast = f"{calendar.name} {'counts again' if what == 'in' else 'is left out from now on'}."
    return Pressed(toast=toast, edit=await overview(work, turn))


async def connect(turn: Turn, connecting: Connecting) -> Conclusion:
    """Try what the message holds. Whatever comes of it, its words are erased."""
    words = turn.incoming.text.split()
    try:
        if len(words) == 2 and "@" in words[0]:
            words = [words[0], *words]
        if len(words) != 3:
            raise Refused(SHORT)
        found = await connecting.by_password(*words)
    except Refused as error:
        told, found = f"{error} Try once more, or say “cancel”.", None
    else:
        told = connected_in_words(found)

    async def conclude(work: UnitOfWork) -> Sequence[Reply]:
        await work.inbox.erase(turn.incoming.inbox_id)
        if found is not None:
            await work.calendars.open(found.account, found.calendars, turn.now)
        else:
            focus = Focus(question=SECRET, asked_at=turn.now)
            await work.people.focus(turn.conversation.id, focus)
        return [Reply(text=told, erases=turn.incoming.message_id)]

    return conclude


def _row(calendar: Calendar) -> tuple[Button, ...]:
    name = calendar.name[:20]
    counts = Button(
        label=f"Leave out {name}" if calendar.included else f"Count {name}",
        data=f"{ACTION}:{'out' if calendar.included else 'in'}:{calendar.id}",
    )
    if calendar.is_default or not calendar.writable:
        return (counts,)
    return counts, Button(label=f"New events in {name}", data=f"{ACTION}:main:{calendar.id}")


async def _calendar(number: str, work: UnitOfWork) -> Calendar:
    for calendar in await work.calendars.all():
        if str(calendar.id) == number:
            return calendar
    raise Refused(GONE)


async def _off(what: str, number: str, work: UnitOfWork) -> Pressed:
    account = next((a for a in await work.calendars.accounts() if str(a.id) == number), None)
    if account is None:
        raise Refused(GONE)
    if what == "off":
        text = f"Shall I disconnect {quoted(account.name, 60)}? I delete what I know of it here."
        button = Button(label="Disconnect", data=f"{ACTION}:gone:{account.id}")
        return Pressed(toast="Sure?", replies=(Reply(text=text, buttons=((button, KEEP),)),))
    await work.calendars.close(account.id)
    return Pressed(toast="Disconnected.", edit=Reply(text=f"Disconnected: {account.name}."))
