"""Help by example, the welcome, the time zone and the parts of the day."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from agents.agent import Conclusion, Pressed, Turn
from agents.moving import move_person, zone_named
from agents.presses import undo_last
from agents.welcome import welcome
from agents.wording import clock as clock_at
from core.clock import Clock
from core.errors import Refused
from core.models import Button, Focus, Person, Reply
from core.requests import PartsOfDay, Route
from core.stores import UnitOfWork

HELP = """Just write what you want, for example:

Reminders
• remind me to call mum tomorrow at 9
• remind me every monday at 8 to water the plants
• what are my reminders? · cancel that

Lists and tasks
• add milk and bread to shopping
• what's on my shopping list? · milk is done

Calendar
• dentist on thursday at 3pm
• what's on today?

Memory
• remember that I like my coffee black · Anna is my sister
• what do I like? · who is Anna? · forget that I like coffee

/settings for your time zone, the parts of your day and drafts, /memory for what I know,
/export for all of it, /undo to take the last change back."""

PARTS = ("morning", "lunch", "afternoon", "evening", "night")
HOURS = {
    "morning": ("06:00", "07:00", "08:00", "09:00", "10:00"),
    "lunch": ("11:30", "12:00", "12:30", "13:00", "13:30"),
    "afternoon": ("14:00", "15:00", "16:00", "17:00"),
    "evening": ("17:30", "18:00", "19:00", "20:00"),
    "night": ("20:00", "21:00", "22:00", "23:00"),
}
ZONES = (
    ("Europe/London", "Europe/Berlin"),
    ("America/New_York", "America/Chicago"),
    ("America/Denver", "America/Los_Angeles"),
    ("Asia/Kolkata", "Asia/Tokyo"),
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm|a\.m\.?|p\.m\.?|o'?clock)?", re.IGNORECASE)


class SettingsAgent:
    """Answers the verbs that concern Jenny herself, whatever their route."""

    name = "settings"
    routes: frozenset[Route] = frozenset()
    verbs = frozenset({"help", "start", "settings", "zone", "part", "undo"})
    actions = frozenset({"zone", "part", "asking"})

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            what = turn.request.slots.what
            match turn.request.verb:
                case "help":
                    return [Reply(text=HELP)]
                case "start":
                    return await self._start(work)
                case "zone" if isinstance(what, str):
                    return [Reply(text=await self._move(work, zone_named(what)))]
                case "part" if isinstance(what, tuple):
                    return [Reply(text=await _set_part(work, what[0], _time_of(*what)))]
                case "undo":
                    return [Reply(text=await undo_last(work, turn.incoming, self._clock))]
                case _:
                    return [_overview(await work.people.get(), turn.now)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        if action == "zone":
            return await self._press_zone(turn, argument, work)
        if action == "asking":
            person = replace(await work.people.get(), ask_first=argument == "on")
            await work.people.save(person)
            return Pressed(toast=_asking(person), edit=_overview(person, turn.now))
        name, _, value = argument.partition(":")
        if name not in PARTS:
            raise Refused("I don't know that part of the day.")
        if not value:
            return Pressed(toast=f"When is it {name}?", edit=_hours(name, turn.person.parts))
        said = await _set_part(work, name, _time_of(name, value))
        return Pressed(toast=said, edit=_overview(await work.people.get(), turn.now))

    async def _press_zone(self, turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
        person = turn.person
        if argument == "keep":
            shown = welcome(person, clock_at(turn.now, person.zone), confirmed=True)
            return Pressed(toast=f"Good, {person.zone} it is.", edit=shown)
        if argument == "ask":
            await work.people.focus(turn.conversation.id, Focus(question="zone"))
            return Pressed(toast="Where are you?", replies=(_zones(),))
        said = await self._move(work, zone_named(argument))
        return Pressed(toast=said, edit=Reply(text=said))

    async def _start(self, work: UnitOfWork) -> list[Reply]:
        """A newcomer is welcomed anyway, after whatever the first message was."""
        person = await work.people.get()
        if not person.introduced:
            return []
        return [welcome(person, clock_at(self._clock.now(), person.zone))]

    async def _move(self, work: UnitOfWork, zone: str) -> str:
        return await move_person(work, zone, self._clock.now())


async def _set_part(work: UnitOfWork, name: str, at: time) -> str:
    person = await work.people.get()
    parts = replace(person.parts, **{name: at})
    await work.people.save(replace(person, parts=parts))
    return f"Your {name} is at {at:%H:%M} now."


def _time_of(name: str, text: str) -> time:
    """A clock time as it is said of that part of the day: "8" is 20:00 for the evening.

    Raises:
        Refused: when it is no clock time.
    """
    words = {"noon": "12:00", "midnight": "0:00"}.get(text.strip().lower(), text.strip())
    found = _TIME.fullmatch(words)
    if found is None:
        raise Refused(f"“{text.strip()[:20]}” is no clock time. Try “set my {name} to 8:30”.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
    if half == "p" or (not half and name in ("afternoon", "evening", "night") and 0 < hour < 12):
        hour = hour % 12 + 12
    elif half == "a":
        hour %= 12
    if name == "lunch" and not half and 0 < hour < 6:
        hour += 12
    if hour > 23 or minute > 59:
        raise Refused(f"“{text.strip()[:20]}” is no clock time. Try “set my {name} to 8:30”.")
    return time(hour, minute)


def _overview(person: Person, now: datetime) -> Reply:
    times = " · ".join(f"{name} {_part(person.parts, name):%H:%M}" for name in PARTS)
    private = "on: I keep nothing of what you say" if person.private else "off"
    return Reply(
        text=f"Time zone: {person.zone}, where it is {clock_at(now, person.zone)}\n"
        f"Parts of the day: {times}\n"
        f"Private mode: {private} (/private switches it)\n"
        f"{_asking(person)}\n\n"
        "Change them here, or say “set my morning to 8” or “/tz Europe/Lisbon”.",
        buttons=(
            (
                Button(label="Time zone", data="zone:ask"),
                Button(
                    label="Events at once" if person.ask_first else "Ask before events",
                    data=f"asking:{'off' if person.ask_first else 'on'}",
                ),
            ),
            tuple(Button(label=name.capitalize(), data=f"part:{name}") for name in PARTS[:3]),
            tuple(Button(label=name.capitalize(), data=f"part:{name}") for name in PARTS[3:]),
        ),
        route="other",
    )


def _asking(person: Person) -> str:
    if person.ask_first:
        return "New events: I show a draft and wait for your tap"
    return "New events: I put them into the calendar at once"


def _part(parts: PartsOfDay, name: str) -> time:
    at: time = getattr(parts, name)
    return at


def _hours(name: str, parts: PartsOfDay) -> Reply:
    buttons = tuple(Button(label=at, data=f"part:{name}:{at}") for at in HOURS[name])
    return Reply(
        text=f"Your {name} is at {_part(parts, name):%H:%M}. When should it be?"
        f" For another time say “set my {name} to 8:30”.",
        buttons=(buttons[:3], buttons[3:]),
        route="other",
    )


def _zones() -> Reply:
    return Reply(
        text="Which city is your clock set to? Write its name, like Lisbon, or pick one.",
        buttons=tuple(
            tuple(
                Button(label=zone.rpartition("/")[2].replace("_", " "), data=f"zone:{zone}")
                for zone in line
            )
            for line in ZONES
        ),
        route="other",
    )
