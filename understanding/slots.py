"""What a request is about: the slots, cut out of the text as the person wrote it."""

import re
from collections.abc import Sequence

from core.requests import Route, Slots, TimeExpression
from understanding.english import things
from understanding.english.groceries import only_groceries
from understanding.forms import Form, Span

POINTING = (".remove", ".complete", ".update", ".cancel", ".delete")


def without(text: str, span: Span, holes: Sequence[Span]) -> str:
    """`text` within `span`, without the holes and the little words that led to them."""
    pieces: list[str] = []
    place = span[0]
    for start, end in sorted(holes):
        if end <= place or start >= span[1]:
            continue
        pieces.append(text[place : max(start, place)])
        place = max(place, end)
    last = text[place : span[1]]
    said = [piece for piece in pieces if piece.strip(" ,.;:")]
    kept = things.tidied([*said, last if last.strip(" ,.;:") else ""])
    # Its other half was cut out with the time; "call Tom :)" has none.
    halved = "(" in text[slice(*span)] and "(" not in kept
    return kept.removesuffix(")").rstrip() if halved else kept


def slots_of(
    text: str, form: Form, groups: dict[str, Span], times: Sequence[TimeExpression]
) -> Slots:
    """The slots of a clause that matched `form`; `groups` are spans within `text`."""
    thing = groups["what"][0] if "what" in groups else None
    holes = [
        _hole(text, t, thing) for t in times if not form.keep and not _belongs(text, t, form.route)
    ]
    groups, who, where = _beside(text, form.route, groups, holes)
    raw = without(text, groups["what"], holes) if "what" in groups else ""
    listed = things.list_name(text[slice(*groups["list"])]) if "list" in groups else None
    what: str | tuple[str, ...] | None = things.named(
        things.unconditional(raw, form.route), form.route
    )
    if isinstance(what, str) and form.route in ("task.add", "task.remove", "task.complete"):
        what = things.items(what, on_list=listed is not None or form.route != "task.add")
    if isinstance(what, str) and form.route == "memory.store":
        what = things.facts(what)
    whole = text[:2000].lower()
    reference = _cut(text, groups, "reference")
    if isinstance(what, str) and form.route.endswith(POINTING) and things.is_place_in_list(what):
        what, reference, times = None, what, ()
    return Slots(
        what=what or None,
        list=listed or _list(whole, form.route, what),
        priority=things.priority(whole) if form.route.startswith("task") else None,
        person=who or _cut(text, groups, "person") or things.company(raw or text, form.route),
        place=where or things.site(_cut(text, groups, "place")) or _place(what, form.route),
        calendar=_cut(text, groups, "calendar"),
        reference=reference,
        duration=_duration(text, form.route, times),
        lead=_lead(text, times),
        scope=things.scope(whole) if form.route.endswith(("cancel", "delete", "update")) else None,
        policy=things.policy(whole),
    )


def _beside(
    text: str, route: Route, groups: dict[str, Span], holes: Sequence[Span]
) -> tuple[dict[str, Span], str | None, str | None]:
    """Person and place that stand behind the time of a new event, and the groups without them."""
    what = groups.get("what")
    inside = [hole for hole in holes if what and what[0] < hole[0] and hole[1] < what[1]]
    if route != "calendar.create" or what is None or not inside:
        return groups, None, None
    end = max(hole[1] for hole in inside)
    found = things.beside(text[end : what[1]])
    if found is None or not text[what[0] : inside[0][0]].strip():
        return groups, None, None
    return {**groups, "what": (what[0], end)}, *found


def _place(what: str | tuple[str, ...] | None, route: Route) -> str | None:
    """Where an event is, out of its name."""
    return things.place(what) if isinstance(what, str) and route == "calendar.create" else None


def _list(whole: str, route: Route, what: str | tuple[str, ...] | None) -> str | None:
    """The list that is asked for; groceries go to the one for shopping."""
    if route == "task.list":
        return things.list_asked(whole)
    named = ", ".join(what) if isinstance(what, tuple) else what or ""
    return "shopping" if route == "task.add" and only_groceries(named.lower()) else None


def _belongs(text: str, expression: TimeExpression, route: Route) -> bool:
    """Whether a time is part of the thing to be reminded of: "the 6pm call"."""
    return route == "reminder.set" and attributive(text, expression)


def attributive(text: str, expression: TimeExpression) -> bool:
    """Whether a time only describes the thing behind it, or stands in a remark: "(back at 6)"."""
    start, end = expression.span
    open_at = text.rfind("(", 0, start)
    if text.rfind(")", 0, start) < open_at < start - 1 and ")" in text[end:]:
        return True
    before = text[max(0, expression.span[0] - 12) : expression.span[0]]
    behind = text[expression.span[1] : expression.span[1] + 2]
    return things.OWNED.search(before) is not None and behind[1:].isalpha()


JOINING = ("", "to", "about", "of", "for")


def _hole(text: str, expression: TimeExpression, thing: int | None) -> Span:
    """The span of a time, without the meal that it is named after, with the "before" of a lead
    unless that joins the thing to its anchor: "order the cake 2 days before the party"."""
    start, end = after_meal(expression), expression.span[1]
    leads = things.BEFORE.match(text, end) if expression.kind == "duration" else None
    joins = thing is not None and thing < start and text[thing:start].strip(" ,") not in JOINING
    return (start, leads.end() if leads and not joins else end)


MEAL = re.compile(r"(?:the )?(?:lunch|dinner|breakfast|brunch|supper)\b(?=.*\w)", re.IGNORECASE)


def after_meal(expression: TimeExpression) -> int:
    """Where a time goes on behind the meal that it begins with: "lunch on friday" is a lunch."""
    found = MEAL.match(expression.text)
    return expression.span[0] + (found.end() if found else 0)


def _cut(text: str, groups: dict[str, Span], name: str) -> str | None:
    return text[slice(*groups[name])].strip() or None if name in groups else None


def _duration(text: str, route: Route, times: Sequence[TimeExpression]) -> float | None:
    """How long an event takes."""
    if not route.startswith("calendar"):
        return None
    for expression in times:
        shifts = text[: expression.span[0]].lower().endswith("by ") or "later" in expression.text
        if expression.kind == "duration" and not shifts and not _leads(text, expression):
            return _seconds(expression)
    return None


def _lead(text: str, times: Sequence[TimeExpression]) -> float | None:
    """How long before something else."""
    for expression in times:
        if expression.kind == "duration" and _leads(text, expression):
            return _seconds(expression)
    return None


def _leads(text: str, expression: TimeExpression) -> bool:
    return things.BEFORE.match(text, expression.span[1]) is not None


def _seconds(expression: TimeExpression) -> float | None:
    return expression.value if isinstance(expression.value, float | int) else None


def strip_span(text: str, span: Span) -> Span:
    """`span` without the blanks at its ends."""
    start, end = span
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
