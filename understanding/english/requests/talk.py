"""What is neither a request to the calendar nor to the memory: talk, knowledge, settings."""

from understanding.forms import Form, form

TALK: tuple[Form, ...] = (
    form("other", r"(?:change|set|switch)(?: my)? (?:time ?zone|tz)(?: to)? ?(?P<what>.*)", "settings"),
    form("other", r"(?:what can you|what do you|how can you|how do you|how does this|how do (?:i|reminders|alarms|lists) )\b.*(?:do|help|work|use)\b.*", "help"),
    form("other", r"(?:undo|revert|take back)\b.*", "undo"),
    form("other", r"(?:export|download)(?: all)?(?: of)? (?:my|everything|the) ?(?:data|memory|memories|tasks|calendar)?\W*$", "export"),
    form("other", r"(?:turn (?:on|off) |switch (?:on|off) |enable |disable |leave )?(?:private|incognito) mode(?: on| off)?\W*$", "private"),
    form("other", r".{0,80}\b(?:weather|forecast|temperature|rain(?:ing|y)?|snow(?:ing)?|sunny|humid(?:ity)?|degrees)\b.*", "weather", confidence=0.9),
    form("other", r"what(?:'?s| is|) (?:the )?(?:current |exact )?(?:time|date|day|year|month)(?: is it)?\b(?! (?:is|do|does|am) (?:my|i)\b)(?: (?:is it|now|today|in|at|right now|it is|right|going to be|will it be|here).*)?\W*$", "clock", confidence=0.9),
    form("other", r"(?:what|which) (?:day|date|time) (?:is|was|will) (?:it|today|tomorrow)\b.*", "clock"),
    form("other", r"(?:translate|how (?:do|would|can) (?:you|i) (?:say|spell)|spell|define|convert|calculate|tell me a (?:joke|story)|play|sing|flip|roll|search|google)\b.*", "talk"),
    form("other", r"(?:add|put|remove|delete|save|skip) .{0,60}\b(?:play ?list|song|songs|music|contacts?|queue|album|favou?rites|email)\b.*", "talk"),
)  # fmt: skip
