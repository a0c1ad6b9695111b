"""What a ringing looks like: alone, late, once more, or one of many that were missed. From the rows
as they are, so that a message can be shown again after every press."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from agents.insisting import OPEN
from agents.reminder_texts import Ringing, lateness, when
from agents.wording import amount, clock, day, ordinal, plain_day
from core.models import Button, Occurrence, Person, Reply
from core.zones import wall_of
from core.zones import zone as zone_called

LATE = timedelta(minutes=1)
# Telegram takes a hundred buttons below a message.
MOST = 30
HEADING = "While I was off, this fell due:"
LEFT_OUT = "Left out, as you asked:"


def buttons(occurrence_id: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons below a ringing."""
    number = occurrence_id
    return (
        (
            Button(label="Done", data=f"done:{number}"),
            Button(label="10 min", data=f"snooze:{number}:10m"),
            Button(label="1 h", data=f"snooze:{number}:1h"),
        ),
        (
            Button(label="Tonight", data=f"snooze:{number}:tonight"),
            Button(label="Tomorrow", data=f"snooze:{number}:tomorrow"),
            Button(label="Other…", data=f"other:{number}"),
        ),
    )


def verdict(ringing: Ringing, person: Person, now: datetime) -> Literal["deliver", "skip", "ask"]:
    """What the policy for late ones says of it at `now`."""
    reminder, occurrence = ringing
    policy = reminder.late or person.late
    is_late = now - occurrence.due_at > max(LATE, policy.after)
    return policy.what if is_late else "deliver"


def alone(ringing: Ringing, person: Person, now: datetime, times: int = 1) -> Reply:
    """What the person reads when it rings: the text as it was given, and how late it is. It rings
    for it for the `times`th time."""
    reminder, occurrence = ringing
    silent = not reminder.urgent and _hushed(person, now)
    match verdict(ringing, person, now):
        case "skip":
            text = f"{LEFT_OUT} {reminder.text}{_late(occurrence, person, now, ' ')}"
            return Reply(text=text, silent=True)
        case "ask":
            number = occurrence.id
            text = f"{reminder.text}{_late(occurrence, person, now)}\nDo you still want it?"
            yes = Button(label="Yes, remind me", data=f"late:{number}:yes")
            no = Button(label="No, leave it out", data=f"late:{number}:no")
            return Reply(text=text, buttons=((yes, no),), silent=silent)
        case "deliver":
            text = f"{reminder.text}{_late(occurrence, person, now)}"
            if times > 1:
                last = " and last" if times > reminder.nag_most else ""
                text += f"\n({ordinal(times)}{last} time; tap Done and I stop)"
            return Reply(text=text, buttons=buttons(occurrence.id), silent=silent)


def settled(ringing: Ringing, family: Sequence[Occurrence], person: Person, now: datetime) -> str:
    """The message of one ringing after the person has decided: its text, the outcome and when."""
    reminder, occurrence = ringing
    at = occurrence.settled_at
    if at is None:
        return f"{reminder.text}{_late(occurrence, person, occurrence.sent_at or now)}"
    said = f"({_moment(at, person, now)})"
    return f"{reminder.text}\n{_outcome(occurrence, family, person, now)} {said}"


def digest(
    told: Sequence[Ringing],
    families: Mapping[int, Sequence[Occurrence]],
    person: Person,
    now: datetime,
) -> Reply:
    """Everything that was missed in one message, by days, each with its buttons.

    `families` holds for each occurrence what rang or will ring again for it.
    """
    made = told[0][1].sent_at or now
    left_out = [one for one in told if one[1].state == "skipped" and one[1].settled_at is None]
    listed = [one for one in told if one not in left_out]
    lines: list[str] = [HEADING] if listed else []
    heading = ""
    for number, (reminder, occurrence) in enumerate(listed, 1):
        today = _day(made, person)
        on = day(_day(occurrence.due_at, person), today)
        if on not in (heading, "today") or (on == "today" and heading not in ("", "today")):
            lines.append(f"{on[0].upper()}{on[1:]}")
        heading = on
        lines.append(f"{number}. {_item((reminder, occurrence), families, person, now, made)}")
    if left_out:
        lines.append(LEFT_OUT)
        lines += [f"• {r.text}{_late(o, person, made, ' ')}" for r, o in left_out]
    silent = not listed or _hushed(person, now)
    return Reply(text="\n".join(lines), buttons=_rows(listed), silent=silent)


def _hushed(person: Person, now: datetime) -> bool:
    return person.quiet is not None and person.quiet.holds(now, person.zone)


def _item(
    ringing: Ringing,
    families: Mapping[int, Sequence[Occurrence]],
    person: Person,
    now: datetime,
    made: datetime,
) -> str:
    reminder, occurrence = ringing
    if occurrence.settled_at is None:
        return f"{reminder.text}{_late(occurrence, person, made, ' ')}"
    outcome = _outcome(occurrence, families.get(occurrence.id, ()), person, now)
    return f"{reminder.text} {outcome} ({_moment(occurrence.settled_at, person, now)})"


def _outcome(
    occurrence: Occurrence, family: Sequence[Occurrence], person: Person, now: datetime
) -> str:
    if occurrence.state == "done":
        return "✓ Done"
    if occurrence.state == "snoozed":
        ahead = [other for other in family if other.state == "scheduled"]
        until = f" until {when(ahead[0].due_at, person, now)}" if ahead else ""
        return f"💤 Snoozed{until}"
    return "✗ Left out"


def _rows(listed: Sequence[Ringing]) -> tuple[tuple[Button, ...], ...]:
    left = [(n, o.id) for n, (_, o) in enumerate(listed, 1) if o.state in OPEN]
    rows: list[tuple[Button, ...]] = [
        (
            Button(label=f"Done {place}", data=f"done:{number}"),
            Button(label=f"1 h {place}", data=f"snooze:{number}:1h"),
            Button(label=f"Tomorrow {place}", data=f"snooze:{number}:tomorrow"),
        )
        for place, number in left
    ]
    if len(left) > 1:
        rows.append((Button(label="All done", data=f"alldone:{left[0][1]}"),))
    return tuple(rows)


def _late(occurrence: Occurrence, person: Person, now: datetime, before: str = "\n") -> str:
    """The label of what is late, and of what stands for earlier ones."""
    if now - occurrence.due_at > LATE:
        said = lateness(occurrence.due_at, now, person.zone, occurrence.collapsed)
        return f"{before}{said}"
    if occurrence.collapsed:
        return f"{before}({amount(occurrence.collapsed, 'earlier one')}, too)"
    return ""


def _day(instant: datetime, person: Person) -> date:
    return wall_of(instant, zone_called(person.zone)).date()


def _moment(instant: datetime, person: Person, now: datetime) -> str:
    """ "Mon 13 Apr at 12:20"."""
    shown = plain_day(_day(instant, person), _day(now, person))
    return f"{shown} at {clock(instant, person.zone)}"
