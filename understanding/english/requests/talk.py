"""What is for Jenny herself and no agent's: settings, help, the clock."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import CALENDAR, LIST, REMINDER
from understanding.forms import Form, form

TALK: tuple[Form, ...] = (
    form("other", r"(?:change|set|make) (?P<what>(?:my )?(?:mornings?|afternoons?|evenings?|nights?)|my lunch|lunch ?time)(?: to| at| start)*\W*$", "settings", needs="time"),
    form("other", r"(?:change|set|switch)(?: my)? (?:time ?zone|tz)(?: to)? ?(?P<what>.*)", "settings"),
    form("other", r"(?:what can (?:you|i)|how can you|how do you|how does this|how do (?:i|reminders|alarms|lists))\b.{0,30}\b(?:do|say|ask|help|work|use|set)\b.*", "help", confidence=0.9),
    form("other", rf"(?:how (?:do|can|could|would|should) (?:i|we|you)|(?:is it possible|is there a way) to|can (?:i|one)|am i able to) (?:\w+ ){{1,2}}(?:an? |my |the |several |new )*(?:{REMINDER}|{CALENDAR}|events?\b|appointments?\b|{LIST}|memor(?:y|ies)\b|snoozes?\b)(?: (?:here|with you|again|off))?\W*$", "help"),
    form("other", rf"how (?:do|does)(?: the| your| my)? (?:{REMINDER}|snooze|lists?|tasks?|undo|private mode|memory) work\b.*", "help"),
    form("other", r"can you (?:\w+ )?(?:set|make|create|handle|do|manage|keep|send|give) (?:reminders|alarms|timers|tasks|lists|events|appointments|notes)\W*$", "help"),
    form("other", r"(?:who|what) are you\b[^\n]{0,20}", "who"),
    form("other", r"where(?: exactly| on earth| the hell)? (?:am|are) (?:i|we)\b(?! (?:meeting|supposed|going|having|seeing))[^\n]*", "talk"),
    form("other", r"(?:can you )?(?:add|sum)(?: up)? \d[\d.,]* (?:and|to|plus|with)\b.*", "talk"),
    form("other", r"i (?:am saying|'m saying|meant?|said|say|think) (?:yes|no)\W*$", "talk"),
    form("other", r"(?:thank you|thanks)\b(?: (?:very|so|much|a lot|again))* for\b.*", "thanks"),
    form("other", r"what (?:question )?did you (?:just )?(?:say|ask|mean)\b.*", "talk"),
    form("other", r"(?:(?:i|we)(?:'ll| will| want to| would like to|'d like to| am going to)? (?:now |just )*call you|can i call you|your (?:new )?name (?:is|will be)|do you have a (?:nick ?)?name|what(?:'s| is) your (?:nick ?)?name|what do you call yourself|what should i call you)\b.*", "who"),
    form("other", r"(?:spell|define|translate|pronounce)\b:? .+", "talk"),
    form("other", r"(?:undo|revert|take back)\b.*", "undo"),
    form("other", r"(?:export|download)(?: all)?(?: of)? (?:my|everything|the) ?(?:data|memory|memories|tasks|calendar)?\W*$", "export"),
    form("other", r"(?:turn (?:on|off) |switch (?:on|off) |enable |disable |leave )?(?:private|incognito) mode(?: on| off)?\W*$", "private"),
    form("other", r"(?:keep|make) (?:this|it|that|what i (?:say|write|tell you))(?: conversation| chat| one)? (?:private|secret|between us|to yourself)(?: please| now)?\W*$", "private"),
    form("other", r"what(?:'s| is|) (?:the )?(?:current |exact )?(?:time|date|day)(?: (?:is it|now|today|right now|it is))*\W*$", "clock"),
    form("other", r"(?:what|which) (?:day|date|time) (?:is|was|will) (?:it|today|tomorrow)\b.*", "clock"),
)  # fmt: skip
