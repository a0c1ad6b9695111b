"""Reminders: set, list, cancel, change. What was saved is what is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Conclusion, Pressed, Turn
from agents.finding import named, pointed
from agents.ringing import Ringing
from agents.timing import When, of_wall, when_of
from agents.wording import amount, moment, quoted, rule_in_words, span
from core.errors import Refused
from core.models import Button, Focus, Occurrence, Reminder, Reply
from core.ports import UnitOfWork
from core.recurrence import next_instant
from core.requests import DateRange, Route, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

Rung = tuple[Reminder, Occurrence]
ASKED = "when"
MOST_LINES = 40
MOST_BUTTONS = 8
LONGEST = 4000
NONE_SET = "You have no reminders."


class ReminderAgent:
    """Answers reminder.* and the buttons of reminders."""

    name = "reminders"
    routes: frozenset[Route] = frozenset(
        {"reminder.set", "reminder.list", "reminder.cancel", "reminder.update"}
    )
    actions = frozenset({"done", "snooze", "when", "stop"})

    def __init__(self) -> None:
        self._ringing = Ringing()

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            match turn.request.route:
                case "reminder.set":
                    return [await self._set(turn, work)]
                case "reminder.cancel":
                    return [await self._cancel(turn, work)]
                case "reminder.update":
                    return [await self._update(turn, work)]
                case _:
                    return [await self._list(turn, work)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        if action == "when":
            return await self._chosen(turn, argument, work)
        if action == "stop":
            return await self._stop(turn, argument, work)
        return await self._ringing.press(turn, action, argument, work)

    async def _set(self, turn: Turn, work: UnitOfWork) -> Reply:
        text = _text(turn)
        when = when_of(turn.request.times, turn.person, turn.now)
        if when is None:
            return await _ask_when(turn, work, text)
        return await _save(turn, work, text, when)

    async def _chosen(self, turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
        focus = turn.conversation.focus
        asked, _, choice = argument.partition(":")
        if focus.question != ASKED or focus.ids != (asked,) or not focus.pending:
            raise Refused("That question is settled. Tell me anew what to remind you of.")
        when = _choice(choice, turn)
        reply = await _save(turn, work, focus.pending, when)
        return Pressed(
            toast=f"Set for {moment(when.due_at, turn.person.zone, turn.now)}",
            edit=replace(reply, route="reminder.set"),
        )

    async def _list(self, turn: Turn, work: UnitOfWork) -> Reply:
        until, after = None, turn.now
        for expression in turn.request.times:
            after, until = _bounds(expression.value, turn)
            break
        pairs = _next_of_each(await work.reminders.upcoming(max(after, turn.now), until))
        if not pairs:
            return Reply(text=NONE_SET if until is None else "There is no reminder in that time.")
        await _focus(turn, work, pairs)
        shown = pairs[:MOST_LINES]
        lines = [f"{n}. {_line(pair, turn)}" for n, pair in enumerate(shown, 1)]
        if len(pairs) > MOST_LINES:
            lines.append(f"… and {len(pairs) - MOST_LINES} more")
        return Reply(text="\n".join(lines))

    async def _cancel(self, turn: Turn, work: UnitOfWork) -> Reply:
        pairs = _next_of_each(await work.reminders.upcoming(turn.now))
        found = _meant(turn, pairs)
        if len(found) > 1 and turn.request.slots.scope != "all":
            return _which(found, turn)
        for reminder, _ in found:
            await _cancel(reminder, work)
        lines = [_line(pair, turn) for pair in found]
        if len(found) == 1:
            return Reply(text=f"Cancelled: {lines[0]}")
        return Reply(text="\n".join([f"Cancelled {amount(len(found), 'reminder')}:", *lines]))

    async def _stop(self, turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
        reminder = await work.reminders.get(int(argument)) if argument.isdecimal() else None
        if reminder is None or reminder.state != "active":
            raise Refused("That reminder is not set any more.")
        await _cancel(reminder, work)
        text = f"Cancelled: {reminder.text}"
        return Pressed(toast="Cancelled", edit=Reply(text=text, route="reminder.cancel"))

    async def _update(self, turn: Turn, work: UnitOfWork) -> Reply:
        if turn.request.verb in ("done", "snooze"):
            return await self._ringing.in_words(turn, work)
        pairs = _next_of_each(await work.reminders.upcoming(turn.now))
        found = _meant(turn, pairs)
        if len(found) > 1:
            return _which(found, turn)
        reminder, ringing = found[0]
        when = _moved(turn, ringing)
        if when is None:
            return Reply(text=f"When shall {quoted(reminder.text)} ring? For example: “make it 7”.")
        changed = replace(reminder, wall=when.wall, zone=turn.person.zone, rule=when.rule)
        if when.rule is None and reminder.rule is not None:
            changed = replace(changed, rule=_at_hour(reminder.rule, when.wall))
        await work.reminders.save(changed)
        await work.occurrences.cancel_scheduled(reminder.id)
        await work.occurrences.add(reminder.id, when.due_at, None)
        await _focus(turn, work, [(changed, ringing)])
        return Reply(text=_confirmed("Changed", changed, when, turn))


def _text(turn: Turn) -> str:
    """What to remind of, as the person said it; of an answer what was asked about.

    Raises:
        Refused: nothing was named, or too much.
    """
    what = turn.request.slots.what
    text = ", ".join(what) if isinstance(what, tuple) else (what or "")
    focus = turn.conversation.focus
    if not text.strip() and focus.question == ASKED and focus.pending:
        text = focus.pending
    if not text.strip() and any(t.kind == "duration" for t in turn.request.times):
        text = "Time is up"
    if not text.strip():
        raise Refused(
            "What shall I remind you of? For example: “remind me to call mum tomorrow at 9”."
        )
    if len(text) > LONGEST:
        raise Refused(f"A reminder can hold {LONGEST:,} characters, and this is longer.")
    return text


async def _save(turn: Turn, work: UnitOfWork, text: str, when: When) -> Reply:
    saved = await work.reminders.add(
        Reminder(
            text=text,
            wall=when.wall,
            zone=turn.person.zone,
            rule=when.rule,
            inbox_id=turn.incoming.inbox_id,
        ),
        when.due_at,
        turn.now,
    )
    await _focus(turn, work, [(saved, Occurrence(reminder_id=saved.id, due_at=when.due_at))])
    return Reply(text=_confirmed("I'll remind you", saved, when, turn))


def _confirmed(start: str, saved: Reminder, when: When, turn: Turn) -> str:
    """The confirmation, from the row that was saved."""
    zone, now = saved.zone, turn.now
    lead = span((when.due_at - now).total_seconds())
    text = f"{start} {moment(when.due_at, zone, now)} (in {lead}): {saved.text}"
    if saved.rule is not None:
        following = [moment(at, zone, now) for at in _following(saved, when.due_at)]
        text += f"\nIt repeats {rule_in_words(saved.rule, saved.wall)}"
        text += f"; then {', '.join(following)}." if following else "."
    return f"{text}\n({when.assumed})" if when.assumed else text


def _following(saved: Reminder, after: datetime) -> list[datetime]:
    """The next two ringings after the first."""
    found: list[datetime] = []
    while saved.rule is not None and len(found) < 2:
        upcoming = next_instant(saved.rule, saved.wall, zone_called(saved.zone), after)
        if upcoming is None:
            break
        after = upcoming[1]
        found.append(after)
    return found


async def _ask_when(turn: Turn, work: UnitOfWork, text: str) -> Reply:
    number = str(turn.incoming.inbox_id)
    focus = Focus(route="reminder.set", question=ASKED, pending=text, ids=(number,))
    await work.people.focus(turn.conversation.id, focus)
    labels = (("In 1 hour", "1h"), ("Tonight", "tonight"), ("Tomorrow", "tomorrow"))
    return Reply(
        text=f"When shall I remind you: {text}?",
        buttons=(tuple(Button(label=a, data=f"when:{number}:{b}") for a, b in labels),),
    )


def _choice(choice: str, turn: Turn) -> When:
    person, now = turn.person, turn.now
    local = wall_of(now, zone_called(person.zone))
    if choice == "1h":
        return of_wall(wall_of(now + timedelta(hours=1), zone_called(person.zone)), person, now)
    if choice == "tonight":
        return of_wall(datetime.combine(local.date(), person.parts.night), person, now)
    morrow = local.date() + timedelta(days=1)
    return of_wall(datetime.combine(morrow, person.parts.morning), person, now)


def _next_of_each(pairs: list[Rung]) -> list[Rung]:
    """The next ringing of every reminder; a snoozed one counts for itself."""
    seen: dict[tuple[int, bool], Rung] = {}
    for reminder, ringing in pairs:
        seen.setdefault((reminder.id, ringing.parent_id is not None), (reminder, ringing))
    return list(seen.values())


def _line(pair: Rung, turn: Turn) -> str:
    reminder, ringing = pair
    text = f"{moment(ringing.due_at, turn.person.zone, turn.now)}: {reminder.text}"
    if reminder.rule is None or ringing.parent_id is not None:
        return text
    return f"{text} ({rule_in_words(reminder.rule, reminder.wall)})"


def _meant(turn: Turn, pairs: list[Rung]) -> list[Rung]:
    """The reminders that are meant.

    Raises:
        Refused: when none fits.
    """
    if not pairs:
        raise Refused(NONE_SET)
    slots = turn.request.slots
    if slots.scope == "all" and _only_all(slots.what):
        return pairs
    shown = _shown(turn, pairs)
    if isinstance(slots.what, str):
        wanted = slots.what.casefold().removesuffix(" reminder").removesuffix(" one")
        near = named(wanted, pairs, lambda pair: pair[0].text) or pointed(slots.what, shown)
        if not near:
            raise Refused(
                f"I find no reminder like {quoted(slots.what, 40)}. “What are my"
                " reminders?” shows them all."
            )
        return near
    found = pointed(slots.reference or "it", shown or pairs)
    return found or shown or pairs


def _only_all(what: str | tuple[str, ...] | None) -> bool:
    return what is None or (isinstance(what, str) and what.casefold() in ("reminders", "all"))


def _shown(turn: Turn, pairs: list[Rung]) -> list[Rung]:
    """What the last turn was about, in the order in which it was shown."""
    focus = turn.conversation.focus
    by_id = {str(pair[0].id): pair for pair in pairs}
    return [by_id[i] for i in focus.ids if i in by_id] if focus.subject == "reminder" else []


def _which(found: list[Rung], turn: Turn) -> Reply:
    lines = [f"{n}. {_line(pair, turn)}" for n, pair in enumerate(found[:MOST_LINES], 1)]
    if turn.request.route == "reminder.update":
        return Reply(text="\n".join(["Which one do you mean? Name a word of it.", *lines]))
    buttons = tuple(
        (Button(label=quoted(pair[0].text, 40).strip("“”"), data=f"stop:{pair[0].id}"),)
        for pair in found[:MOST_BUTTONS]
    )
    return Reply(text="\n".join(["Which one shall I cancel?", *lines]), buttons=buttons)


async def _cancel(reminder: Reminder, work: UnitOfWork) -> None:
    await work.reminders.save(replace(reminder, state="cancelled"))
    await work.occurrences.cancel_scheduled(reminder.id)


def _moved(turn: Turn, ringing: Occurrence) -> When | None:
    """The new time: a clock time goes to the day of the old one, a shift is added to it."""
    first = next(iter(turn.request.times), None)
    if first is None:
        return None
    zone = zone_called(turn.person.zone)
    old = wall_of(ringing.due_at, zone)
    if first.kind == "duration" and isinstance(first.value, float | int):
        return of_wall(old + timedelta(seconds=first.value), turn.person, turn.now)
    when = when_of(turn.request.times, turn.person, turn.now)
    if when is None or when.rule is not None:
        return when
    if first.kind == "date":
        return of_wall(datetime.combine(when.wall.date(), old.time()), turn.person, turn.now)
    bare_clock = first.kind == "instant" and "day" in first.assumed
    if bare_clock and instant_of(datetime.combine(old.date(), when.wall.time()), zone) > turn.now:
        return of_wall(datetime.combine(old.date(), when.wall.time()), turn.person, turn.now)
    return when


def _at_hour(rule: str, wall: datetime) -> str:
    """The rule with the clock time of `wall`."""
    kept = [p for p in rule.split(";") if not p.startswith(("BYHOUR=", "BYMINUTE="))]
    return ";".join([*kept, f"BYHOUR={wall.hour}", f"BYMINUTE={wall.minute}"])


def _bounds(value: object, turn: Turn) -> tuple[datetime, datetime | None]:
    """The instants from which and up to which a list is wanted."""
    place = zone_called(turn.person.zone)
    match value:
        case TimeRange():
            return value.start, value.end
        case DateRange():
            first, last = value.start, value.end
        case datetime():
            first = last = wall_of(value, place).date()
        case date():
            first = last = value
        case _:
            return turn.now, None
    midnight = datetime.min.time()
    start = instant_of(datetime.combine(first, midnight), place)
    return start, instant_of(datetime.combine(last + timedelta(days=1), midnight), place)


async def _focus(turn: Turn, work: UnitOfWork, pairs: Sequence[Rung]) -> None:
    ids = tuple(str(reminder.id) for reminder, _ in pairs)
    focus = Focus(route=turn.request.route, subject="reminder", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
