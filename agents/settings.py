"""Help by example, the welcome, the time zone and the parts of the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from agents import privacy, speech
from agents.agent import Conclusion, Pressed, Turn
from agents.answering import put_edit
from agents.commands import time_of
from agents.insisting import late_in_words
from agents.moving import move, travel, trip_in_words, trip_of
from agents.places import zone_named
from agents.quiet import (
    late_choices,
    late_kind,
    quiet_choices,
    quiet_in_words,
    set_late,
    set_quiet,
)
from agents.undo import undo_last
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
/export for all of it, /private to have nothing kept, /undo to take the last change back."""

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


class SettingsAgent:
    """Answers the verbs that concern Jenny herself, whatever their route."""

    name = "settings"
    routes: frozenset[Route] = frozenset()
    verbs = frozenset(
        {"help", "start", "settings", "zone", "trip", "back", "part", "quiet", "late", "undo"}
        | {"private"}
    )
    actions = frozenset({"zone", "part", "quiet", "lateness", "asking", "private", "language"})

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            match turn.request.verb:
                case "help":
                    return [Reply(text=HELP)]
                case "start":
                    return await self._start(work)
                case "undo":
                    return [await self._undo(turn, work)]
                case "private":
                    return [await privacy.switched(turn, work)]
                case "settings":
                    return [overview(await work.people.get(), turn.now)]
                case _:
                    return [Reply(text=await self._set(turn, work))]

        return conclude

    async def _undo(self, turn: Turn, work: UnitOfWork) -> Reply:
        last = await undo_last(work, turn.conversation, turn.incoming, self._clock.now())
        shown = Pressed(toast="", edit=last.edit)
        await put_edit(work, turn.incoming, shown, last.outbox_id, self._clock)
        return Reply(text=last.text)

    async def _set(self, turn: Turn, work: UnitOfWork) -> str:
        """Set what the words say; how it stands now."""
        slots, now = turn.request.slots, self._clock.now()
        what = (slots.what,) if isinstance(slots.what, str) else slots.what or ()
        match turn.request.verb, what:
            case "zone", (name,):
                return await move(work, zone_named(name), now)
            case "trip", (place, words):
                trip = trip_of(place, words, turn.request.times, turn.person, now)
                return await travel(work, trip, now)
            case "back", _:
                return await travel(work, None, now)
            case "quiet", _:
                return await set_quiet(work, what)
            case "late", _:
                return await set_late(work, slots.late or "deliver", slots.late_after)
            case _, (name, at):
                return await _set_part(work, name, time_of(name, at))
            case _:
                raise Refused("I don't know that setting. /settings shows what there is.")

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        if action == "zone":
            return await self._press_zone(turn, argument, work)
        if action == "private":
            return await privacy.press(turn, argument, work)
        if action == "language":
            return await speech.press(argument, work)
        if action == "asking":
            person = replace(await work.people.get(), ask_first=argument == "on")
            await work.people.save(person)
            return Pressed(toast=_asking(person), edit=overview(person, turn.now))
        if action in ("quiet", "lateness"):
            return await _press_insistence(turn, action, argument, work)
        name, _, value = argument.partition(":")
        if name not in PARTS:
            raise Refused("I don't know that part of the day.")
        if not value:
            return Pressed(toast=f"When is it {name}?", edit=_hours(name, turn.person.parts))
        said = await _set_part(work, name, time_of(name, value))
        return Pressed(toast=said, edit=overview(await work.people.get(), turn.now))

    async def _press_zone(self, turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
        person = turn.person
        if argument == "keep":
            shown = welcome(person, clock_at(turn.now, person.zone), confirmed=True)
            return Pressed(toast=f"Good, {person.zone} it is.", edit=shown)
        if argument == "ask":
            await work.people.focus(turn.conversation.id, Focus(question="zone"))
            return Pressed(toast="Where are you?", replies=(_zones(),))
        said = await move(work, zone_named(argument), self._clock.now())
        return Pressed(toast=said, edit=Reply(text=said))

    async def _start(self, work: UnitOfWork) -> list[Reply]:
        """A newcomer is welcomed anyway, after whatever the first message was."""
        person = await work.people.get()
        if not person.introduced:
            return []
        return [welcome(person, clock_at(self._clock.now(), person.zone))]


async def _press_insistence(turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
    """A button about quiet hours or late reminders: first the choices, then the choice."""
    if not argument:
        shown = quiet_choices() if action == "quiet" else late_choices()
        return Pressed(toast="Which one?", edit=shown)
    if action == "quiet":
        said = await set_quiet(work, tuple(argument.split("-")))
    else:
        what, _, seconds = argument.partition("-")
        said = await set_late(work, late_kind(what), float(seconds or 0))
    return Pressed(toast=said, edit=overview(await work.people.get(), turn.now))


async def _set_part(work: UnitOfWork, name: str, at: time) -> str:
    person = await work.people.get()
    parts = replace(person.parts, **{name: at})
    await work.people.save(replace(person, parts=parts))
    return f"Your {name} is at {at:%H:%M} now."


def overview(person: Person, now: datetime) -> Reply:
    """All settings, with the buttons that change them."""
    times = " · ".join(f"{name} {_part(person.parts, name):%H:%M}" for name in PARTS)
    private = "on: I keep nothing of what you say" if person.private else "off"
    away = "" if person.trip is None else f"\n{trip_in_words(person.trip, person, now)}"
    return Reply(
        text=f"Time zone: {person.zone}, where it is {clock_at(now, person.zone)}{away}\n"
        f"Parts of the day: {times}\n"
        f"Quiet hours: {quiet_in_words(person.quiet)}\n"
        f"Late reminders: {late_in_words(person.late)}\n"
        f"Language of talk: {speech.spoken(person)}\n"
        f"Private mode: {private} (/private switches it)\n"
        f"{_asking(person)}\n\n"
        "Change them here, or say “set my morning to 8”, “quiet hours from 22 to 7”,"
        " “I'm in Tokyo until Friday” or “/tz Europe/Lisbon”.",
        buttons=(
            (
                Button(label="Time zone", data="zone:ask"),
                speech.BUTTON,
                Button(
                    label="Events at once" if person.ask_first else "Ask before events",
                    data=f"asking:{'off' if person.ask_first else 'on'}",
                ),
            ),
            tuple(Button(label=name.capitalize(), data=f"part:{name}") for name in PARTS[:3]),
            tuple(Button(label=name.capitalize(), data=f"part:{name}") for name in PARTS[3:]),
            (
                Button(label="Quiet hours", data="quiet:"),
                Button(label="Late reminders", data="lateness:"),
            ),
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
