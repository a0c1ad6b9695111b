"""Events and calendars."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import (
    ASK,
    CALENDAR,
    CHANGE,
    CREATE,
    DELETE,
    EVENT,
    OWN,
)
from understanding.forms import Form, form

CALENDAR_FORMS: tuple[Form, ...] = (
    form("calendar.delete", rf"(?:take(?: out| off)?|scratch|cross|wipe) {OWN}(?P<what>[^\n]{{0,80}}?) (?:off|out|away|from)(?: of| from)? (?:my |the |our )?{CALENDAR}", "delete"),
    form("calendar.delete", rf"(?:i )?(?:{DELETE}|free(?: up)?|block) {OWN}(?P<what>[^\n]{{0,80}}?)(?: scheduled)? (?:from|off|on|in|out of|of) (?:my |the |our )?{CALENDAR}(?P<rest>.*)", "delete"),
    form("calendar.query", rf"{ASK}(?=.{{0,200}}?\b{CALENDAR})(?!.{{0,60}}\b(?:add|put|create) )", "agenda"),
    form("calendar.create", rf"(?:i )?{CREATE}(?: down)? (?P<what>(?:[^\n]{{0,120}}?)) (?:to|on|onto|in|into|at|for) (?:my |the |our |this )?(?:(?P<calendar>[\w'’]+) )?{CALENDAR}", "create"),
    form("calendar.create", rf"{CREATE} (?:to|on|in|into) (?:my |the )?{CALENDAR}(?: (?:that|for|to))?:?(?P<what>.*)", "create"),
    form("calendar.create", rf"(?:on|for|in|to) (?:my|the|our) {CALENDAR},?(?: (?:please|on))*(?: {CREATE})?(?P<what>.+)", "create"),
    form("calendar.delete", rf"{DELETE} {OWN}(?P<what>(?:[^\n]{{0,80}}?\b)?{CALENDAR}.*)", "delete"),
    form("calendar.update", rf"(?!make\b){CHANGE} {OWN}(?P<what>(?:[^\n]{{0,60}}?\b)?{CALENDAR})(?P<new>.*)", "change"),
)  # fmt: skip

# A word for a calendar and an action somewhere around it.
CALENDAR_SEARCHES: tuple[Form, ...] = (
    form("calendar.delete", rf"(?:.{{0,100}}?\b)?(?:{DELETE}|deleted?|removed?|take|takes|destroy|format)\b.{{0,80}}?\b{CALENDAR}(?P<what>)", "delete", confidence=0.75),
    form("calendar.create", rf"(?:.{{0,100}}?\b)?(?:{CREATE}|added|updated|put)\b.{{0,80}}?\b{CALENDAR}(?P<what>)", "create", confidence=0.7),
    form("calendar.query", rf"(?:.{{0,60}}?\b)?{CALENDAR}.*", "agenda", confidence=0.6),
)  # fmt: skip

EVENT_FORMS: tuple[Form, ...] = (
    form("other", r".{0,60}?\b(?:local|sporting|nearby) events?\b.*|.{0,60}?\bevents? (?:(?:are|is|that are|which are|taking|going|happening|this \w+|are there) )*(?:happening|going on|taking place|around|near|place|in (?!my|the (?:morning|afternoon|evening)))(?!\W*$).*", "talk", confidence=0.8),
    form("calendar.query", r"(?:(?:my|all|all my|upcoming|next|any|the|bring up|how many) )*(?:events|meetings|mettings|appointments|appts|mtgs)(?: (?:do|are|am|with|have|from|to|for|of)\b.*)?\W*$", "agenda", confidence=0.85),
    form("calendar.query", r"(?:what(?:'?ve| have| do)|have|do) (?:i|we)(?: got| have)?(?: (?:anything|something|stuff))?(?: (?:going on|planned|scheduled|set|on|coming up|lined up|to do|happening|for))+\b.*", "agenda", needs="time"),
    form("calendar.delete", rf"{DELETE} {OWN}(?P<what>(?:[^\n]{{0,80}}?\b)?(?:{EVENT}|{CALENDAR}).*)", "delete"),
    form("calendar.delete", r"(?P<what>.+?) (?:needs to be|should be|must be|is|was|has been|got) (?:cleared|cancell?ed|deleted|removed|called off)\b", "delete", confidence=0.85),
    form("calendar.update", rf"{CHANGE} {OWN}(?P<what>(?:[^\n]{{0,60}}?\b)?(?:{EVENT}|{CALENDAR})(?: with [\w'’]+| at [\w'’]+)?)(?P<new>.*)", "change"),
    form("calendar.update", rf"(?:invite|add) (?P<person>[\w'’ ,]{{1,60}}?) to (?:my|the|that|our) (?P<what>(?:[\w'’-]+ ){{0,3}}?{EVENT})", "invite"),
    form("calendar.update", r"(?:reschedule|postpone|bring forward)(?: (?:my|the))? ?(?P<what>[^\n]{1,80}?)(?P<new>(?: (?:to|by|until|for)\b.*)?)$", "change"),
    form("calendar.update", r"(?:move|push|shift|delay) (?:my |the |our )(?P<what>[^\n]{1,80}?) (?P<new>(?:to|by|until|back|forward|from)\b.*)", "change", confidence=0.85, needs="time"),
    form("calendar.query", r"(?:what(?:'?s| is)|anything|is there anything|what do (?:i|we) have|have i got (?:anything|something)|do (?:i|we) have (?:anything|something|plans|any plans)|what(?:'s| is) happening|what(?:'?ve| have) i got|what am i doing)(?: (?:on|planned|scheduled|going on|coming up|up|happening|to do|for me|next|in store|lined up|for|at))*\W*$", "agenda", needs="time"),
    form("calendar.query", r"(?:what(?:'?s| is) (?:on|next|up next|coming up)|what(?:'?s| is) my day(?: look(?:ing)?)? ?(?:like)?|how(?:'?s| is| does) my (?:day|week|morning|afternoon|evening|month)(?: look(?:ing)?| like)*|what does my (?:day|week|morning|afternoon) look like|what(?:'?s| is) (?:my|the) plan|brief me|give me (?:a|my) (?:brief|rundown|summary))\b.*", "agenda"),
    form("calendar.query", r"(?:am i|are we|will i be|when am i|are you) (?:scheduled|supposed|meant|meeting|free|busy|available|booked|doing anything|open)\b.*", "free"),
    form("calendar.query", r"do i have (?:time|space|room|a free slot|a gap)\b.*", "free", needs="time"),
    form("calendar.create", rf"(?:i )?{CREATE}(?: me| us| up| down)?(?: (?:an?|the|my|another|new|our))*(?: calendar)?(?: event)?(?: (?:called|named|titled|for|about))? ?(?P<what>(?:[^\n]{{0,60}}?\b)?{EVENT}.*)", "create"),
    form("calendar.create", r"(?:schedule|pencil in|plan)(?: (?:me|us))?(?: in)?(?: (?:an?|the))? (?P<what>(?!a flight|flight|a reservation).+)", "create", confidence=0.8, needs="time"),
    form("calendar.create", r"(?P<what>(?:i (?:have to|need to|will|am going to|am supposed to) )?meet(?:ing)?(?: up)? (?:with )?\w.*)", "create", confidence=0.8, needs="time"),
    form("calendar.create", rf"(?:i|we)(?:'ve| have)?(?: got)?(?: (?:an?|the|my))* (?P<what>[^\n]{{0,40}}?\b{EVENT}.*)", "create", confidence=0.7, needs="time"),
)  # fmt: skip

EVENT_QUESTIONS: tuple[Form, ...] = (
    form("calendar.update", r"(?:move|push|shift|delay|postpone) (?P<what>(?!to\b|it\b|that\b)\w[^\n]{0,60}?) (?P<new>(?:back|forward|by|to|until)\b.*)", "change", confidence=0.75, needs="time"),
    form("calendar.query", r"(?:tell me|give me|show me|describe) (?:about |how many |of |an overview of )*(?:my |the )?(?:upcoming |next |scheduled )*(?:week|day|weekend|month|meetings?|events?|appointments?|conferences?)\b.*", "agenda", confidence=0.8),
    form("calendar.query", rf"{ASK}(?=.{{0,120}}?\b(?:meetings?|appointments?|appts?|events?)\b)(?!.{{0,100}}\b(?:tickets?|restaurant)\b)(?P<what>.*)", "find"),
    form("calendar.query", rf"(?:when(?:'?s| is| are| do i| am i| does| will)|what (?:time|day|date) (?:is|are|do i|does|am i)|where(?:'?s| is)|how long (?:is|until|till)) (?:my |our |the next |the )(?P<what>(?:[\w'’-]+ ){{0,4}}?{EVENT}.*)", "find", confidence=0.85),
    form("calendar.query", r"when(?:'?s| is| do i have| am i)(?: my| the)? (?P<what>(?:next )?(?:dentist|doctor|doctors|haircut|gym|vet|therapy|physio|standup|yoga)\b.*)", "find", confidence=0.85),
)  # fmt: skip

TRAVELS: tuple[Form, ...] = (
    form("calendar.update", r"(?:move|push|shift|delay|postpone|bring)(?: back| forward)? (?:my |the |our )(?P<what>(?!to\b)\w[^\n]{0,80}?)(?: (?:back|forward))?\s*\W*$", "change", confidence=0.8, needs="time"),
    form("calendar.create", r"(?P<what>(?:(?:my|the) )?(?:flight|train|plane|ferry|bus|reservation|check-?in|check-?out|delivery|concert|movie|oil change|car service|hotel)\b(?! (?:is|was|status|will|when|how)\b)[^\n?]{0,80})$", "create", confidence=0.7, needs="errand"),
    form("calendar.update", rf"{CHANGE} (?:my|the)\s+(?P<new>(?:to|by|until|back|forward|till)\b.*)", "change", confidence=0.85, needs="time"),
    form("calendar.delete", rf"{DELETE} (?:my|the)(?P<what>\s*)(?:one)?\W*$", "delete", confidence=0.85, keep=True, needs="instant"),
    form("calendar.update", r"(?:set|put) (?:my |the |our )(?P<what>[^\n]{1,80}?) (?P<new>(?:to|for|at)\b.*|\s*\W*$)", "change", confidence=0.75, needs="time"),
)  # fmt: skip

# A noun with a day and a time and nothing else is an event.
PLAIN_EVENTS: tuple[Form, ...] = (
    form("calendar.create", r"(?P<what>(?!.*\b(?:i|me|you|what|date|is|are|was|were|will|can|silent|quiet|text|off)\b)(?!(?:go|put|please|dial|book|buy|purchase|reserve|restart|start|resume|order|fun|anything|something|things|what|which|when|where|who|how|why|is|are|do|does|did|can|could|will|would|should|i|i'm|it|it's|he|she|they|we|you|there|the weather|play|turn|tell|find|search|order|text|weather|no|yes|if|say|translate|convert|track|show|give|get|use|let|have|has|am|was|were|my|your|this|that|that's|because)\b)\w[^\n?]{0,120})", "create", confidence=0.6, needs="plain"),
)  # fmt: skip
