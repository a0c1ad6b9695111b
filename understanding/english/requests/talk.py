"""What is for Jenny herself and no agent's: settings, help, the clock."""

# ruff: noqa: E501 - a table is read by rows

from understanding.forms import Form, form

TALK: tuple[Form, ...] = (
    form("other", r"(?:change|set|make)(?: my)? (?P<what>mornings?|lunch|afternoons?|evenings?|nights?)(?: to| at| start)*\W*$", "settings", needs="time"),
    form("other", r"(?:change|set|switch)(?: my)? (?:time ?zone|tz)(?: to)? ?(?P<what>.*)", "settings"),
    form("other", r"(?:what can (?:you|i)|how can you|how do you|how does this|how do (?:i|reminders|alarms|lists))\b.{0,30}\b(?:do|say|ask|help|work|use|set)\b.*", "help", confidence=0.9),
    form("other", r"(?:undo|revert|take back)\b.*", "undo"),
    form("other", r"(?:export|download)(?: all)?(?: of)? (?:my|everything|the) ?(?:data|memory|memories|tasks|calendar)?\W*$", "export"),
    form("other", r"(?:turn (?:on|off) |switch (?:on|off) |enable |disable |leave )?(?:private|incognito) mode(?: on| off)?\W*$", "private"),
    form("other", r"what(?:'s| is|) (?:the )?(?:current |exact )?(?:time|date|day)(?: (?:is it|now|today|right now|it is))*\W*$", "clock"),
    form("other", r"(?:what|which) (?:day|date|time) (?:is|was|will) (?:it|today|tomorrow)\b.*", "clock"),
)  # fmt: skip
