"""`/calendars`: what is connected and how it is, and connecting more from the chat."""

from collections.abc import Sequence
from datetime import timedelta

from agents.agent import Conclusion, Pressed, Turn
from agents.calendar_accounts import KINDS, Connecting, connected_in_words, lines
from agents.calendar_consent import ANSWER, is_answer
from agents.calendar_consent import ASK as CONSENT
from agents.calendar_papers import IMPORT
from agents.confirming import KEEP, ask
from agents.wording import quoted
from core.errors import Refused
from core.models import Button, Focus, Incoming, Reply
from core.requests import Request, Slots
from core.stores import UnitOfWork
from core.stores.calendars import Calendar

VERB, SECRET, DISCONNECT = "calendars", "secret", "disconnect"
ACTION = "cal"
WHICH = (
    "Whose is it? Google and Outlook open a page on which you agree. iCloud, Fastmail, Nextcloud"
    " and others (CalDAV) take an app password."
)
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


def secret_verb(incoming: Incoming, focus: Focus) -> str | None:
    """The verb of a message that opens an account; None for any other."""
    if is_answer(incoming, focus):
        return ANSWER
    return SECRET if awaits_secret(incoming, focus) else None


def awaits_secret(incoming: Incoming, focus: Focus) -> bool:
    """Whether the message is the answer to `ASK`: nobody but this module reads it."""
    if focus.question != SECRET or incoming.forwarded or focus.asked_at is None:
        return False
    plain = " ".join(incoming.text.split()).strip(" .!").casefold()
    if plain in LEAVING or plain.startswith("/"):
        return False
    return incoming.received_at - focus.asked_at <= PATIENCE


def beside(action: str, argument: str) -> Request | None:
    """The request that a button of the overview stands for, where somebody else is asked for it:
    that takes longer than a press may."""
    what, _, which = argument.partition(":")
    verbs = {"ask": CONSENT, "gone": DISCONNECT, "file": IMPORT}
    verb = verbs.get(what) if action == ACTION else None
    if verb is None:
        return None
    return Request(route="calendar.query", verb=verb, slots=Slots(what=which))


async def overview(turn: Turn, work: UnitOfWork) -> Reply:
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
        return Pressed(toast="Which calendar?", replies=(Reply(text=WHICH, buttons=(_kinds(),)),))
    if what == "dav":
        focus = Focus(question=SECRET, asked_at=turn.now)
        await work.people.focus(turn.conversation.id, focus)
        return Pressed(toast="Send me the way in.", replies=(Reply(text=ASK),))
    if what == "leave":
        return Pressed(toast="Cancelled.", edit=Reply(text="All right. Nothing is put in."))
    if what == "off":
        return await _off(turn, number, work)
    calendar = await _calendar(number, work)
    if what == "main":
        await work.calendars.make_default(calendar.id)
        toast = f"New events go to {calendar.name} from now on."
    else:
        await work.calendars.include(calendar.id, what == "in", turn.now)
        toast = f"{calendar.name} {'counts again' if what == 'in' else 'is left out from now on'}."
    return Pressed(toast=toast, edit=await overview(turn, work))


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


async def _off(turn: Turn, number: str, work: UnitOfWork) -> Pressed:
    account = next((a for a in await work.calendars.accounts() if str(a.id) == number), None)
    if account is None:
        raise Refused(GONE)
    text = f"Shall I disconnect {quoted(account.name, 60)}? I delete what I know of it here."
    button = Button(label="Disconnect", data=f"{ACTION}:gone:{account.id}")
    return Pressed(toast="Sure?", replies=(await ask(turn, work, text, button, KEEP),))


def _kinds() -> tuple[Button, ...]:
    return (
        Button(label=KINDS["google"], data=f"{ACTION}:ask:google"),
        Button(label=KINDS["outlook"], data=f"{ACTION}:ask:outlook"),
        Button(label=KINDS["caldav"], data=f"{ACTION}:dav"),
    )
