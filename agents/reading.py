"""From a message to requests, or to the plain answer that no agent is needed for."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from agents.calendar_words import of_calendar
from agents.calling_off import called_off
from agents.commands import setting, unknown
from agents.insisting import insisted, insisting
from agents.languages import is_foreign, is_surely_foreign
from agents.lead_words import apart
from agents.memory_orders import memory_order, stated
from agents.places import is_zone
from agents.pointing import (
    far,
    hushing,
    later,
    meaning,
    pausing,
    pointing,
    reach,
    sooner,
    to_a_clock,
    to_an_hour,
)
from agents.quick_add import SEVERAL, jotted
from agents.reminder_lists import asking_for, listing
from agents.rewording import rewording
from agents.skipping import may_skip, skipping
from agents.task_words import settled, tasked
from core.models import Button, Conversation, Focus, Incoming, Person, Reply
from core.requests import Context, PartsOfDay, Request, Route, Slots
from core.zones import zone as zone_called
from memory.secrets import REFUSED, secret, spelled_out
from understanding import Undecided

# More is a document, not a request: it is kept word for word, and nothing is done with it.
LONGEST = 4096
# Below this Jenny asks which of the likeliest requests was meant.
SURE = 0.55
# From here on the form of the words decides; a likelihood learned in English says little of others.
BY_FORM = 0.9
# What keeps the words of an order.
KEEPING: frozenset[Route] = frozenset(
    {
        "reminder.set",
        "reminder.update",
        "task.add",
        "task.update",
        "calendar.create",
        "calendar.update",
    }
)
MEANT = "meant"
FORWARD = "forward"
LABELS: dict[Route, str] = {
    "reminder.set": "Set a reminder",
    "reminder.list": "Show my reminders",
    "reminder.cancel": "Cancel a reminder",
    "reminder.update": "Change a reminder",
    "calendar.create": "Put it in the calendar",
    "calendar.query": "Show the calendar",
    "calendar.update": "Move an event",
    "calendar.delete": "Delete an event",
    "task.add": "Add a task",
    "task.list": "Show my tasks",
    "task.complete": "Tick it off",
    "task.remove": "Remove a task",
    "task.update": "Change a task",
    "memory.store": "Remember it",
    "memory.recall": "Recall it",
    "memory.forget": "Forget it",
    "other": "Something else",
}


class Understand(Protocol):
    """The port of `understanding`: what a text asks for at the aware instant `now`."""

    def __call__(
        self, text: str, *, now: datetime, zone: ZoneInfo, context: Context, parts: PartsOfDay
    ) -> Request: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Requests for agents; without any, `reply` is the whole answer and `focus` what it asks."""

    requests: tuple[Request, ...] = ()
    reply: Reply | None = None
    focus: Focus | None = None


def warm(understand: Understand, now: datetime) -> None:
    """Have the tables read that are read once, before anybody waits for it."""
    for text in ("remind me to call mum tomorrow at 9", "how come"):
        with suppress(Undecided):
            understand(
                text, now=now, zone=zone_called("UTC"), context=Context(), parts=PartsOfDay()
            )


def read(incoming: Incoming, person: Person, talk: Conversation, understand: Understand) -> Reading:
    """What to do with a message. The instant of the words is that of their arrival."""
    text = incoming.text
    if not any(character.isalnum() for character in text):
        return Reading(reply=_wordless(text))
    if incoming.forwarded:
        return _forwarded(incoming)
    if len(text) > LONGEST:
        return Reading(reply=_long(text, person))
    request = understood(text, incoming.received_at, person, talk.focus, understand)
    if (refusal := refused(text, request.route)) is not None:
        return refusal
    name = unknown(text, request)
    if name is not None:
        shown = f"I don't know the command {name}. /help shows what you can say, by example."
        return Reading(reply=Reply(text=shown, route="other"))
    if is_surely_foreign(text) or (request.confidence < BY_FORM and is_foreign(text)):
        return Reading(requests=(Request(route="other"),))
    if request.verb == SEVERAL:
        return Reading(requests=(request,))
    if _doubtful(request):
        return _asked(incoming, request)
    return Reading(requests=tuple(_placed(r, talk) for r in (request, *request.also)))


def refused(text: str, route: Route) -> Reading | None:
    """The refusal of words that hold a secret and would be kept, be it in a reminder, a task or an
    event; None for others."""
    told = route in ("other", "memory.store") and secret(text)
    if told or (route in KEEPING and spelled_out(text)):
        return Reading(reply=Reply(text=REFUSED, route="memory.store"))
    return None


def understood(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Request:
    """The request in `text`, with what the conversation is about."""
    text = called_off(text)
    found = setting(text)
    if found is not None:
        plain = _plainly(text, now, person, focus, understand)
        # "Keep this private" is about an event only where one is spoken of.
        apart_from_events = focus.subject not in ("event", "draft") and plain.verb == "private"
        return plain if apart_from_events else replace(found, times=plain.times)
    if focus.question == "zone" and is_zone(text):
        return Request(route="other", verb="zone", slots=Slots(what=text))
    by_form = _by_form(text, now, person, focus, understand)
    if by_form is not None:
        return by_form
    plain, said = insisting(text)
    if not plain.strip() and focus.subject in ("reminder", "occurrence"):
        slots = replace(said, reference="it")
        return Request(route="reminder.update", verb="policy", slots=slots)
    if plain.strip() and said != Slots():
        request = _plainly(plain, now, person, focus, understand)
        if request.route == "reminder.set" and not request.also:
            return insisted(request, said)
    asked = settled(text, _plainly(text, now, person, focus, understand))
    if asked.route == "other" and asked.verb in ("", "talk"):
        about = replace(focus, subject="reminder")
        asked = to_an_hour(text, lambda it: _plainly(it, now, person, about, understand)) or asked
    return of_calendar(text, stated(text, asked, now, person))


def _by_form(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Request | None:
    """What points at a reminder, gives it another text or leaves a ringing out, or is a task in
    its own notation."""

    def of_it(words: str) -> Request:
        return understood(words, now, person, replace(focus, ids=focus.ids[:1]), understand)

    pointed = later(text, focus) or reach(text, focus) or far(text, focus, of_it)
    pointed = pointed or sooner(text, focus, of_it) or meaning(text, focus, of_it)
    pointed = pointed or pointing(text, focus, of_it) or hushing(text) or pausing(text, of_it)
    pointed = pointed or asking_for(
        text, lambda: _plainly(text, now, person, focus, understand).times
    )
    if (found := pointed or listing(text)) is not None:
        return found
    if (reworded := rewording(text, focus) or memory_order(text, focus)) is not None:
        return reworded
    if may_skip(text):
        left_out = skipping(text, _plainly(text, now, person, focus, understand).times)
        if left_out is not None:
            return left_out
    if (asked := tasked(text, focus)) is not None:
        return replace(asked, times=_plainly(text, now, person, focus, understand).times)
    return jotted(text, lambda line: _plainly(line, now, person, Focus(), understand))


def _plainly(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Request:
    subject = {"occurrence": "reminder", "draft": "event"}.get(focus.subject or "", focus.subject)
    return understand(
        to_a_clock(apart(text), focus),
        now=now,
        zone=zone_called(person.zone),
        context=Context(route=focus.route, subject=subject, question=focus.question),
        parts=person.parts,
    )


def meant(
    focus: Focus, route: Route, now: datetime, person: Person, understand: Understand
) -> Request:
    """The request that the pending text is, now that the person has told what it is to be."""
    text = focus.pending or ""
    if focus.question == FORWARD:
        return Request(route=route, slots=Slots(what=text))
    request = understood(text, now, person, Focus(), understand)
    slots = request.slots if request.slots.what else replace(request.slots, what=text)
    return replace(request, route=route, verb="", confidence=1.0, slots=slots, also=())


def _placed(request: Request, talk: Conversation) -> Request:
    """One request by itself. A bare "done" is about what rang, unless the talk was of tasks."""
    alone = replace(request, also=())
    bare = alone.slots.what is None and alone.route == "task.complete"
    if bare and talk.focus.subject != "task":
        return replace(alone, route="reminder.update", verb="done")
    return alone


def _doubtful(request: Request) -> bool:
    return request.confidence < SURE and bool(request.alternatives) and request.route != "other"


def _asked(incoming: Incoming, request: Request) -> Reading:
    others: list[Route] = [r for r in request.alternatives if r != request.route]
    routes = (request.route, *others)[:2]
    return Reading(
        reply=Reply(
            text="I am not sure what you would like. Which of these is it?",
            buttons=_choices(incoming, routes),
            route="other",
        ),
        focus=Focus(question=MEANT, pending=incoming.text, ids=(str(incoming.inbox_id),)),
    )


def _forwarded(incoming: Incoming) -> Reading:
    return Reading(
        reply=Reply(
            text="You forwarded this to me. I take no orders from what others wrote;"
            " you can tell me what to do with it.",
            buttons=_choices(incoming, ("memory.store", "task.add")),
            route="other",
        ),
        focus=Focus(question=FORWARD, pending=incoming.text, ids=(str(incoming.inbox_id),)),
    )


def _choices(incoming: Incoming, routes: tuple[Route, ...]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(label=LABELS[route], data=f"meant:{incoming.inbox_id}:{route}"),)
        for route in routes
    )


def _wordless(text: str) -> Reply:
    if not text.strip():
        return Reply(text="That message was empty. /help shows what you can say.", route="other")
    return Reply(
        text="I see no words in that. Tell me in words what you would like; /help has examples.",
        route="other",
    )


def _long(text: str, person: Person) -> Reply:
    kept = "" if person.private else " I have kept it word for word, but"
    start = f"That is a long text ({len(text):,} characters)."
    rest = " I look for requests only in messages of up to 4,096 characters."
    return Reply(text=f"{start}{kept}{rest}" if kept else start + rest, route="other")
