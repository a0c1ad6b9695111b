"""What is neither a request to the calendar nor to the memory: talk, knowledge, settings."""

# ruff: noqa: E501 - a table is read by rows

from understanding.forms import Form, form

TALK: tuple[Form, ...] = (
    form("other", r"(?:change|set|make)(?: my)? (?P<what>mornings?|lunch|afternoons?|evenings?|nights?)(?: to| at| start)*\W*$", "settings", needs="time"),
    form("other", r"(?:change|set|switch)(?: my)? (?:time ?zone|tz)(?: to)? ?(?P<what>.*)", "settings"),
    form("other", r"(?:what can you|what do you|how can you|how do you|how does this|how do (?:i|reminders|alarms|lists) )\b.*(?:do|help|work|use)\b.*", "help"),
    form("other", r"(?:undo|revert|take back)\b.*", "undo"),
    form("other", r"(?:export|download)(?: all)?(?: of)? (?:my|everything|the) ?(?:data|memory|memories|tasks|calendar)?\W*$", "export"),
    form("other", r"(?:turn (?:on|off) |switch (?:on|off) |enable |disable |leave )?(?:private|incognito) mode(?: on| off)?\W*$", "private"),
    form("other", r"what(?:'?s| is|) (?:the )?(?:current |exact )?(?:time|date|day|year|month)(?: is it)?\b(?! (?:is|do|does|am) (?:my|i)\b)(?: (?:is it|now|today|in|at|right now|it is|right|going to be|will it be|here).*)?\W*$", "clock", confidence=0.9),
    form("other", r"(?:what|which) (?:day|date|time) (?:is|was|will) (?:it|today|tomorrow)\b.*", "clock"),
    form("other", r"(?:translate|how (?:do|would|can|should) (?:you|i|we|they) (?!know\b)|spell|define|convert|calculate|tell me (?:a|an|about (?!my)|something|how (?!many)|the (?!next (?:event|meeting|appointment)))\b|play|sing|flip|roll|search|google|dial|tweet|text|send|respond|speak|talk|repeat|stop|pause|resume|skip|turn|switch|mute|lower|raise|increase|decrease|explain|recommend|suggest|purchase|reserve|how many (?!meetings|events|appointments|tasks|reminders)|how much|how far|how long|how old is|why|is it|can (?:i|we|they|he|she)|should (?:i|we)|where can|what are you|are you|do you (?!know|remember|recall)|did you|who are|who made|where are you)\b.*", "talk"),
    form("other", r"(?!(?:my|i'm|i am|i (?:really |also )?(?:like|love|hate|prefer|enjoy|work|live|have)|we (?:like|love)|where (?:did|have|do) i|who|remember|forget|[a-z]+ (?:works|lives|likes|loves|hates|is my|was born|studies|drives))\b)", "talk", confidence=0.9, needs="foreign"),
)  # fmt: skip
