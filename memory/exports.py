"""All that Jenny keeps of a person, for them to take along."""

import json
from datetime import date, datetime

from core.events import Event
from core.learning import KINDS
from core.models import Episode, Fact, Person, Relation, Reminder
from core.stores import UnitOfWork
from core.tasks import Task
from core.zones import wall_of
from core.zones import zone as zone_called

ALL = 1_000_000

Plain = dict[str, object]


async def export(work: UnitOfWork) -> bytes:
    """Settings, reminders, tasks, events, facts, relations and messages as one JSON document in
    UTF-8, each kind from the oldest to the newest. Instants carry an offset, local times a zone,
    lengths are seconds. What Jenny said, proposed and logged is working data and not among it."""
    facts = await work.memories.facts(ALL)
    relations = [*await work.relations.past(), *await work.relations.current()]
    document = {
        "person": _person(await work.people.get()),
        "reminders": [_reminder(reminder) for reminder in await work.reminders.all()],
        "tasks": [_task(task) for task in await work.tasks.all()],
        "events": [_event(event) for event in await work.events.all()],
        "facts": [_fact(fact) for fact in reversed(facts)],
        "relations": [_relation(one) for one in sorted(relations, key=lambda one: one.id)],
        "messages": [_message(message) for message in await work.episodes.listed(ALL)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _person(person: Person) -> Plain:
    parts, quiet, trip = person.parts, person.quiet, person.trip
    return {
        "name": person.name,
        "zone": person.zone,
        "language": person.language,
        "morning": parts.morning.isoformat("minutes"),
        "lunch": parts.lunch.isoformat("minutes"),
        "afternoon": parts.afternoon.isoformat("minutes"),
        "evening": parts.evening.isoformat("minutes"),
        "night": parts.night.isoformat("minutes"),
        "ask_first": person.ask_first,
        "private": person.private,
        "quiet": quiet and [quiet.start.isoformat("minutes"), quiet.end.isoformat("minutes")],
        "late": [person.late.what, person.late.after.total_seconds()],
        "home": person.whereabouts.home,
        "trip": trip and [trip.zone, _iso(trip.starts_at), _iso(trip.ends_at)],
    }


def _reminder(reminder: Reminder) -> Plain:
    return {
        "text": reminder.text,
        "first": reminder.wall.isoformat(),
        "zone": reminder.zone,
        "rule": reminder.rule,
        "state": reminder.state,
        "nag": reminder.nag and reminder.nag.total_seconds(),
        "urgent": reminder.urgent,
    }


def _task(task: Task) -> Plain:
    return {
        "title": task.title,
        "list": task.list_name,
        "due": _iso(task.due),
        "priority": task.priority,
        "notes": task.notes,
        "tags": list(task.tags),
        "rule": task.rule,
        "after_done": task.after_done,
        "state": task.state,
        "created_at": _iso(task.created_at),
        "completed_at": _iso(task.completed_at),
    }


def _event(event: Event) -> Plain:
    return {
        "title": event.title,
        "starts": _iso(event.starts_at or event.first_day),
        "ends": _iso(event.ends_at or event.last_day),
        "zone": event.zone,
        "place": event.place,
    }


def _fact(fact: Fact) -> Plain:
    return {
        "id": fact.id,
        "text": fact.text,
        "said_at": fact.said_at.isoformat(),
        "happened_at": _iso(fact.happened_at),
        "kind": fact.kind,
        "proofs": fact.proofs,
        "pinned": fact.pinned,
    }


def _relation(relation: Relation) -> Plain:
    return {
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "valid_from": _iso(relation.valid_from),
        "valid_to": _iso(relation.valid_to),
    }


def _message(message: Episode) -> Plain:
    return {
        "text": message.text,
        "said_at": message.said_at.isoformat(),
        "speaker": message.speaker,
        "session": message.session,
        "ref": message.ref,
        "origin": message.origin,
    }


def _iso(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()


async def lines(work: UnitOfWork) -> bytes:
    """Messages and facts as JSON lines that can be imported again, each known by its `ref`."""
    rows = [
        _message(message) | {"ref": message.ref or _ref(message)}
        for message in await work.episodes.listed(ALL)
    ]
    written = {row["text"] for row in rows}
    facts = [fact for fact in reversed(await work.memories.facts(ALL)) if fact.text not in written]
    rows += [
        {"text": fact.text, "said_at": fact.said_at.isoformat(), "ref": f"fact:{fact.id}"}
        for fact in facts
    ]
    told = [{name: value for name, value in row.items() if value is not None} for row in rows]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)
    return text.encode("utf-8", "replace")


def _ref(message: Episode) -> str:
    """Its number, and when it was said: other houses count from one, too."""
    return f"episode:{message.id}:{int(message.said_at.timestamp())}"


async def markdown(work: UnitOfWork, zone: str) -> bytes:
    """The facts for reading, by kind, the newest first, each with the day of its telling."""
    place = zone_called(zone)
    parts = ["# What Jenny remembers"]
    facts = await work.memories.facts(ALL)
    for kind in KINDS:
        rows = [fact for fact in facts if fact.kind == kind]
        if rows:
            parts.append(f"\n## {kind.capitalize()}\n")
        for fact in rows:
            day = wall_of(fact.said_at, place).date().isoformat()
            parts.append(f"- {' '.join(fact.text.split())} ({day})")
    return ("\n".join(parts) + "\n").encode("utf-8", "replace")
