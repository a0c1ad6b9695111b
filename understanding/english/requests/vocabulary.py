"""Groups of words that the forms share."""

# ruff: noqa: E501 - a table is read by rows

REMINDER = r"(?:reminders?|alarms?|timers?|wake[- ]?up calls?|countdowns?|stopwatch)\b"
CALENDAR = r"(?:calend[ae]rs?|calander|schedules?\b(?! (?:an?|the|my|me|us|this|that|our|another|new|some|it|\w+ (?:with|at|on))\b)|agendas?|diary|itinerary|planner)\b"
EVENT = (
    r"(?:events?|meetings?|mtg|appointments?|appts?|appointement|lunch|dinner|breakfast|brunch|part(?:y|ies)|"
    r"interviews?|sessions?|conferences?|flight|trip|haircut|check-?ups?|class|lesson|get-?together|"
    r"birthday|anniversary|wedding|concert|standup|sync|1:1|one on one|engagements?|plans?)\b"
)
LIST = r"(?:lists?|to-?dos?|to do'?s|tasks?|chores?|groceries|backlog)\b"
# "my shopping list", "the list of things to buy", "shopping".
LIST_NAME = (
    r"(?:(?:my|the|our|a|this|that|to) )?(?P<list>(?:(?!(?:to|on|from|and|off)\b)[\w'’-]+ ){0,3}?"
    r"(?:to[- ]?do )?(?:lists?\b(?: (?:of|for) (?:things|chores|tasks|items|[\w-]+)(?: (?:to|i) [\w ]{1,20})?)?"
    r"|to-?dos?\b|to do\b|tasks\b|groceries\b|shopping\b|basket\b|backlog\b|cart\b))"
)
POINTER = (
    r"(?P<reference>that(?: one)?|it|this(?: one)?|them|those|everything|(?:the )?last (?:one|reminder|task|event|item)|"
    r"(?:the )?(?:first|second|third|fourth|fifth|sixth|next|1st|2nd|3rd|4th|5th)(?: one| reminder| task| item)?|"
    r"(?:number|no\.?|#) ?\w+|that (?:reminder|alarm|timer|event|meeting|appointment|task|item|one))"
)
OWN = r"(?:all |of )*(?:my|the|that|this|our|any|every|an?|all|those|these)? ?"
DELETE = (
    r"(?:cancel|delete|remove|clear|erase|drop|scrap|get rid of|get rid off|call off|take off|wipe|discard|dismiss|"
    r"kill|nuke|empty|trash|undo|throw out|eliminate|strike|cut|scratch|cross off|cross out|reset|clean)"
)
CHANGE = (
    r"(?:move|reschedule|postpone|push(?: back)?|shift|bring forward|change|update|edit|rename|extend|shorten|delay|"
    r"swap|modify|adjust|make|prolong|switch|pull forward|put off|correct|fix|amend|set back)"
)
CREATE = (
    r"(?:add|create|schedule|book|set(?: up)?|put|make|plan|arrange|organi[sz]e|enter|insert|new|pencil in|pencil|"
    r"block(?: off| out)?|save|include|start|note|record|log|place|have|register|fix|post|open|mark|keep|fill in|give|throw)"
)
ASK = (
    r"(?:what(?:'?s|'?re|s)?|which|when(?:'?s)?|where(?:'?s)?|who(?:'?s)?|how(?:'?s)?|do (?:i|we|you)|did (?:i|you|we)|"
    r"have (?:i|you|we)|is|are|any|does|am i|will i|was|were|has|show|list|read|display|give|tell|see|view|check|"
    r"review|look|pull up|go over|go through|let'?s go|let me|run through|name|recite|say|hear|bring up|print|find|"
    r"know|inform|share|describe|i wonder|access|details?|provide|get|search|retrieve|remind me (?:of )?what|explain|"
    r"run down|confirm|verify|see if|please share|announce)\b"
)
