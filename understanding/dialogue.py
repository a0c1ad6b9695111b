"""Short answers and corrections, understood from what the last turns left open."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.requests import Context, Request, Route, Slots, TimeExpression
from understanding.bare import MEALS

UPDATES: dict[str, Route] = {
    "reminder": "reminder.update",
    "event": "calendar.update",
    "task": "task.update",
}
CORRECTION = re.compile(
    r"""(?:(?: no | nope | wait | sorry | actually | rather | i[ ]meant? | not[ ]that | oh
      | make[ ](?:it|that) | make | change[ ](?:it|that)[ ]to | move[ ](?:it|that)(?:[ ]to)?
      | push[ ](?:it|that)(?:[ ](?:to|back|by))? | set[ ](?:it|that)(?:[ ](?:to|for))?
      | let's[ ]say | better | instead | do[ ]it | to | at | for | it | that | by | until
      )[\s,.!]*)*$""",
    re.VERBOSE,
)
SAME_TIME = re.compile(
    r"(?:and |but )?(?:(?:the|at the) )?same (?:time|thing)(?: again)?(?: on| but)?\W*$"
)
FOLLOW_UP = re.compile(r"(?:and|what about|how about|or)\b[\s,]*(?:for|on|in|at)?[\s?.!]*$")
QUESTIONS = ("calendar.query", "task.list", "reminder.list")


def by_context(masked: str, times: Sequence[TimeExpression], context: Context) -> Request | None:
    """The request that a text without much but a time makes after the last turn, if any.

    `masked` is in lower case, with blanks for the times.
    """
    rest = masked.strip(" .!?,\n")
    if not times:
        return _done(rest, context)
    if rest in ("show", "show me", "show me what's on", "agenda", "agenda for"):
        return Request(route="calendar.query", verb="agenda", confidence=0.8, times=tuple(times))
    if FOLLOW_UP.match(masked.strip()):
        route = context.route if context.route in QUESTIONS else "calendar.query"
        return Request(route=route, verb="agenda", confidence=0.8, times=tuple(times))
    again = SAME_TIME.match(rest)
    if again and context.subject in UPDATES:
        return _update(context.subject, tuple(map(_as_shift, times)))
    is_meal = not rest and any(MEALS.match(t.text) for t in times)
    if is_meal or not CORRECTION.match(rest):
        return None
    if context.question == "when" and context.route is not None:
        return Request(route=context.route, verb="answer", times=tuple(times))
    explicit = re.match(r"(?:make|change|move|push|set) (?:it|that)", rest)
    if not rest and not context.subject and all(t.kind in ("date", "range") for t in times):
        return Request(route="calendar.query", verb="agenda", confidence=0.7, times=tuple(times))
    subject = context.subject or ("reminder" if explicit else "")
    if subject not in UPDATES:
        return None
    return _update(subject, tuple(times), 0.9 if context.subject else 0.6)


def _update(subject: str, times: tuple[TimeExpression, ...], confidence: float = 0.9) -> Request:
    return Request(
        route=UPDATES[subject],
        verb="change",
        confidence=confidence,
        slots=Slots(reference="it"),
        times=times,
    )


def _as_shift(expression: TimeExpression) -> TimeExpression:
    """ "next week", said of the same time, is a week later."""
    if expression.kind != "range" or expression.text.lower() not in ("next week", "the week after"):
        return expression
    return replace(expression, kind="duration", value=7 * 86400.0)


def _done(rest: str, context: Context) -> Request | None:
    """ "done" after a reminder is about the reminder."""
    if context.subject == "reminder" and rest in ("done", "did it", "finished", "all done"):
        return Request(route="reminder.update", verb="done", slots=Slots(reference="it"))
    return None
