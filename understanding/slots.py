"""What a request is about: the slots, cut out of the text as the person wrote it."""

from collections.abc import Sequence

from core.requests import Route, Slots, TimeExpression
from understanding.english import things
from understanding.forms import Form

Span = tuple[int, int]


def without(text: str, span: Span, holes: Sequence[Span]) -> str:
    """`text` within `span`, without the holes and the little words that led to them."""
    pieces: list[str] = []
    place = span[0]
    for start, end in sorted(holes):
        if end <= place or start >= span[1]:
            continue
        pieces.append(text[place : max(start, place)])
        place = max(place, end)
    pieces.append(text[place : span[1]])
    return things.tidied([piece for piece in pieces if piece.strip(" ,.;:")])


def slots_of(
    text: str, form: Form, groups: dict[str, Span], times: Sequence[TimeExpression]
) -> Slots:
    """The slots of a clause that matched `form`; `groups` are spans within `text`."""
    holes = [_hole(text, t) for t in times if not form.keep and not _belongs(text, t, form.route)]
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
    return Slots(
        what=what or None,
        list=listed,
        priority=things.priority(whole) if form.route.startswith("task") else None,
        person=_cut(text, groups, "person") or things.company(raw or text, form.route),
        place=things.place(what)
        if isinstance(what, str) and form.route == "calendar.create"
        else None,
        calendar=_cut(text, groups, "calendar"),
        reference=_cut(text, groups, "reference"),
        duration=_duration(text, form.route, times),
        lead=_lead(text, times),
        scope=things.scope(whole) if form.route.endswith(("cancel", "delete", "update")) else None,
        policy=things.policy(whole),
    )


def _belongs(text: str, expression: TimeExpression, route: Route) -> bool:
    """Whether a time is part of the thing to be reminded of: "the 6pm call"."""
    return route == "reminder.set" and attributive(text, expression)


def attributive(text: str, expression: TimeExpression) -> bool:
    """Whether a time only describes the thing behind it."""
    before = text[max(0, expression.span[0] - 12) : expression.span[0]]
    behind = text[expression.span[1] : expression.span[1] + 2]
    return things.OWNED.search(before) is not None and behind[1:].isalpha()


def _hole(text: str, expression: TimeExpression) -> Span:
    """The span of a time, with the "before" of a lead."""
    leads = things.BEFORE.match(text, expression.span[1]) if expression.kind == "duration" else None
    return (expression.span[0], leads.end() if leads else expression.span[1])


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
