"""How a text is understood: the answer of `understanding`, as every door and agent reads it.

The JSON form of these values is the contract of `./jenny understand` (docs/understanding.md).
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Literal, get_args

Route = Literal[
    "reminder.set", "reminder.list", "reminder.cancel", "reminder.update",
    "calendar.create", "calendar.query", "calendar.update", "calendar.delete",
    "task.add", "task.list", "task.complete", "task.remove", "task.update",
    "memory.store", "memory.recall", "memory.forget",
    "other",
]  # fmt: skip
ROUTES: tuple[Route, ...] = get_args(Route)

TimeKind = Literal["instant", "date", "range", "duration", "recurrence"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsOfDay:
    """The local clock times a person means by the parts of a day."""

    morning: time = time(9)
    lunch: time = time(12, 30)
    afternoon: time = time(15)
    evening: time = time(19)
    night: time = time(20)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRange:
    """Local days from `start` to `end`, both included."""

    start: date
    end: date


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeRange:
    """Aware instants from `start` to `end`."""

    start: datetime
    end: datetime


TimeValue = datetime | date | DateRange | TimeRange | float | str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeExpression:
    """One expression of time in a text.

    `span` counts code points, half-open. `value` by `kind`: instant → aware datetime, date → date,
    range → DateRange or TimeRange, duration → seconds as float, recurrence → an RFC 5545 rule.
    `assumed` names what the words did not say ("am/pm", "hour", "year"), empty when nothing was.
    `rule` names the grammar rule that matched, for the explanation. `alternatives` are other likely
    readings, best first; `confidence` (0 to 1) is then below 0.8. `conflict` says in words what
    the calendar or the clocks have against it: a weekday that is not the date's (the date counts),
    a clock time that is skipped, a year that nobody lives to see.
    """

    text: str
    span: tuple[int, int]
    kind: TimeKind
    value: TimeValue
    assumed: tuple[str, ...] = ()
    rule: str = ""
    confidence: float = 1.0
    alternatives: tuple[TimeValue, ...] = ()
    conflict: str = ""

    def to_json(self) -> dict[str, object]:
        """The form that programs read (see docs/understanding.md)."""
        answer: dict[str, object] = {
            "text": self.text,
            "span": list(self.span),
            "kind": self.kind,
            "value": _value_json(self.value),
        }
        if self.confidence < 1:
            answer["confidence"] = self.confidence
        if self.alternatives:
            answer["alternatives"] = [_value_json(value) for value in self.alternatives]
        if self.conflict:
            answer["conflict"] = self.conflict
        return answer


def _value_json(value: TimeValue) -> object:
    match value:
        case DateRange():
            return {"start": value.start.isoformat(), "end": value.end.isoformat(), "grain": "date"}
        case TimeRange():
            return {"start": value.start.isoformat(), "end": value.end.isoformat(), "grain": "time"}
        case datetime() | date():
            return value.isoformat()
        case float() | int():
            return int(value) if value == int(value) else value
        case str():
            return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """What a request is about. Texts are as the person wrote them.

    `nag` and `late_after` are seconds: how long after a ringing it rings again until it is done, at
    most `nag_most` times, and from when on a late one is handled as `late` says. `new` is what
    something is to become; with `after_done` a task repeats from when it was done.
    """

    what: str | tuple[str, ...] | None = None
    list: str | None = None
    priority: int | None = None
    person: str | None = None
    place: str | None = None
    duration: float | None = None
    lead: float | None = None
    calendar: str | None = None
    reference: str | None = None
    scope: Literal["this", "following", "all"] | None = None
    policy: str | None = None
    nag: float | None = None
    nag_most: int | None = None
    late: Literal["deliver", "skip", "ask"] | None = None
    late_after: float | None = None
    urgent: bool | None = None
    tags: tuple[str, ...] | None = None
    new: str | None = None
    after_done: bool | None = None

    def to_json(self) -> dict[str, object]:
        """Only the slots that are filled."""
        filled = {f.name: getattr(self, f.name) for f in fields(self)}
        if isinstance(self.what, tuple):
            filled["what"] = list(self.what)
        return {name: value for name, value in filled.items() if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request in a text. `also` holds the further ones, in text order.

    `alternatives` are the likeliest other routes, best first: an agent asks with them as buttons
    when `confidence` (0 to 1) is below its threshold. `conflict` says in words why what was said
    is no time at all and not among `times` ("there is no 30 February").
    """

    route: Route
    verb: str = ""
    confidence: float = 1.0
    slots: Slots = field(default_factory=Slots)
    times: tuple[TimeExpression, ...] = ()
    also: tuple["Request", ...] = ()
    alternatives: tuple[Route, ...] = ()
    conflict: str = ""

    def to_json(self) -> dict[str, object]:
        """The form that programs read (see docs/understanding.md)."""
        answer: dict[str, object] = {"route": self.route}
        if self.verb:
            answer["verb"] = self.verb
        answer["confidence"] = round(self.confidence, 2)
        answer["slots"] = self.slots.to_json()
        answer["times"] = [expression.to_json() for expression in self.times]
        if self.conflict:
            answer["conflict"] = self.conflict
        if self.also:
            answer["also"] = [request.to_json() for request in self.also]
        return answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What the last turns left open, so that "cancel that" and "at 10:15" can be understood.

    `subject` is what the last turn was about ("reminder", "task", "event", "memory"). `question`
    names what Jenny asked last ("when", "which", "zone"), so that a bare answer is read as one.
    """

    route: Route | None = None
    subject: str | None = None
    question: str | None = None
