"""Lists of reminders: of a time that is said or of all, by pages, with buttons that cancel."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from agents.agent import Pressed, Turn
from agents.days import coming, today_of
from agents.finding import named
from agents.reminder_choice import LOOKBACK, NEXT, titled
from agents.reminder_days import ringings_within
from agents.reminder_texts import Ringing, heading, in_day
from agents.wording import quoted
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.requests import DateRange, Request, Slots, TimeExpression, TimeRange
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

_ABOUT = re.compile(
    r"\s*(?:(?:please )?(?:show|list|give)(?: me)? |(?:do|have) i (?:have|got|set) |is there "
    r"|what )?"
    r"(?:an?y? |my |all |the )*reminders? (?:are there |do i have |have i set )?"
    r"(?:about|called|named|with) (?:the |my )?(?P<what>[^?\n]{1,80}?)[\s?.!]*",
    re.IGNORECASE,
)
# Of a name where no time is said: "… for tomorrow" asks for a day.
_ANY_FOR = re.compile(
    r"\s*(?:(?:do|did|have) i (?:already )?(?:have|get|got|set(?: up)?)|is there) "
    r"(?:an?y? |my |the )*reminders? (?:set )?(?:for|to) (?:the |my )?"
    r"(?P<what>(?!me\b)[^?\n]{1,80}?)[\s?.!]*",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*when (?:is|does|will|rings) (?:the |my )?"
    r"(?P<what>(?!(?:the |my )?next\b)[^?\n]{1,60}?) reminder"
    r"(?: ring| go off| come)?[\s?.!]*",
    re.IGNORECASE,
)
PAGE = 20
BUTTONS_A_LINE = 4
TICK = timedelta(microseconds=1)
Window = tuple[datetime, datetime | None]


def listing(text: str) -> Request | None:
    """The request for the reminders of something: "reminders about mum"."""
    found = _ABOUT.fullmatch(text) or _WHEN.fullmatch(text)
    if found is None:
        return None
    return Request(route="reminder.list", verb="list", slots=Slots(what=found["what"]))


def asking_for(text: str, times: Callable[[], Sequence[TimeExpression]]) -> Request | None:
    """The request of "did I set a reminder for grandma?", or of it for a time and nothing else."""
    found = _ANY_FOR.fullmatch(text)
    if found is None:
        return None
    if said := tuple(times()):
        bare = found["what"].lower() in (one.text.lower() for one in said)
        return Request(route="reminder.list", verb="list", times=said) if bare else None
    return Request(route="reminder.list", verb="list", slots=Slots(what=found["what"]))


async def shown_list(turn: Turn, work: UnitOfWork) -> Reply:
    """What is asked for, the first page; "the second one" then means its lines."""
    window, limit = _asked(turn)
    found = await _within(window, turn, work)
    wanted = titled(turn.request.slots.what)
    if wanted:
        found = named(wanted, found, lambda ringing: ringing[0].text)
        if not found:
            return Reply(text=f"You have no reminder like {quoted(wanted, 40)}.")
    elif not turn.request.times and NEXT.search(turn.incoming.text):
        found = found[:1]
    await focus_on(turn, work, found)
    return _page(turn, found, window, 0, limit)


async def press_page(turn: Turn, start: int, more: str, work: UnitOfWork) -> Pressed:
    """The buttons that turn the page. `more` is the window in seconds, the end perhaps empty."""
    window = _window(more)
    if window is None:
        raise Refused("I no longer know that list. Say “reminders” to see them.")
    found = await _within(window, turn, work)
    await focus_on(turn, work, found)
    start = min(start, max(0, len(found) - 1) // PAGE * PAGE)
    reply = _page(turn, found, window, start, "")
    return Pressed(toast=f"From number {start + 1} on", edit=reply)


async def list_left(turn: Turn, more: str, work: UnitOfWork) -> Reply:
    """The list anew, after one of it was cancelled; `more` is its time as its buttons have it."""
    window = _window(more) or (turn.now - LOOKBACK, None)
    return _page(turn, await _within(window, turn, work), window, 0, "")


def _window(more: str) -> Window | None:
    after, _, until = more.partition(":")
    if not after.isdecimal():
        return None
    end = datetime.fromtimestamp(int(until), UTC) if until.isdecimal() else None
    return datetime.fromtimestamp(int(after), UTC), end


async def focus_on(turn: Turn, work: UnitOfWork, ringings: Sequence[Ringing]) -> None:
    """Let "that" and "the second one" mean these."""
    ids = tuple(str(reminder.id) for reminder, _ in ringings)
    focus = Focus(route=turn.request.route, subject="reminder", ids=ids)
    await work.people.focus(turn.conversation.id, focus)


def _asked(turn: Turn) -> tuple[Window, str]:
    """After and up to which instants it may ring, and by which words that was said."""
    since = turn.now - LOOKBACK
    place = zone_called(turn.person.zone)
    for said in turn.request.times:
        match coming(said, today_of(turn)).value:
            case DateRange(start=start, end=end):
                first, last = start, end
            case TimeRange(start=start, end=end):
                return (max(start, since), end), said.text
            case datetime() as instant:
                first = last = wall_of(instant, place).date()
            case float() | int() | str():
                continue
            case day:
                first = last = day
        begins = instant_of(datetime.combine(first, datetime.min.time()), place)
        ends = instant_of(datetime.combine(last + timedelta(days=1), datetime.min.time()), place)
        return (max(begins - TICK, since), ends - TICK), said.text
    return (since, None), ""


async def _within(window: Window, turn: Turn, work: UnitOfWork) -> list[Ringing]:
    """What rings in that time, a series with its first ringing there."""
    after, until = window
    if until is None:
        return await work.reminders.upcoming(after)
    found = await ringings_within(after, until, turn.now, turn.person, work)
    return [rings[0] for rings in found]


def _by_day(shown: Sequence[tuple[int, Ringing]], turn: Turn) -> list[str]:
    """The numbered lines, below their days."""
    lines: list[str] = []
    named = ""
    for number, ringing in shown:
        day = heading(ringing[1].due_at, turn.person, turn.now)
        if day != named:
            lines += ["", day]
        named = day
        lines.append(f"{number}. {in_day(ringing, turn.person, turn.now)}")
    return lines


def _page(turn: Turn, found: Sequence[Ringing], window: Window, start: int, named: str) -> Reply:
    if not found:
        limit = f" {named if named.startswith('for ') else f'for {quoted(named)}'}" if named else ""
        return Reply(text=f"You have no reminders{limit}.", route="reminder.list")
    shown = list(enumerate(found, 1))[start : start + PAGE]
    lines = _by_day(shown, turn)
    left = len(found) - start - len(shown)
    if left:
        lines.append(f"… and {left} more")
    after, until = (str(int(at.timestamp())) if at else "" for at in window)
    cancels = [
        Button(label=f"Cancel {number}", data=f"cancel:{ringing[0].id}:list:{after}:{until}")
        for number, ringing in shown
    ]
    rows = [tuple(cancels[i : i + BUTTONS_A_LINE]) for i in range(0, len(cancels), BUTTONS_A_LINE)]
    turns = [("Back", start - PAGE, start > 0), ("More", start + PAGE, left > 0)]
    pages = tuple(
        Button(label=label, data=f"pages:{at}:{after}:{until}") for label, at, is_there in turns
        if is_there
    )  # fmt: skip
    return Reply(
        text="\n".join(["Your reminders:", *lines]),
        buttons=(*rows, pages) if pages else tuple(rows),
        route="reminder.list",
    )
