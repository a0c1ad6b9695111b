"""Tasks jotted down in one line: `Pay rent every 1st p1 #home`, `water plants every! 3 days`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.requests import Request, Route, Slots, TimeExpression

Read = Callable[[str], Request]

_MARK = re.compile(
    r"(?<!\S)(?:p(?P<priority>[1-4])|#(?P<list>[^\W\d][\w-]*)|@(?P<tag>[^\W\d][\w-]*)"
    r"|(?P<urgent>!{2,3}))(?=[\s,.;]|$)",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\bevery! ?", re.IGNORECASE)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
            "seven": 7, "eight": 8, "nine": 9, "ten": 10, "other": 2}  # fmt: skip
_DONE = (
    r"(?:i(?:'ve| have)? (?:do|did|done|finish(?:ed)?|completed?|tick(?:ed)?)(?: (?:it|this|that))?"
    r"(?: off)?|it(?:'s| is| was)? (?:done|finished|completed?)|(?:its )?completion|(?:doing|"
    r"finishing) it)"
)
_AFTER = re.compile(
    rf",?\s*\b(?:again )?(?:every )?(?:(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)}) )?"
    rf"(?P<unit>day|week|month|year)s? after {_DONE}\b",
    re.IGNORECASE,
)
_FREQUENCY = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
# Who says so does not jot down a task.
_OTHERWISE = re.compile(
    r"\b(?:remind|reminders?|alarm|timer|wake me|remember|forget|calendar)\b", re.IGNORECASE
)
_JOTTED: tuple[Route, ...] = ("task.add", "reminder.set", "calendar.create", "other")
_BULLET = re.compile(r"\s*(?:[-*•–☐]|\[ ?\]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"\s*(?:my |the )?(?P<name>[\w' -]{1,40}?)(?: list)?\s*:\s*", re.IGNORECASE)
SEVERAL = "several"


@dataclass(frozen=True, kw_only=True, slots=True)
class Jotting:
    """A line without its marks, and what they said. `rule` repeats from when it was done."""

    plain: str
    list_name: str | None
    priority: int | None
    tags: tuple[str, ...]
    after_done: bool
    rule: str | None

    @property
    def is_clear(self) -> bool:
        """Whether the marks alone tell that this is a task."""
        return self.priority is not None or self.list_name is not None or self.after_done


def jotting(line: str) -> Jotting:
    """The line, its marks taken out."""
    found = list(_MARK.finditer(line))
    after = _AFTER.search(line)
    plain = _MARK.sub("", _AFTER.sub("", line))
    rule = None
    if after is not None:
        said = (after["number"] or "one").lower()
        number = _NUMBERS.get(said) or int(said)
        rule = f"FREQ={_FREQUENCY[after['unit'].lower()]};INTERVAL={number}"
    levels = [int(mark["priority"] or 1) for mark in found if mark["priority"] or mark["urgent"]]
    return Jotting(
        plain=" ".join(_EVERY.sub("every ", plain).split()).strip(" ,"),
        list_name=next((mark["list"] for mark in found if mark["list"]), None),
        priority=levels[0] if levels else None,
        tags=tuple(dict.fromkeys(mark["tag"].casefold() for mark in found if mark["tag"])),
        after_done=after is not None or _EVERY.search(line) is not None,
        rule=rule,
    )


def jotted(text: str, read: Read) -> Request | None:
    """The task, or the several ones line by line, that `text` jots down; None when it is said in
    another way. `read` understands a text without marks."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return _several(lines, read)
    note = jotting(text)
    if not (note.is_clear or note.tags) or not note.plain or _OTHERWISE.search(text):
        return None
    request = read(note.plain)
    if request.route not in _JOTTED or (not note.is_clear and request.route == "other"):
        return None
    return _task(note, request, read)


def _several(lines: Sequence[str], read: Read) -> Request | None:
    heading = _HEADING.fullmatch(lines[0])
    # "remind me at 9 to read:" is what rings, with all its lines.
    if heading is not None and _OTHERWISE.search(heading["name"]):
        return None
    rest = lines[1:] if heading else lines
    notes = [jotting(_BULLET.sub("", line, count=1)) for line in rest]
    marked = [
        _BULLET.match(line) or note.is_clear or note.tags
        for line, note in zip(rest, notes, strict=True)
    ]
    if not all(marked) or any(not note.plain or _OTHERWISE.search(note.plain) for note in notes):
        return None
    tasks = [_task(note, read(note.plain), read) for note in notes]
    if heading is not None:
        name = heading["name"]
        # What is named on the line itself goes before the heading, and that before what food is.
        names = [note.list_name or name for note in notes]
        tasks = [
            replace(task, slots=replace(task.slots, list=name))
            for task, name in zip(tasks, names, strict=True)
        ]
    return Request(route="task.add", verb=SEVERAL, also=tuple(tasks))


def _task(note: Jotting, request: Request, read: Read) -> Request:
    if request.route != "task.add":
        request = replace(read(f"todo: {note.plain}"), also=())
    is_task = request.route == "task.add"
    slots = request.slots if is_task else Slots()
    times = request.times
    if note.rule is not None:
        times = (_rule(note.rule), *[t for t in times if t.kind != "recurrence"])
    slots = replace(
        slots,
        what=slots.what or note.plain,
        list=note.list_name or slots.list,
        priority=note.priority or slots.priority,
        tags=note.tags or None,
        after_done=note.after_done or None,
    )
    return Request(route="task.add", verb="add", slots=slots, times=times, also=request.also)


def _rule(rule: str) -> TimeExpression:
    return TimeExpression(text="", span=(0, 0), kind="recurrence", value=rule)
