"""From a text to a request: times first, then clauses, then the first form that fits each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.requests import Context, PartsOfDay, Request, Route, Slots, TimeExpression
from understanding.dialogue import by_context
from understanding.english import phrases
from understanding.english.commands import COMMANDS, PHRASES
from understanding.english.lexer import folded
from understanding.english.requests import FORMS
from understanding.english.topics import foreign
from understanding.forms import Form, Needs
from understanding.resolution.scene import Scene, scene_of
from understanding.slots import attributive, slots_of, strip_span
from understanding.times import times_in

MOST_READ = 600  # code points of a clause in which a form is sought
MOST_CLAUSES = 8
MANY_WORDS = 9
NOW_RULES = ("now", "now alone", "now at the end", "soonest", "as soon as")

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A part of the text that may be a request of its own. `masked` has blanks for its times."""

    text: str
    span: Span
    masked: str
    times: tuple[TimeExpression, ...]


def understand(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | None = None,
    context: Context = Context(),  # noqa: B008 - frozen, without state
    parts: PartsOfDay = PartsOfDay(),  # noqa: B008
) -> Request:
    """What `text` asks for, at the aware instant `now`.

    With `zone` days and clock times are that zone's; without it the offset of `now` holds. Never
    raises, whatever the text; takes time linear in its length. What is not understood has the
    route `other`.
    """
    low = folded(text)
    scene = replace(scene_of(now, zone, parts), bias=phrases.bias_of(low[:MOST_READ]))
    command = _command(text, low, scene)
    if command is not None:
        return command
    times = times_in(text, scene)
    requests = [_request(clause, context, scene.now) for clause in _clauses(text, low, times)]
    first, *rest = [r for r in requests if r.route != "other"] or requests
    return replace(first, also=tuple(rest)) if first.route != "other" else first


def _command(text: str, low: str, scene: Scene) -> Request | None:
    """The request of a slash command or a fixed phrase."""
    bare = low[:MOST_READ].strip(" .!?,\n")
    if bare in PHRASES:
        route, verb = PHRASES[bare]
        return Request(route=route, verb=verb)
    found = re.match(r"\s*/(\w+)(?:@\w+)?\b\s*", low)
    if found is None or found[1] not in COMMANDS:
        return None
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


def _clauses(text: str, low: str, times: Sequence[TimeExpression]) -> list[Clause]:
    """The clauses of `text`, cut where a further request begins; never within a time."""
    inside = [t.span for t in times]
    cuts = [0]
    for found in phrases.NEXT_REQUEST.finditer(low[: MOST_READ * MOST_CLAUSES]):
        free = not any(start < found.end() < end for start, end in inside)
        if free and found.start() > 0 and len(cuts) < MOST_CLAUSES:
            cuts.append(found.end())
    ends = [*cuts[1:], len(text)]
    return [_clause(text, low, span, times) for span in zip(cuts, ends, strict=True)]


def _clause(text: str, low: str, span: Span, times: Sequence[TimeExpression]) -> Clause:
    own = tuple(t for t in times if span[0] <= t.span[0] < span[1])
    masked = low[span[0] : min(span[1], span[0] + MOST_READ)].replace("’", "'")
    for t in own:
        start, end = t.span[0] - span[0], t.span[1] - span[0]
        masked = masked[:start] + " " * max(0, min(end, len(masked)) - start) + masked[end:]
    return Clause(text=text, span=span, masked=masked, times=own)


def _request(clause: Clause, context: Context, now: datetime) -> Request:
    lead = phrases.opening_length(clause.masked)
    meant = by_context(clause.masked[lead:], clause.times, context)
    if meant is not None:
        return meant
    for start in sorted({0, lead}, reverse=True):
        masked = clause.masked[start:]
        start += len(masked) - len(masked.lstrip())
        for form in FORMS:
            found = form.match(clause.masked, start)
            if found is not None and _holds(form.needs, clause, found):
                return _answer(clause, form, found, context, now)
    times = _ordered(clause, "other", {})
    return Request(route="other", confidence=0.5, times=times, alternatives=_near(clause))


def _near(clause: Clause, taken: Route = "other") -> tuple[Route, ...]:
    """What else a text may be: with a time an event or a reminder, else a task or a memory."""
    timed: tuple[Route, ...] = ("reminder.set", "calendar.create", "task.add")
    untimed: tuple[Route, ...] = ("task.add", "memory.store", "memory.recall")
    others: list[Route] = [r for r in (timed if clause.times else untimed) if r != taken]
    return tuple(others[:2])


def _holds(needs: Needs, clause: Clause, found: re.Match[str]) -> bool:
    kinds = {t.kind for t in clause.times}
    match needs:
        case "time":
            return bool(kinds)
        case "instant":
            return bool(kinds & {"instant", "recurrence"})
        case "errand":
            said = [t for t in clause.times if t.rule not in NOW_RULES]
            return any(t.kind in ("instant", "recurrence") for t in said)
        case "no time":
            return not kinds
        case "no question":
            return "?" not in clause.masked
        case "ours":
            return not kinds and not foreign(clause.masked)
        case "due":
            return "date" in kinds
        case "foreign":
            return foreign(clause.masked)
        case "plain":
            words = len(found[0].split())
            said = {t.kind for t in clause.times if t.rule not in NOW_RULES}
            return (
                bool(said - {"duration"}) and 0 < words <= MANY_WORDS and "?" not in clause.masked
            )
        case _:
            return True


def _answer(
    clause: Clause, form: Form, found: re.Match[str], context: Context, now: datetime
) -> Request:
    groups = {
        name: _in_text(clause, found.span(name))
        for name, value in found.groupdict().items()
        if value is not None
    }
    times = _lengths(_ordered(clause, form.route, groups), form.route, now)
    if form.route == "memory.store" or len(times) > 1:
        times = tuple(t for t in times if t.rule not in NOW_RULES)
    route = _pointed(form, groups, context)
    slots = slots_of(clause.text, replace(form, route=route), groups, times)
    if (
        route.endswith((".update", ".delete", ".cancel"))
        and slots.what is None
        and not slots.reference
    ):
        slots = _referring(clause, slots)
    return Request(
        route=route,
        verb=form.verb,
        confidence=form.confidence,
        slots=slots,
        times=times,
        alternatives=_near(clause, route) if form.confidence < 0.8 else (),
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


def _in_text(clause: Clause, span: Span) -> Span:
    """A span of the clause's masked part in the whole text; what reached its end goes on."""
    start, end = span[0] + clause.span[0], span[1] + clause.span[0]
    if span[1] == len(clause.masked):
        end = clause.span[1]
    return strip_span(clause.text, (start, end))


def _ordered(clause: Clause, route: Route, groups: dict[str, Span]) -> tuple[TimeExpression, ...]:
    """The expressions with the one that the request is about first.

    For an update that is the new time; elsewhere a time goes before a length that only measures.
    """
    new = groups.get("new")

    def rank(expression: TimeExpression) -> tuple[bool, bool, bool]:
        measures = expression.kind == "duration" and not route.startswith("reminder.update")
        within = new is not None and not new[0] <= expression.span[0] < new[1]
        describes = route == "reminder.set" and attributive(clause.text, expression)
        return (within, measures, describes)

    return tuple(sorted(clause.times, key=rank))
