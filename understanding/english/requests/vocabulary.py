"""Groups of words that the forms share, and how much a form says."""

# ruff: noqa: E501 - a table is read by rows

# How sure a form is of its route. The first decides; the others are weighed against what is
# likeliest, and NAMES only says where the thing stands once the route is known.
LIKELY = 0.8
MAYBE = 0.65
NAMES = 0.5

# "The alarm code is 2580" rings nothing.
NO_RING = r"(?! (?:codes?|pin|password|system|company)\b)"
REMINDER = rf"(?:reminders?|alarms?{NO_RING}|timers?|wake[- ]?up calls?|countdowns?)\b"
CALENDAR = r"(?:calendars?|schedules?|agendas?|diary|itinerary|planner)\b"
EVENT = (
    r"(?:events?|meetings?|appointments?|lunch|dinner|breakfast|brunch|part(?:y|ies)|interviews?|"
    r"sessions?|conferences?|haircut|check-?ups?|class(?:es)?|lessons?|wedding|concert|standup|sync|"
    r"1:1|one on one|training|practice|rehearsal|review|game night|book club|dentist|doctor'?s?|vet|"
    r"physio|yoga|gym|swim|barber|call)\b"
)
LIST = r"(?:lists?|to-?dos?|to do'?s|tasks?|chores?|groceries|backlog)\b"
# "my shopping list", "the list of things to buy", "shopping".
LIST_NAME = (
    r"(?:(?:my|the|our|a|this|that|to) )?(?P<list>(?:(?!(?:to|on|from|and|off|contacts?|friends?)\b)[\w'-]+ ){0,3}?(?:to do )?"
    r"(?:lists?\b(?: (?:of|for) (?:things|chores|tasks|items|[\w-]+)(?: (?:to|i) [\w ]{1,20})?)?"
    r"|to-?dos?\b|to do(?=\W*$)|tasks\b|groceries\b|shopping\b|basket\b|backlog\b|cart\b))"
)
TASK = r"(?:tasks?|to-?dos?|to do|chores?|items?)\b"
POINTER = (
    r"(?P<reference>that(?: one)?|it|this(?: one)?|them|those|everything|(?:the )?last (?:one|reminder|task|event|item)|"
    r"(?:the )?(?:first|second|third|fourth|fifth|sixth|next|1st|2nd|3rd|4th|5th)(?: one| reminder| task| item)?|"
    r"(?:number|no\.?|#) ?\w+|that (?:reminder|alarm|timer|event|meeting|appointment|task|item|one))"
)
OWN = r"(?:all |of |my |the |that |this |our |any |every |an? |those |these )*\s*"
ABOUT = r"(?:(?: ?:| (?:to|about|of|for|regarding|that|saying|called|named|on|with))\b)?"
DELETE = (
    r"(?:cancel|delete|remove|clear|erase|drop|scrap|get rid of|call off|take off|wipe|discard|dismiss|"
    r"kill|empty|trash|throw out|cross off|cross out|scratch|strike|take away|eliminate)"
)
CHANGE = (
    r"(?:move|reschedule|postpone|push(?: back)?|shift|bring forward|change|update|edit|rename|extend|shorten|delay|"
    r"swap|modify|adjust|make|switch|put off|set back|defer)"
)
CREATE = (
    r"(?:add|create|schedule|book|set(?: up)?|put|make|plan|arrange|organi[sz]e|enter|insert|pencil in|"
    r"block(?: off| out)?|save|include|note|record|log|place|mark)"
)
ASK = (
    r"(?:what(?:'?s|'?re)?|which|when(?:'?s)?|where(?:'?s)?|who(?:'?s)?|how(?:'?s)?|do (?:i|we)|did i|have i|"
    r"is|are|any|any(?:thing|one)|let me know (?:the|my|what|which|about)|show(?: me)?|list|read(?: me| out)?|display|give me|tell me|see|view|check|"
    r"review|look at|pull up|go over|remind me of|open|let me see)\b"
)
# Where an update's new value begins.
NEW = r"(?P<new>(?: (?:to|by|until|till|at|for|into|from|back|forward|as|on)\b.*|\s+(?:earlier|later|longer|shorter|long|instead)\b.*|\s*)?)"
