"""From a text to a request: times first, then clauses, then what each asks for."""

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.ports import Embedder
from core.requests import Context, PartsOfDay, Request, Route, Slots, TimeExpression
from understanding.bare import meal_in, moved_apart, with_bare_numbers
from understanding.clauses import NOW_RULES, Clause, clauses_of
from understanding.deciding import Decision, decided
from understanding.dialogue import by_context, of_reminder
from understanding.english import phrases, things
from understanding.english.commands import COMMANDS, PHRASES
from understanding.english.lexer import folded
from understanding.english.requests.reminders import ERRAND
from understanding.english.requests.vocabulary import EVENT
from understanding.forms import Form, Span
from understanding.resolution.scene import Scene, scene_of
from understanding.slots import POINTING, attributive, slots_of
from understanding.times import MISSING, times_in


def understand(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | None = None,
    context: Context = Context(),  # noqa: B008 - frozen, without state
    parts: PartsOfDay = PartsOfDay(),  # noqa: B008
    embedder: Embedder | None = None,
) -> Request:
    """What `text` asks for, at the aware instant `now`.

    With `zone` days and clock times are that zone's; without it the offset of `now` holds. Never
    raises, whatever the text; takes time linear in its length. What is not understood has the
    route `other`. With an `embedder`, a text whose form does not decide is also judged by its
    meaning; that blocks for some milliseconds.
    """
    low = folded(text)
    scene = replace(scene_of(now, zone, parts), bias=phrases.bias_of(low[: phrases.MOST_READ]))
    command = _command(text, low, scene)
    if command is not None:
        return _existing(command)
    times = moved_apart(low, times_in(text, scene), scene)
    clauses = clauses_of(text, low, times)
    requests = [_existing(_request(clause, context, scene, embedder)) for clause in clauses]
    pairs = zip(requests[1:], clauses[1:], strict=True)
    requests = [requests[0], *(_gapped(requests[0], later, clause) for later, clause in pairs)]
    first, *rest = [r for r in requests if r.route != "other"] or requests
    return replace(first, also=tuple(rest)) if first.route != "other" else first


TO = re.compile(r"\bto\s", re.IGNORECASE)
TO_DO = re.compile(r"\s*to (?P<what>[a-z].*)", re.DOTALL)
# What is named, and not done.
THING = re.compile(r"\s*(?:the|my|our|his|her|their) (?P<name>\w[\w' -]*?)(?:\s+(?:at|on))?\s*")
PEOPLE = re.compile(r"(?:call|phone|ring|text|email|message) ", re.IGNORECASE)
# "And leave at 10" names nobody.
DOING = rf"(?:{ERRAND}|sleep|nap|rest|relax|run|jog|train|work|exercise|meditate|pray)\b"
SOMEBODY = re.compile(rf"\s*(?!{DOING})(?P<name>\w+)(?:\s+(?:at|on))?\s*")


def _gapped(first: Request, later: Request, clause: Clause) -> Request:
    """ "water the plants at 4 and the cat at 5": what has a time and no verb has that of the first,
    unless it is by itself an appointment. "… and at 5 to feed the cat" is another reminder."""
    further = TO_DO.fullmatch(clause.masked)
    if further is not None and first.route == "reminder.set":
        form = Form(route=first.route, verb=first.verb, pattern="")
        groups = {"what": clause.in_text(further.span("what"))}
        slots = Slots(what=slots_of(clause.text, form, groups, clause.times).what)
        times = _on_its_day(first, later)
        return replace(first, slots=slots, times=times, alternatives=(), conflict=later.conflict)
    said = first.slots.what
    verb = re.match(rf"{ERRAND}\b", said, re.IGNORECASE) if isinstance(said, str) else None
    if verb is None or first.route != "reminder.set" or re.search(rf"\b{EVENT}", clause.masked):
        return later
    found = THING.fullmatch(clause.masked)
    if found is None and PEOPLE.match(verb.string):
        found = SOMEBODY.fullmatch(clause.masked)
    if found is None or not later.times:
        return later
    thing = clause.text[slice(*clause.in_text((found.start(), found.end("name"))))]
    slots, times = Slots(what=f"{verb[0]} {thing.strip()}"), _on_its_day(first, later)
    return replace(first, slots=slots, times=times, alternatives=(), conflict=later.conflict)


def _on_its_day(first: Request, later: Request) -> tuple[TimeExpression, ...]:
    """A clock time that follows another is on its day: "tomorrow at 9 to …, and at 10 to …"."""
    since = next((t.value for t in first.times if isinstance(t.value, datetime)), None)
    said = next(iter(later.times), None)
    if since is None or said is None or said.rule not in ("hour alone", "clock alone"):
        return later.times
    at = said.value
    if not isinstance(at, datetime) or at > since:
        return later.times
    hours = (at.hour % 12, at.hour % 12 + 12) if "am/pm" in said.assumed else (at.hour,)
    near = (since.replace(hour=hour, minute=at.minute, second=0) for hour in hours)
    coming = next((found for found in near if found > since), at)
    return (replace(said, value=coming), *later.times[1:])


def _existing(request: Request) -> Request:
    """The request without the days that do not exist; what is wrong with them is its conflict."""
    missing = [t.conflict for t in request.times if t.confidence == MISSING]
    if not missing:
        return request
    there = tuple(t for t in request.times if t.confidence != MISSING)
    return replace(request, times=there, conflict=missing[0])


def _command(text: str, low: str, scene: Scene) -> Request | None:
    """The request of a slash command or a fixed phrase."""
    bare = low[: phrases.MOST_READ].strip(" .!?,\n")
    if bare in PHRASES:
        route, verb = PHRASES[bare]
        return Request(route=route, verb=verb)
    found = re.match(r"\s*/(\w+)(?:@\w+)?\b\s*", low)
    if found is None:
        return None
    if found[1] not in COMMANDS:
        return Request(route="other", confidence=0.5)
    route, verb = COMMANDS[found[1]]
    times = times_in(text[found.end() :], scene)
    moved = tuple(
        replace(t, span=(t.span[0] + found.end(), t.span[1] + found.end())) for t in times
    )
    if verb == "agenda" and found[1] in ("today", "tomorrow", "week"):
        moved = moved or _named_time(found[1], found.start(1), scene)
    form = Form(route=route, verb=verb, pattern="", keep=route.startswith("memory"))
    groups = {"what": (found.end(), len(text))}
    return Request(route=route, verb=verb, slots=slots_of(text, form, groups, moved), times=moved)


def _named_time(word: str, start: int, scene: Scene) -> tuple[TimeExpression, ...]:
    """The time that a command is called after: /today, /week."""
    meant = times_in("this week" if word == "week" else word, scene)
    return tuple(replace(t, text=word, span=(start, start + len(word))) for t in meant)


def _request(clause: Clause, context: Context, scene: Scene, embedder: Embedder | None) -> Request:
    lead = phrases.opening_length(clause.masked)
    meant = by_context(clause, lead, context)
    if meant is not None:
        return meant
    decision = decided(clause, lead, embedder)
    route = decision.form.route
    clause = replace(clause, times=with_bare_numbers(clause, route, decision.groups, scene))
    groups = {name: clause.in_text(span) for name, span in decision.groups.items()}
    times = _lengths(_ordered(clause, route, groups), route, scene.now)
    return _answer(clause, decision, groups, times, context)


def _answer(
    clause: Clause,
    decision: Decision,
    groups: dict[str, Span],
    times: tuple[TimeExpression, ...],
    context: Context,
) -> Request:
    form = decision.form
    if form.route == "memory.store" or len(times) > 1:
        times = tuple(t for t in times if t.rule not in NOW_RULES)
    route = of_reminder(
        _pointed(form, groups, context), clause.masked, context, is_named="what" in groups
    )
    slots = slots_of(clause.text, replace(form, route=route), groups, times)
    if route == "calendar.create" and slots.what is None:
        slots = replace(slots, what=meal_in(times))
    if route.endswith(POINTING) and slots.what is None and not slots.reference:
        slots = _referring(clause, slots)
    if slots.reference and things.is_place_in_list(slots.reference):
        times = tuple(t for t in times if t.kind != "recurrence" and not t.text[:1].isalpha())
    return Request(
        route=route,
        verb=form.verb,
        confidence=decision.confidence,
        slots=slots,
        times=times,
        alternatives=decision.alternatives,
    )


def _lengths(
    times: tuple[TimeExpression, ...], route: Route, now: datetime
) -> tuple[TimeExpression, ...]:
    """For an update "an hour later" is a shift, not a time from now."""
    if not route.endswith(".update"):
        return times
    return tuple(_shift(t, now) if t.rule == "length later" else t for t in times)


def _shift(expression: TimeExpression, now: datetime) -> TimeExpression:
    value = expression.value
    if isinstance(value, datetime):
        seconds = (value - now).total_seconds()
    elif isinstance(value, date):
        seconds = (value - now.date()).days * 86400.0
    else:
        return expression
    return replace(expression, kind="duration", value=seconds)


def _referring(clause: Clause, slots: Slots) -> Slots:
    found = re.search(r"\b(?:that|it|this|them)\b", clause.masked)
    return slots if found is None else replace(slots, reference=found[0])


SUBJECTS: dict[str, Route] = {
    "reminder": "reminder.cancel", "event": "calendar.delete", "task": "task.remove",
    "memory": "memory.forget",
}  # fmt: skip


def _pointed(form: Form, groups: dict[str, Span], context: Context) -> Route:
    """Where "cancel that" points: to what the last turn was about."""
    if form.route == "reminder.cancel" and "reference" in groups and "what" not in groups:
        return SUBJECTS.get(context.subject or "", form.route)
    return form.route


def _ordered(clause: Clause, route: Route, groups: dict[str, Span]) -> tuple[TimeExpression, ...]:
    """The expressions with the one that the request is about first.

    For an update that is the new time, which "to" leads to; elsewhere a time goes before a length
    that only measures.
    """
    new = groups.get("new")
    leads = [_is_led(clause.text, t) for t in clause.times] if route.endswith(".update") else []

    def rank(expression: TimeExpression) -> tuple[bool, bool, bool, bool]:
        old = any(leads) and not _is_led(clause.text, expression)
        measures = expression.kind == "duration" and not route.startswith("reminder.update")
        within = new is not None and not new[0] <= expression.span[0] < new[1]
        describes = route == "reminder.set" and attributive(clause.text, expression)
        return (within, old, measures, describes)

    return tuple(sorted(clause.times, key=rank))


def _is_led(text: str, expression: TimeExpression) -> bool:
    """Whether "to" stands before it: "move it tomorrow afternoon to 17:00"."""
    start = expression.span[0]
    return TO.search(text[max(0, start - 4) : start + 3]) is not None
