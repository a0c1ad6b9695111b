"""What people say of tasks beyond the plainest: notes, tags, names, views, what was done."""

# ruff: noqa: E501 - a table is read by rows

import re
from dataclasses import replace

from core.models import Focus
from core.requests import Request, Route, Slots

_ALL = r"(?:(?:all|my|the|our|any|open) )*"
_TASKS = r"(?:tasks?|to-?dos?|items?|things?)"
_SHOW = (
    r"(?:(?:show|list|give|tell)(?: me)?|what(?:'s| is| are| do i have)?|which|see|do i have"
    r"|is there|are there|anything)"
)
_THE = r"(?:the |my )?(?:task )?"
_LEVEL = (
    r"(?:(?:to |as |a |the )*(?:priority (?:to )?(?:p?(?P<n>[1-4])|(?P<word>high|medium|low|none))"
    r"|p(?P<p>[1-4])|(?:(?P<named>high|medium|low|no) priority)))"
)
_LEVELS = {"high": 1, "medium": 2, "low": 3, "none": 4, "no": 4}
_NAME = r"[#@]?[\w-]+"
_NAMES = rf"{_NAME}(?:(?:, | and |, and ){_NAME})*"

# Each with its route and verb; groups are `what`, `new`, `list`, `tags` and those of `_LEVEL`.
_FORMS: tuple[tuple[Route, str, str], ...] = (
    ("task.list", "overdue", rf"(?:{_SHOW} )?{_ALL}(?:anything |that's |that are )?overdue"
     rf"(?: {_TASKS})?|{_ALL}{_TASKS}(?: that are)? overdue|what am i (?:late|behind) (?:on|with)"),
    ("task.list", "next", r"what (?:should|shall|do|must|can) i (?:do|work on|tackle|start with)"
     r"(?: (?:next|now|first|today first))?|what(?:'s| is) (?:my |the )?(?:most (?:important|urgent)"
     r"|next) (?:task|thing)(?: to do)?|(?:my )?next task|what now"),
    ("task.list", "find", rf"(?:find|search(?: for| in)?|look (?:up|for)) {_ALL}{_TASKS}"
     r"(?: (?:about|for|with|called|named|like|containing|on))? (?P<what>.+)"),
    ("task.list", "find", r"(?:find|search for|look for|show(?: me)?) (?:the |my )?(?P<what>[\w'-]+(?: [\w'-]+){0,2}) (?:task|to-?do)"),
    ("task.list", "find", r"search (?:for )?(?P<what>(?!(?:the |my )?(?:web|internet|online|google|calendars?|memory|notes|mail)\b)"
     r"(?!.*\b(?:nearby|near (?:me|here|us|by)|around here|close by|in town|in the area|online)$)"
     r"[\w'-]+(?: [\w'-]+){0,2})"),
    ("task.list", "list", r"(?P<list>shopping)"),
    ("task.remove", "clear", r"(?:clear|empty|wipe)(?: out)? (?:the |my |our )?(?P<list>shopping|grocer(?:y|ies))"),
    ("task.list", "finished", r"what (?:all )?(?:did i|have i|i(?:'ve)?) (?:get |gotten |got )?"
     r"(?:done|finish(?:ed)?|complete[d]?|accomplish(?:ed)?|tick(?:ed)? off)\b.{0,40}"
     rf"|(?:{_SHOW} )?{_ALL}(?:done|completed|finished) {_TASKS}\b.{{0,40}}"),
    ("task.list", "count", rf"how many (?:open |more |overdue )?{_TASKS}"
     r"(?: (?:do i have|are there|are (?:open|left)|have i got|left))*(?: (?:to do|open|left))*"),
    ("task.list", "lists", rf"(?:{_SHOW} )?{_ALL}lists(?: do i have| are there)?"),
    ("task.list", "tag", rf"(?:{_SHOW} )?{_ALL}(?:{_TASKS} )?(?:(?:that are |are )?(?:tagged|labell?ed)"
     rf"(?: with| as)?|with (?:the )?(?:tag|label)|in|on|for)? ?[#@](?P<tags>[\w-]+)(?: {_TASKS})?"),
    ("task.list", "tag", rf"(?:{_SHOW} )?{_ALL}(?:{_TASKS} )?(?:(?:that are |are )?"
     r"(?:tagged|labell?ed)(?: with| as)?|with (?:the )?(?:tag|label)) (?P<tags>[\w-]+)"),
    ("task.list", "list", rf"(?:{_SHOW} )?{_ALL}(?:p(?P<p>[1-4])|priority (?P<n>[1-4])"
     rf"|(?P<named>high|medium|low)[- ]priority)(?: {_TASKS})?"),
    ("task.list", "due", rf"(?:{_SHOW} )?(?:(?:is|are) )?{_ALL}(?:{_TASKS} )?(?:that are )?due"
     r"(?: (?:on|by|for))? (?:today|tomorrow|(?:this|next) \w+|(?:on )?\w+day)"),
    ("task.update", "note", r"(?:(?:please )?add )?(?:an? |the |this )?notes? (?:to|for|on) (?!self\b|myself\b|me\b)"
     rf"{_THE}(?P<what>[^:]{{1,200}}?)(?:: ?| saying (?:that )?| that says )(?P<new>.+)"),
    ("task.update", "tag", rf"(?:tag|label) {_THE}(?P<what>.+?) (?:with|as) (?P<tags>{_NAMES})"),
    ("task.update", "tag", rf"add (?:the )?(?:tags?|labels?) (?P<tags>{_NAMES}) to {_THE}(?P<what>.+)"),
    ("task.update", "untag", rf"(?:remove|delete|take|drop) (?:the )?(?:tags?|labels?) (?P<tags>{_NAMES})"
     rf" (?:from|off) {_THE}(?P<what>.+)"),
    ("task.update", "untag", rf"(?:remove|delete|take|drop) (?:the )?(?P<tags>{_NAMES}) (?:tags?|labels?)"
     rf" (?:from|off) {_THE}(?P<what>.+)"),
    ("task.update", "rename list", r"(?:rename|call) (?:the |my )?(?P<list>.+?) list (?:to |as |into )?(?P<new>.+)"),
    ("task.update", "rename", rf"rename {_THE}(?P<what>.+?) (?:to|as|into) (?P<new>.+)"),
    ("task.update", "priority", rf"(?:make|give|mark) {_THE}(?P<what>.+?) {_LEVEL}"),
    ("task.update", "priority", rf"(?:set|change) (?:the )?priority (?:of|for) {_THE}(?P<what>.+?) to "
     r"(?:p?(?P<n>[1-4])|(?P<word>high|medium|low|none))"),
    ("task.update", "priority", rf"(?:set|change) {_THE}(?P<what>.+?) {_LEVEL}"),
    ("task.update", "undue", r"(?:remove|clear|drop|delete) (?:the )?(?:due date|due time|deadline)"
     rf" (?:from|of|for|on) {_THE}(?P<what>.+)|(?P<also_what>.+?) has no (?:due date|deadline)"),
    ("task.update", "repeat", rf"(?:make {_THE}(?P<what>.+?)|(?P<also_what>it|that)) repeat (?:every|each|daily|weekly"
     r"|monthly|yearly).*|repeat (?P<third_what>.+?) (?:every|each|daily|weekly|monthly|yearly)\b.*"),
    ("task.update", "reopen", rf"(?:reopen|re-open|untick|un-?check|unmark|undo task) {_THE}(?P<what>.+)"
     rf"|mark {_THE}(?P<also_what>.+?) (?:as )?(?:not done|undone|open|unfinished|incomplete)"
     rf"|{_THE}(?P<third_what>.+?) (?:is|was)(?:n't| not) done(?: yet| after all)?"),
    ("task.remove", "clear done", r"(?:clear|delete|remove|tidy)(?: (?:up|away|out|all|the|my|of))*"
     r" (?:done|completed|finished|ticked|checked)(?:[- ]off)?(?: (?:tasks?|items?|ones|things))?"
     r"(?: (?:from|on|off|in) (?:the |my )?(?P<list>.+?)(?: list)?)?"),
    ("task.remove", "remove list", r"(?:delete|remove|drop|get rid of) (?:the |my )?(?P<list>(?!to-?do|task)[^,]{1,60}?) list"
     r"(?: (?:completely|entirely|altogether|itself))?"),
    ("task.complete", "done", rf"tick (?:off )?{_THE}(?P<what>.+?)(?: off)?"),
)  # fmt: skip
_COMPILED: tuple[tuple[Route, str, re.Pattern[str]], ...] = tuple(
    (route, verb, re.compile(form, re.IGNORECASE | re.DOTALL)) for route, verb, form in _FORMS
)
# "them" and "the second one" are pointed at, names are looked for.
_POINTS = re.compile(
    r"(?:it|that|this|them|those|these|both|all|the others?|(?:that|this|the \w+|(?:number|no\.?) \w+)"
    r"(?: (?:one|task|item))?)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(?:st|nd|rd|th))"
    r"(?: (?:one|task|item|thing))?|(?:task|item|number|no\.?|#) ?\d+",
    re.IGNORECASE,
)
_DAYS = re.compile(r"today|(?:my )?(?:agenda|day)|(?:this|next) week|my week", re.IGNORECASE)
_PRONOUN = re.compile(r"it|that|this|them|those", re.IGNORECASE)
_MOVED = re.compile(
    r"(?:move|put|shift|transfer) (?:the |my )?(?P<what>.+?)(?: from .+?)? (?:to|onto|into|on)"
    r" (?:the |my )?(?P<list>[^\d,:]{1,40}?)(?: list)?",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    r"(?:please )?(?:delete|remove|drop|scrap) (?:the |my )?(?P<what>.{1,80})", re.IGNORECASE
)
# "cancel rent": of an event, a task or a reminder that is called so.
_CALLED_OFF = re.compile(
    r"(?:please )?(?:cancel|call off) (?:the |my )?(?P<what>(?!(?:it|that|this|all|order|everything)\b)"
    r"[\w'-]+(?: [\w'-]+){0,2})",
    re.IGNORECASE,
)
# What one is out of, or needs, is bought.
_LACKED = re.compile(
    r"(?:(?:we|i)(?:'re| are|'m| am)? |were )?(?:(?:all|almost|nearly|still|also|really) )*"
    r"(?:out of|running (?:low|out)(?: on| of)?|low on|ran out of|need(?: some| more)? (?!to\b))"
    r".+|(?:there(?:'s| is) )?no (?:more )?.+ left",
    re.IGNORECASE,
)
# "I've paid the rent" is about the rent.
_HAVE = re.compile(r"^['’]ve (?:(?:just|already) )?\w+ (?:the |my )?", re.IGNORECASE)
_NEEDED = re.compile(
    r"(?:i|we)(?: still| also| really)* need(?: some| more)? (?P<what>(?!(?:to|help|advice|you|your|it"
    r"|that|this|an?|my|sleep|time|rest|more|some)\b)[\w'-]+(?: (?:and )?[\w'-]+){0,2})",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"(?:please )?(?:add|put|get|buy|need|(?:i|we) need)\b", re.IGNORECASE)
_THEN = re.compile(
    r"(?:and )?(?:then|but|so|if|when|because|as|for|with|which|or|before|after|not)\b",
    re.IGNORECASE,
)
SHOPPING = "shopping"
_LONGEST_ITEM = 4  # words
_LONGEST = 1000


def tasked(text: str, focus: Focus) -> Request | None:
    """The request about tasks in a phrase that has a form of its own, else None; its times are
    still to be read."""
    plain = text if "\n" in text else _plain(text)
    plain = plain.strip().rstrip("?.! ").removeprefix("please ").removesuffix(" please")
    if not plain or len(plain) > _LONGEST:
        return None
    request = _formed(plain, text)
    if request is not None:
        elsewhere = focus.subject not in ("task", None)
        points = _PRONOUN.fullmatch(request.slots.reference or "") is not None
        return None if elsewhere and points else request
    # Of one task "tomorrow" may be its new day; else these are the days as they are.
    shows = _DAYS.fullmatch(plain) or (len(focus.ids) != 1 and plain.lower() == "tomorrow")
    looked = focus.subject == "task" or focus.route == "calendar.query"
    if looked and focus.question is None and shows:
        return Request(route="calendar.query", verb="agenda")
    return None


def _formed(plain: str, text: str) -> Request | None:
    for route, verb, form in _COMPILED:
        found = form.fullmatch(plain)
        if found is not None:
            return _request(route, verb, found.groupdict(), text)
    return None


def _is_talk(request: Request) -> bool:
    return request.route == "other" and request.verb in ("", "talk")


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _request(route: Route, verb: str, said: dict[str, str | None], text: str) -> Request:
    what = said.get("what") or said.get("also_what") or said.get("third_what")
    what = what.strip(" ,\"“”'") if what else None
    points = what is not None and (_POINTS.fullmatch(what) or _ORDINAL.fullmatch(what))
    tags = re.findall(r"[\w-]+", (said.get("tags") or "").casefold())
    level = said.get("n") or said.get("p")
    word = said.get("word") or said.get("named")
    return Request(
        route=route,
        verb=verb,
        slots=Slots(
            what=None if points else what,
            reference=what if points else None,
            list=said.get("list"),
            new=_as_typed(said.get("new"), text),
            tags=tuple(tag for tag in tags if tag != "and") or None,
            priority=int(level) if level else _LEVELS.get((word or "").lower()),
        ),
    )


def _as_typed(new: str | None, text: str) -> str | None:
    """The end of the text with its own quotes, blanks and marks of the end."""
    if new is None:
        return None
    size = len(new.split())
    tail = re.search(r"\S+(?:\s+\S+){" + str(size - 1) + r"}\s*$", text)
    return tail[0].strip() if tail and size > 0 else new


def settled(text: str, request: Request) -> Request:
    """A request about tasks with what its words say besides: several items, what is to be bought,
    the list that something moves to."""
    plain = _plain(text).rstrip("?.! ")
    removed = _REMOVED.fullmatch(plain) if _is_talk(request) else None
    if removed is not None:
        slots = Slots(what=removed["what"])
        return Request(route="task.remove", verb="remove", slots=slots)
    called_off = _CALLED_OFF.fullmatch(plain) if _is_talk(request) else None
    if called_off is not None:
        slots = Slots(what=called_off["what"])
        return Request(route="calendar.delete", verb="delete", slots=slots)
    needed = _NEEDED.fullmatch(plain) if _is_talk(request) else None
    if needed is not None:
        request = Request(route="task.add", verb="add", slots=Slots(what=needed["what"]))
    unplaced = request.route == "task.update" and request.slots.list is None
    if (unplaced or _is_talk(request)) and not request.times:
        moved = _MOVED.fullmatch(plain)
        if moved is not None and (request.route != "other" or plain[:4].lower() == "move"):
            slots = replace(request.slots, what=moved["what"], list=moved["list"])
            return replace(
                request, route="task.update", verb="move", confidence=1.0, slots=slots, also=()
            )
    if request.route == "task.complete" and isinstance(request.slots.what, str):
        what = _HAVE.sub("", request.slots.what)
        return replace(request, slots=replace(request.slots, what=what or request.slots.what))
    if request.route != "task.add" or not isinstance(request.slots.what, str):
        return request
    items: str | tuple[str, ...] = request.slots.what
    lacked = _LACKED.fullmatch(plain) is not None and not request.times
    if lacked or _ITEMS.match(plain):
        items = _items(request.slots.what, lacked=lacked)
    name = request.slots.list or (SHOPPING if lacked else None)
    return replace(request, slots=replace(request.slots, what=items, list=name))


def _items(what: str, *, lacked: bool) -> str | tuple[str, ...]:
    breaks = r"\s*,\s*(?:and\s+)?|\s+and\s+" if lacked else r"\s*,\s*(?:and\s+)?"
    parts = [part for part in re.split(breaks, what) if part]
    short = all(len(part.split()) <= _LONGEST_ITEM and not _THEN.match(part) for part in parts)
    return tuple(parts) if len(parts) > 1 and short else what
