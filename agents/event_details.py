"""Notes, place, link and privacy of an event, changed by words: “add a note to the dentist: …”."""

import re
from dataclasses import replace

from agents import drafts, event_names
from agents.agent import Turn
from agents.calendar_choice import check_writable
from agents.event_choice import WRAPPERS, day_of, events_named, fitting, one
from agents.event_times import changed
from agents.finding import named, words_of
from core.errors import Refused
from core.events import Draft, Event
from core.models import Reply
from core.requests import Request, Slots, TimeExpression
from core.stores import UnitOfWork
from memory.bonds import BONDS

# Of TOLD it is not certain that an event is meant.
VERB, TOLD = "detail", "told"
_EVENT = r"(?:the |my |our )?(?P<which>[^:?\n]{1,80}?)"
_OF = rf"(?: of| for| to| on| in) {_EVENT}"
_WHERE = r"(?:place|location|address|venue|room)"
_LINK = r"(?P<text>https?://\S+)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"(?:please )?{words}", re.IGNORECASE))
    for field, words in (
        ("private", rf"(?:make|mark|set|keep|flag) {_EVENT} (?:as |to )?(?:private|confidential)"),
        ("public", rf"(?:make|mark|set) {_EVENT} (?:as |to )?(?:public|not private)"),
        ("day", rf"(?:make|turn) {_EVENT} (?:into )?(?:an? )?(?:all|whole)[- ]day(?: event)?"),
        ("place", rf"(?:set|change|update) the {_WHERE}{_OF}(?: to|:| as) (?P<text>\S.*)"),
        ("place", rf"(?:set|change|update) the (?P<which>){_WHERE} to (?P<text>\S.*)"),
        ("link", rf"(?:add|put|set|attach) (?:the |a |this )?link {_LINK}{_OF}(?<! list)"),
        ("link", rf"(?:set|change|add) (?:the )?link{_OF}(?: to|:) {_LINK}"),
        (
            "note",
            r"(?:(?:add|put|write|make|attach) )?(?:an? |another |the )?(?:note|comment)s?"
            rf"{_OF}(?:: ?| saying (?:that )?| that says )(?P<text>\S.*)",
        ),
    )
)
# What is told like a fact: of an event it is where that takes place, or its link. Places have names
# or numbers.
_FACTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(words, re.IGNORECASE))
    for field, words in (
        (
            "place",
            r"(?:(?:the|my|our) (?P<which>[^:?\n]{1,60}?) (?:is|takes place|will be|happens)"
            rf" (?:now )?(?:at|in)|the {_WHERE} (?:of|for) (?:the |my |our )?"
            r"(?P<of>[^:?\n]{1,60}?) is) "
            r"(?P<text>(?-i:[A-Z0-9]|room |building )[^?\n]{1,120})",
        ),
        ("link", rf"(?:the |my |our )?link{_OF}(?: is|:) {_LINK}"),
    )
)
_COMPANY = re.compile(r"\b(?:with|for|and)\b", re.IGNORECASE)
_OWNER = re.compile(r"\w+['’]s?(?!\w)")
_POINTS = frozenset({"", "it", "that", "this", "that event", "this event", "the event", "event"})


def detailing(plain: str) -> Request | None:
    """The request of words that change what belongs to an event, else None. Notes may be those of
    a task, so they are found by `instead`; what is told like a fact is one where no event is."""
    found = _read(plain)
    if found is None or found[0] == "note" or tells_a_place(plain):
        return None
    if _told(plain) is not None:
        return Request(route="calendar.update", verb=TOLD, slots=Slots(what=plain))
    return Request(route="calendar.update", verb=VERB, slots=Slots(what=found[1]))


def notes_it(plain: str) -> bool:
    """Whether the words add a note to what was just spoken of."""
    found = _read(plain)
    return found is not None and found[0] == "note" and found[1].casefold() in _POINTS


def tells_a_place(plain: str) -> bool:
    """Whether the words tell where something is, which may be an event."""
    found = _told(plain)
    return found is not None and found[0] == "place"


async def is_meant(turn: Turn, work: UnitOfWork) -> bool:
    """Whether what is told like a fact is about an event."""
    found = _read(_plain(turn))
    if found is None:
        return False
    name, _ = _apart(found[1], turn)
    if name.casefold() in _POINTS:
        return turn.conversation.focus.subject == "event"
    return any(_is_named(name, event) for event in await events_named(turn, work, name))


def _is_named(name: str, event: Event) -> bool:
    """Whether the words name the event itself, and not whom it is with or for: "my brother is in
    Hamburg" says nothing of a dinner with him."""
    if _COMPANY.search(name):
        return True
    head = _OWNER.sub("", _COMPANY.split(event.title, maxsplit=1)[0])
    bare = " ".join(word for word in words_of(head) if word not in WRAPPERS)
    if name.casefold() in BONDS:
        return bare == name.casefold()
    return bool(fitting(name, [replace(event, title=head, place=None, attendees=())]))


async def by_words(turn: Turn, work: UnitOfWork) -> Reply:
    """The draft of the event with what the words give it, or which one is meant.

    Raises:
        Refused: there is no such event, or it can't be changed.
    """
    found = _read(_plain(turn))
    if found is None:
        raise Refused(drafts.WHAT)
    field, which, text = found
    event = await _event(which, turn, work)
    if isinstance(event, Reply):
        return event
    await check_writable(event, work)
    wanted = _on_day(event, turn) if field == "day" else _with(event, field, text)
    if wanted == event:
        return Reply(text="It is so already.", route="calendar.update")
    scope = turn.request.slots.scope or ("this" if event.occasion else "all")
    asked = replace(turn, request=replace(turn.request, route="calendar.update"))
    return await drafts.propose(asked, work, Draft(kind="move", event=wanted, scope=scope))


async def instead(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The answer to what was taken for a task, when it names an event and no open task."""
    if turn.request.verb == "repeat":
        return await _repeated(turn, work)
    if turn.request.verb != "note":
        return await event_names.instead(turn, work)
    found = _read(_plain(turn))
    if found is None or found[0] != "note":
        return None
    which, _ = _apart(found[1], turn)
    points = which.casefold() in _POINTS
    if points and turn.conversation.focus.subject != "event":
        return None
    if not points and named(which, await work.tasks.open(), lambda task: task.title):
        return None
    if not points and not await events_named(turn, work, which):
        return None
    request = replace(turn.request, route="calendar.update", verb=VERB, slots=Slots(what=which))
    reply = await by_words(replace(turn, request=request), work)
    return replace(reply, route="calendar.update")


async def _repeated(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The draft of an event that is to come again and again: "make the dentist repeat yearly"."""
    which = turn.request.slots.what
    if not isinstance(which, str) or not which.strip():
        return None
    if named(which, await work.tasks.open(), lambda task: task.title):
        return None
    events = await events_named(turn, work, which)
    if not events:
        return None
    await check_writable(events[0], work)
    asked = replace(turn, request=replace(turn.request, route="calendar.update"))
    event = changed(events[0], asked)
    reply = await drafts.propose(asked, work, Draft(kind="move", event=event, scope="all"))
    return replace(reply, route="calendar.update")


def _plain(turn: Turn) -> str:
    return turn.incoming.text.strip().rstrip(" .!").replace("’", "'")


def _read(plain: str) -> tuple[str, str, str] | None:
    """What of which event becomes what."""
    for field, form in _FORMS:
        if found := form.fullmatch(plain):
            text = found["text"] if "text" in found.groupdict() else ""
            return field, found["which"].strip(), text.strip(' “”"')
    return _told(plain)


def _told(plain: str) -> tuple[str, str, str] | None:
    for field, form in _FACTS:
        if found := form.fullmatch(plain):
            named = found.groupdict()
            return field, named.get("which") or named.get("of") or "", found["text"]
    return None


def _apart(which: str, turn: Turn) -> tuple[str, tuple[TimeExpression, ...]]:
    """The name of the event, and the times beside it."""
    times = tuple(said for said in turn.request.times if said.text in which)
    for said in times:
        which = which.replace(said.text, " ")
    return re.sub(r" (?:on|at|of|from)\s*$", "", " ".join(which.split())), times


async def _event(which: str, turn: Turn, work: UnitOfWork) -> Event | Reply:
    """The one that is meant, on the day that its name holds."""
    name, times = _apart(which, turn)
    reference = turn.request.slots.reference or ("it" if name.casefold() in _POINTS else None)
    slots = replace(
        turn.request.slots, what=None if reference else name, reference=reference, new=None
    )
    request = replace(
        turn.request,
        route="calendar.query",
        slots=slots,
        times=() if reference else times,
    )
    return await one(replace(turn, request=request), work, "Which event do you mean?")


def _on_day(event: Event, turn: Turn) -> Event:
    """The event for all of its day."""
    on = day_of(event, turn.person.zone)
    if event.starts_at is None:
        return event
    return replace(event, starts_at=None, ends_at=None, first_day=on, last_day=on)


def _with(event: Event, field: str, text: str) -> Event:
    match field:
        case "note":
            return replace(event, notes=f"{event.notes or ''}\n{text}".strip())
        case "link":
            return replace(event, link=text)
        case "place":
            return replace(event, place=text)
        case _:
            return replace(event, private=field == "private")
