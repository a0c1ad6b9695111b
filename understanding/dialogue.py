"""Short answers and corrections, understood from what the last turns left open."""

import re
from dataclasses import replace

from core.requests import Context, Request, Route, Slots, TimeExpression
from understanding.bare import MEALS
from understanding.clauses import Clause
from understanding.english import things
from understanding.english.groceries import only_groceries

UPDATES: dict[str, Route] = {
    "reminder": "reminder.update",
    "event": "calendar.update",
    "task": "task.update",
}
CORRECTION = re.compile(
    r"""(?:(?: no | nope | wait | sorry | actually | rather | i[ ]meant? | not[ ]that | oh
      | make[ ](?:it|that) | make | change[ ](?:it|that)[ ]to | move[ ](?:it|that)(?:[ ]to)?
      | push[ ](?:it|that)(?:[ ](?:to|back|by))? | set[ ](?:it|that)(?:[ ](?:to|for))?
      | let's[ ]say | better | instead | do[ ]it | to | at | for | from | it | that | by | until
      )[\s,.!]*)*$""",
    re.VERBOSE,
)
SAME_TIME = re.compile(
    r"(?:and |but )?(?:(?:the|at the) )?same (?:time|thing)(?: again)?(?: on| but)?\W*$"
)
FOLLOW_UP = re.compile(r"(?:and|what about|how about|or)\b[\s,]*(?:for|on|in|at)?[\s?.!]*$")
QUESTIONS = ("calendar.query", "task.list", "reminder.list")


def by_context(clause: Clause, lead: int, context: Context) -> Request | None:
    """The request that a text without much but a time makes after the last turn, if any.

    The first `lead` code points of the clause only lead up to it.
    """
    masked, times = clause.masked[lead:], clause.times
    rest = masked.strip(" .!?,\n")
    if not times:
        return _done(rest, context) or _more(clause, context)
    if rest in ("show", "show me", "show me what's on", "agenda", "agenda for"):
        return Request(route="calendar.query", verb="agenda", confidence=0.8, times=tuple(times))
    if FOLLOW_UP.match(masked.strip()) or _asks_on(clause.masked):
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


def _asks_on(masked: str) -> bool:
    """Whether an "and", which may else only lead up to a request, asks on: "and tomorrow?"."""
    return "?" in masked and FOLLOW_UP.match(masked.strip()) is not None


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


MORE = re.compile(
    r"\W*(?:and|also|plus|oh and)(?: also| some| a| an| more)* (?P<what>"
    r"(?!(?:i|you|we|it|that|the|my|what|who|when|where|how|why|remind|set|add|then|no|yes|so|is|are"
    r"|do|can|cancel|delete|remove|forget|show)\b)[\w'-]+(?: [\w'-]+){0,2})\W*"
)
GUEST = re.compile(
    r"\W*(?:also )?(?:add|invite) (?P<person>[a-z][\w' ,]{0,40}?) to (?P<it>it|that|the event)\W*"
)


def _more(clause: Clause, context: Context) -> Request | None:
    """A further item after one for a list, a guest for the event of the last turn."""
    item = MORE.fullmatch(clause.masked) if context.route == "task.add" else None
    if item is not None:
        said = clause.text[slice(*clause.in_text(item.span("what")))]
        lists = "shopping" if only_groceries(said.lower()) else None
        slots = Slots(what=things.items(said, on_list=True), list=lists)
        return Request(route="task.add", verb="add", confidence=0.8, slots=slots)
    guest = GUEST.fullmatch(clause.masked) if context.subject == "event" else None
    if guest is None:
        return None
    person = clause.text[slice(*clause.in_text(guest.span("person")))]
    slots = Slots(person=person, reference=guest["it"])
    return Request(route="calendar.update", verb="invite", slots=slots)


# What is in a calendar whatever was spoken of before.
APPOINTED = re.compile(
    r"\b(?:calendar|meetings?|appointments?|events?|dentist|doctor'?s?|lunch|dinner|breakfast|brunch"
    r"|interview|flight|party|class|call with|conference|concert|haircut)\b"
)


def of_reminder(route: Route, masked: str, context: Context, *, is_named: bool) -> Route:
    """The route of a clause that moves or skips something, right after a reminder was spoken of.

    What is moved by its name is found by that name, whatever it is.
    """
    if context.subject != "reminder" or APPOINTED.search(masked):
        return route
    if route == "calendar.update":
        return route if is_named else "reminder.update"
    skips = route == "calendar.delete" and masked.lstrip().startswith("skip")
    return "reminder.cancel" if skips else route


def _done(rest: str, context: Context) -> Request | None:
    """ "done" after a reminder is about the reminder."""
    if context.subject == "reminder" and rest in ("done", "did it", "finished", "all done"):
        return Request(route="reminder.update", verb="done", slots=Slots(reference="it"))
    return None
