"""Events and calendars."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import (
    ASK,
    CALENDAR,
    CHANGE,
    CREATE,
    DELETE,
    EVENT,
    LIKELY,
    LIST,
    MAYBE,
    NAMES,
    NEW,
    OWN,
)
from understanding.forms import Form, form

IN_CALENDAR = (
    rf"(?:my |the |our |this )?(?:(?P<calendar>(?!my\b|the\b|our\b|this\b)[\w']+) )?{CALENDAR}"
)
SET_OFF = r"(?:move|push|shift|delay|postpone|reschedule|bring forward|extend|shorten|lengthen|prolong)(?: back)?"

CALENDAR_FORMS: tuple[Form, ...] = (
    form("calendar.delete", r"(?P<what>[^\n]{1,60}?) (?:is|was) (?:off|cancell?ed),? (?:so )?(?:delete|remove|take) it\b.*", "delete"),
    form("calendar.delete", rf"(?:{DELETE}|take|free up) {OWN}(?P<what>[^\n]{{0,80}}?)(?: scheduled)? ?\b(?:from|off(?: of)?|out of|on|in) {IN_CALENDAR}", "delete"),
    form("calendar.delete", rf"(?:{DELETE}|free up) {OWN}(?P<what>[^\n]{{0,40}}?){CALENDAR}(?: (?:for|on))?\W*$", "delete"),
    form("calendar.query", rf"{ASK}(?=.{{0,80}}?\b{CALENDAR})(?!.{{0,60}}\b(?:add|put|create) )", "agenda", confidence=LIKELY),
    form("calendar.create", rf"(?:i )?{CREATE}(?: down)?(?: (?:the|my|an?))* (?P<what>[^\n]{{0,120}}?) ?\b(?:to|on|onto|in|into) {IN_CALENDAR}", "create"),
    form("calendar.create", rf"{CREATE} (?:to|on|in|into) (?:my |the )?{CALENDAR}(?: (?:that|for|to))?:?(?P<what>.*)", "create"),
    form("calendar.create", rf"(?:on|for|in|to) (?:my|the|our) {CALENDAR},?(?: (?:please|on))*(?: {CREATE})(?P<what>.+)", "create"),
    form("calendar.query", rf"(?:(?:my|the|today's|our|weekly) )*\s*{CALENDAR}(?: (?:for|on|of|please))*\W*$", "agenda"),
)  # fmt: skip

EVENT_FORMS: tuple[Form, ...] = (
    form("calendar.query", r"how (?:busy|full|packed|booked)(?: up)? (?:am i|are we|is (?:my|the|our)|is)\b.*", "agenda"),
    form("calendar.query", r"(?:who|whose|what|which|any|are there any)(?:'s| is| are| has| have| have a)*(?: (?:a|the|any))? birthdays?\b(?! of)[^\n']*", "agenda"),
    form("calendar.query", r"(?:do (?:i|we) have|are there|is there|show|any)(?: me)?(?: any| an?)? (?:conflicts?|clash(?:es)?|overlaps?|double[- ]?bookings?)\b.*", "agenda"),
    form("calendar.query", r"(?:find|look for|show|give|is there|do i have|any)(?: me| us)?(?: (?:an?|some|any|the|my))? (?:free|open) (?:slots?|times?|hours?|gaps?|spots?)\b.*", "agenda"),
    form("calendar.query", r"(?:(?:upcoming|next|coming|all) )+birthdays?\W*$", "agenda"),
    form("calendar.create", r"(?:new )?(?:event|appointment|meeting|entry):? (?P<what>(?!with\b|for\b|is\b|on\b|at\b|to\b)[a-z].*)", "create", needs="time"),
    form("calendar.create", r"(?:new|add|create|make|schedule|set up)(?: an?)?(?: new)? (?:event|appointment|entry)(?: (?:called|for|named))?:? (?P<what>.+)", "create", confidence=LIKELY),
    form("calendar.delete", rf"{DELETE} {OWN}(?:event|appointment) (?P<what>(?!on\b|at\b|for\b|with\b)[a-z].*)", "delete"),
    form("calendar.update", rf"(?:rename|edit|change|update|move) {OWN}(?:event|appointment) (?P<what>(?!on\b|at\b|for\b|to\b|with\b)[a-z].*?){NEW}$", "change"),
    form("calendar.update", rf"(?:change|set|update|add|edit) {OWN}(?:place|location|address|venue|room|title|name|notes?) (?:of|for|to) {OWN}(?P<what>.+?)(?P<new> (?:to|as|at|in)\b.+|\s*)$", "change", confidence=0.9),
    form("calendar.update", rf"(?:invite|add) (?P<person>[\w' ,]{{1,60}}?) to {OWN}(?P<what>(?!.*\b{LIST})(?:[\w'-]+ ){{0,3}}{EVENT})", "invite"),
    form("calendar.update", r"invite (?P<person>[\w' ,]{1,60}?) to (?P<what>.+)", "invite", confidence=LIKELY),
    form("calendar.update", rf"add (?P<person>[a-z][\w']+(?:(?: and|,) [\w']+)*) to {OWN}(?P<what>(?!.*\b{LIST})[^\n]{{1,40}})", "invite", confidence=MAYBE),
    form("calendar.update", rf"{CHANGE} (?:my|the)\s+(?P<new>(?:to|by|until|back|forward|till)\b.*)", "change", needs="time"),
    form("calendar.update", rf"{SET_OFF} {OWN}(?P<what>(?!it\b|that\b|to\b)[a-z0-9][^\n]{{0,80}}?)(?P<new> (?:from|to|by|until|back|forward|for)\b.*)", "change", confidence=0.9, needs="time"),
    form("calendar.update", rf"{SET_OFF} {OWN}(?P<what>(?!it\b|that\b|to\b|by\b)[a-z0-9][^\n]{{0,80}}?){NEW}$", "change", confidence=MAYBE),
    form("calendar.update", rf"(?!make (?:an?|me|new)\b){CHANGE} {OWN}(?P<what>[^\n]{{0,40}}?\b{EVENT}(?: with [\w']+(?: [A-Z][\w']+)?| at [\w']+)?){NEW}$", "change"),
    form("calendar.update", rf"make {OWN}(?P<what>(?!me\b|an?\b|sure\b)[^\n]{{1,40}}?)(?P<new>\s+(?:long|longer|shorter|later|earlier)\b.*|\s*)$", "change", confidence=LIKELY, needs="time"),
    form("calendar.update", r"(?P<what>(?!(?:i|we|he|she|they|who|what|it)\b)[^\n?]{1,60}?) (?:has |have |is |was |got )*(?:been )?(?:moved|rescheduled|pushed(?: back)?|postponed|shifted)(?P<new>(?: (?:to|by|until)\b.*|\s*))$", "change", needs="time"),
    form("calendar.delete", rf"{DELETE} {OWN}(?P<what>(?!.*\breservation)[^\n]{{0,80}}?\b{EVENT}.*)", "delete", confidence=0.9),
    form("calendar.delete", rf"{DELETE} (?:my|the)(?P<what>\s*)(?:one)?\W*$", "delete", confidence=LIKELY, needs="instant"),
    form("calendar.delete", r"(?P<what>[^\n?]{1,60}?) (?:needs to be|should be|must be|is|was|has been|got) (?:cancell?ed|called off)\b", "delete", confidence=LIKELY),
    form("calendar.delete", rf"(?:cancel|call off|skip) {OWN}(?P<what>(?!(?:that|it|this|the|my|our|all|order)\b)[a-z][\w' -]{{0,40}}?)\W*$", "delete", confidence=0.9, needs="our day"),
    form("calendar.delete", rf"(?:cancel|call off|scrap|drop|skip) {OWN}(?P<what>(?!that\b|it\b|this\b|order\b|reservation\b)[a-z][^\n]{{0,40}})$", "delete", confidence=LIKELY),
    form("calendar.query", r"(?:what|who|when|how)(?:'s| is| are| do| did| have| am| will)*\b[^\n]{0,30}?\b(?:meetings?|appointments?)\b(?P<what>)", "agenda", confidence=LIKELY),
    form("calendar.query", r"(?:(?:my|all|upcoming|next|any|the) )*(?:events|meetings|appointments)(?: (?:do i have|for|on|with [\w' ]+))*\W*$", "agenda"),
    form("calendar.query", r"(?:what(?:'ve| have| do)|have|do) (?:i|we)(?: got| have)?(?: (?:anything|something|stuff|plans|any plans))?(?: (?:going on|planned|scheduled|set|on|coming up|lined up|to do|happening|for))*\W*$", "agenda", needs="time"),
    form("calendar.query", r"(?:what(?:'?s| is)|anything|is there anything|what(?:'s| is) happening|(?:have i |i )?got anything|what(?:'?ve| have) i got|what am i doing)(?: (?:on|planned|scheduled|going on|coming up|up|for me|next|in store|lined up|for|at|in))*\W*$", "agenda", needs="time"),
    form("calendar.query", r"(?:what(?:'?s| is) (?:next|up next|coming up)|what(?:'?s| is) my day(?: look(?:ing)?)? ?(?:like)?|how(?:'?s| is| does) my (?:day|week|morning|afternoon|evening|month)(?: look(?:ing)?| like)*|what does (?:my (?:day|week|morning|afternoon))?\s*look like|what(?:'?s| is) (?:my|the) plan|brief me|give me (?:a|my) (?:brief|rundown))\b(?: for| on| in)?\W*$", "agenda"),
    form("calendar.query", r"(?:when|where|what time|at what time) (?:am|are|do|will) (?:i|we) (?:meeting|seeing|meet|see|visiting|visit) (?P<person>(?!the\b|my\b|it\b)[a-z][\w']*(?: (?:and )?[\w']+)?)(?: next| again)?\W*$", "find"),
    form("calendar.query", r"(?:am i|are we|will i be) (?:scheduled|supposed|meeting|free|busy|available|booked|doing anything)\b.*", "free"),
    form("calendar.query", r"(?:free|busy|available)(?: (?:on|at|in))?\W*$", "free", needs="time"),
    form("calendar.query", r"(?:how (?:soon|long|many days|much longer)(?: is| are| until| till| to| before| is it until| is it till)+|what date is|on what day is|which day is|when(?:'s| is| are)(?: the| my| our)?(?: next)?(?= bank holiday| holidays?| vacation)) (?:(?:my|the|our) )?(?:next )?(?P<what>(?:[\w'-]+ ){0,3}?(?:anniversary|bank holidays?|holidays?|vacation|trip|exam|wedding|appointment))\W*$", "find", confidence=0.9),
    form("calendar.query", rf"(?:when(?:'?s| is| are| do i have)|what (?:time|day|date) is|at what time is|where(?:'?s| is)|how long (?:is|until|till)) {OWN}(?:next )?(?P<what>(?:[\w'-]+ ){{0,4}}?(?:{EVENT}).*?)\W*$", "find", confidence=0.9),
    form("calendar.create", r"(?:i|we)(?: have|'ve got| have got|'ve)(?: (?:an?|the|my))* (?P<what>(?!to\b|been\b|no\b|any|not\b|never\b)[^\n?]{1,50})$", "create", confidence=0.9, needs="our day"),
    form("calendar.create", r"(?:i'm|we're|i am|we are) (?:having|going(?= \w+ing\b))(?: (?:an?|the|my))* (?P<what>(?!.*\b(?:day|time|trouble|problems?|issues?|fun|baby|what|how|can)\b)[^\n?]{1,50})$", "create", confidence=0.9, needs="our day"),
    form("calendar.create", r"(?:i|we)(?:'ve| have)?(?: got| have)?(?: (?:an?|the|my))* (?P<what>[^\n?]{1,60})$", "create", confidence=NAMES),
    form("calendar.create", r"(?:i )?(?:schedule|book|plan|arrange|set up|pencil in|organi[sz]e)(?: (?:an?|the|my|me|some))* (?P<what>(?!(?:[\w'-]+ )?(?:taxi|uber|lyft|cab|ride|flights?|hotel|table|room|tickets?|train|car)\b)[^\n]{1,120})", "create", confidence=LIKELY, needs="time"),
    form("calendar.create", rf"(?:schedule|set up|arrange|organi[sz]e)(?: (?:an?|the|my|me))* (?P<what>(?:[\w'-]+ ){{0,3}}?{EVENT}.*)", "create", confidence=LIKELY),
    form("calendar.create", rf"(?:add|put|create|make|book|plan|enter|note|mark)(?: (?:an?|the|my|me))* (?P<what>(?:[\w'-]+ ){{0,3}}?{EVENT}.*)", "create", confidence=LIKELY, needs="time"),
    form("calendar.create", rf"{CREATE}(?: (?:an?|the|my|me))* (?P<what>[^\n]{{1,120}})", "create", confidence=NAMES),
    form("calendar.query", r"(?:anything|something) (?:on|planned|up)\W*$", "agenda", confidence=LIKELY),
)  # fmt: skip

# A noun with a day and a time and nothing else is an event.
NO_NOUN = (
    r"(?!(?:go|put|please|skip|schedule|block|reserve|arrange|plan|pencil|organi[sz]e|postpone|scrap|got|should|we've|i've|hold|talk|scrap|read|list|about|cancels?|remove|delete|book|move|share|any|has|have|had|let|new|did|set|add|call|text|find|check|order|change|buy|any|another|my next|what|which|when|where|who|how|why|is|are|do|does|did|can|could|will|would|should|i|i'm|it|it's|he|she|"
    r"they|you|we|we're|let's|that|this|yes|no|not|ok|and|or|but|if|tell|give|show|play|turn|make|start|weather|rain|snow|hot|cold)\b)"
)
PLAIN_EVENTS: tuple[Form, ...] = (
    form("calendar.create", rf"(?P<what>{NO_NOUN}[^\n?]{{0,40}}?\b{EVENT}[^\n?]{{0,60}})$", "create", confidence=0.9, needs="plain"),
    form("calendar.create", rf"(?P<what>\s*{NO_NOUN}(?!.*\b(?:is|are|was|will|starts|started|begins|began|ends|i|me|you|score|lyrics|recipe)\b)[^\n?]{{1,80}})$", "create", confidence=LIKELY, needs="plain"),
)  # fmt: skip
