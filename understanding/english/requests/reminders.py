"""Reminders, alarms and timers."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import ASK, CHANGE, DELETE, OWN, REMINDER
from understanding.forms import Form, form

STOP = rf"(?:{DELETE}|stop|turn off|switch off|shut off|disable|end|unset|silence|mute|pause|deactivate|forget)"
START = (
    r"(?:start|set|begin|run|create|make|add|put|schedule|turn on|activate|enable|give|need|want|have|place|get|"
    r"request|prepare|initiate|new|leave|do|keep|enter|save|note|configure|another|a|an|one)"
)
TO = r"(?:[,:]| (?:to|about|of|that|for|regarding|saying|called|named|titled|so that|so|with|on|in order to|at|which says)\b)?"

REMINDER_FORMS: tuple[Form, ...] = (
    form("other", rf"how (?:do|does|can|would)(?: the| your| my| i use)? {REMINDER} ?(?:work\b.*)?\W*$", "help"),
    form("reminder.update", r"snooze(?: (?:it|that|this|again))?(?: for)?\W*$", "snooze"),
    form("reminder.update", r"snooze(?: (?:my|the|that))?(?P<what>.*?)(?: for| until| to)?\W*$", "snooze"),
    form("reminder.update", r"(?:remind me|tell me|ask me)(?: (?:of|about) (?:it|that|this))?(?: again)?(?: later(?: on)?| again)(?: in| at)?\W*$", "snooze"),
    form("reminder.update", r"(?:not now|later)\W*$", "snooze", confidence=0.7),
    form("reminder.update", r"(?:not|not now|later)[\s,.;]*(?:but)?[\s,]*(?:remind me(?: again)?)?\W*$", "snooze", confidence=0.8, needs="time"),
    form("reminder.set", r"(?:[\w-]+ )?(?:timer|countdown)(?: for)? \d{1,3}\W*$", "remind", confidence=0.7),
    form("reminder.cancel", r"(?:don'?t|do not|no need to|stop|never|you (?:don'?t|needn't)(?: have to| need to)?) remind(?:ing)? me(?: any ?more)?(?: (?:to|about|of|that))?(?P<what>.*)", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}(?P<what>(?:[^\n]{{0,60}}?\b)?{REMINDER}.*)", "cancel"),
    form("reminder.cancel", rf"(?:turn|switch|shut) {OWN}(?P<what>[^\n]{{0,40}}?\b{REMINDER}) off", "cancel"),
    form("reminder.cancel", rf"(?:i )?(?:don'?t|do not|no longer)(?: need| want) {OWN}(?P<what>[^\n]{{0,40}}?\b{REMINDER}.*)", "cancel"),
    form("reminder.cancel", rf"(?P<what>[^\n]{{0,30}}\b{REMINDER}) (?:off|cancel|delete|remove)\W*$", "cancel"),
    form("reminder.update", rf"(?!make\b){CHANGE} (?!an?\b|me\b|up\b|new\b|on\b){OWN}(?P<what>(?:[^\n]{{0,60}}?\b)?{REMINDER})(?P<new>(?: .*)?)$", "change"),
    form("reminder.set", rf"(?:how (?:do|can) i |how about |give (?:me )?|get (?:me )?|have )(?:set |make |create |start |add )?(?:an?|another) (?:[\w-]+ )?{REMINDER}{TO}(?P<what>.*)", "remind"),
    form("reminder.list", rf"(?:repeat|speak|iterate|at what time|just to|next alarm|i wanted to remember|(?:the |my )?lists? of (?:my )?reminders?|(?:is|are) (?:my|the))\b(?=.{{0,200}}?\b(?:{REMINDER}|wanted to remember))", "list"),
    form("reminder.list", rf"{ASK}(?=.{{0,200}}?\b(?:{REMINDER}|(?:ask(?:ed)?|told|want(?:ed)?|said) (?:you )?to (?:remember|remind)))(?! (?:me )?(?:a|an|another|one)(?: new)? {REMINDER})", "list"),
    form("reminder.list", r"remind me (?:of )?what i (?:asked|told|wanted)(?: you)? to\b", "list"),
    form("reminder.list", r"(?:all |of )*(?:(?:my|the|all|upcoming|pending|active|current|running|any|today'?s|other|next|morning) )*(?:reminders|alarms|timers)\b(?: (?:set|list|please|on|active|status|for|running|i have))*\W*$", "list", needs="no time"),
    form("memory.recall", r"remind me(?: again)? (?P<what>(?:what|where|who|which|when|how|why)\b.*)", "recall", keep=True),
    form("reminder.set", rf"remind me(?: again)?{TO}(?P<what>.*)", "remind"),
    form("reminder.set", rf"remind(?: us| myself)?{TO}(?P<what>.*)", "remind"),
    form("reminder.set", r"(?:wake|get) (?:me|us) up(?: for| to| by)?(?P<what>.*)", "wake"),
    form("reminder.set", r"(?:wake|rouse) (?:me|us)(?: for| to)?(?P<what>.*)", "wake"),
    form("reminder.set", r"(?:don'?t|do not|never) (?:let me )?forget(?: to| about)?(?P<what> .+)", "remind"),
    form("reminder.set", r"(?:ping|nudge|notify|alert|poke|buzz|warn) me(?! (?:a|an|the|what|when|where|who|how|if|which|why|whether|more|something|some|your|my|all|is|are|do|this|every|any|everything|about the)\b)(?: (?:to|about|of|that|for))?(?P<what>.*)", "remind", needs="time"),
    form("reminder.set", r"tell me(?= to\b)(?: to)(?P<what>.*)", "remind", needs="time"),
    form("reminder.set", r"(?:let me know|tell me)(?: when)?\W*$", "remind", needs="time"),
    form("reminder.set", r"(?:help me |make me |i (?:have|need|want) to |set )?(?:get|wake) up\b(?P<what>.*)", "wake", needs="time"),
    form("reminder.set", rf"(?:i (?:need|want)|i'?d like|i would like)(?: you)? to be (?:reminded|woken)(?: up)?{TO}(?P<what>.*)", "remind"),
    form("reminder.set", rf"be (?:reminded|woken)(?: up)?{TO}(?P<what>.*)", "remind"),
    form("reminder.set", rf"(?:i(?:'ll| will| would|'d)? )?{START}\b[^\n]{{0,50}}?\b{REMINDER}(?: (?:for me|made|set|please|up))*{TO}(?P<what>.*)", "remind"),
    form("reminder.set", rf"{REMINDER}{TO}(?P<what>.*)", "remind", needs="time"),
    form("reminder.set", rf"[^\n]{{0,12}}\b{REMINDER}\W*$", "remind", needs="time"),
    form("reminder.set", r"(?P<what>.+?)[,.;:]? (?:and )?(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:remind me|set (?:an?|the) (?:alarm|reminder))(?: (?:about|of|for|to do) (?:it|that|this))?(?: please)?\W*$", "remind", confidence=0.85),
    form("reminder.set", rf"(?:i'll|i will|i'd|i would)? ?(?:need|want|like) {OWN}[^\n]{{0,40}}?\b{REMINDER}{TO}(?P<what>.*)", "remind"),
)  # fmt: skip

# A word for a reminder and an action somewhere around it.
REMINDER_SEARCHES: tuple[Form, ...] = (
    form("reminder.cancel", rf".{{0,60}}?\b(?:{STOP})\b.{{0,60}}?\b{REMINDER}(?P<what>)", "cancel", confidence=0.75),
    form("reminder.set", rf".{{0,80}}?\b(?:set|setting|start|starting|add|make|create|need|want|wish|have|get)\b.{{0,60}}?\b(?:reminder|alarm|timer|notification)\b{TO}(?P<what>.*)", "remind", confidence=0.75),
    form("reminder.list", rf"(?:.{{0,80}}?\b)?(?:{REMINDER}|wanted to remember|trying to remember|help me remember|to be reminded)\b.*", "list", confidence=0.7, needs="no time"),
    form("reminder.set", rf"(?P<what>.{{0,100}}?)\b(?:{REMINDER}|be reminded)\b.*", "remind", confidence=0.7, needs="time"),
)  # fmt: skip

# An errand with a clock time and no other wrapper is something to be reminded of.
ERRAND = (
    r"(?:call|phone|ring|text|email|e-mail|mail|message|buy|pick up|drop off|pay|take|feed|water|send|submit|renew|"
    r"return|collect|clean|wash|check|fix|finish|get|go to|bring|turn|leave|wake|walk|cook|order|print|read|write|"
    r"review|cancel|ask|tell|visit|charge|empty|defrost|prepare|pack|sign|register|apply|book|do|make|put|file|move|"
    r"start|stretch|drink|eat|practice|practise|study|vacuum|iron|mow|shower|reply|respond|contact|follow up)"
)
# Of these, what a person does and no assistant: without a time it is a task.
CHORE = (
    r"(?:buy|pick up|drop off|renew|return|collect|wash|water|mow|iron|feed|defrost|finish|submit|clean|repair|sort|"
    r"tidy|assemble|paint|sew|order more)"
)
NEEDED: tuple[Form, ...] = (
    form("task.add", r"need to (?P<what>(?!know|be\b|see|hear|find|get (?:a|an|some) )\w.+)", "add", confidence=0.8),
    form("task.add", r"(?:i|we) (?:need|have|still have|still need) to (?P<what>(?:call|phone|ring|email|text|buy|pick up|drop off|return|renew|fix|clean|wash|water|mow|finish|submit|mail|collect|repair|write|prepare|pack|sign|print) (?!(?:a|an|some) (?:flight|hotel|taxi|cab|uber)).+)", "add", confidence=0.75, needs="no question"),
)  # fmt: skip
ERRANDS: tuple[Form, ...] = (
    form("reminder.set", rf"(?P<what>(?!(?:tell|ask|make|get|do) me\b){ERRAND} .+)", "remind", confidence=0.7, needs="errand"),
    form("task.add", rf"(?P<what>(?!(?:tell|ask|make|get|do) me\b){ERRAND} .+)", "add", confidence=0.65, needs="due"),
    form("task.add", rf"(?P<what>{CHORE} (?!me\b)[^\n?]{{1,80}})$", "add", confidence=0.65),
)  # fmt: skip
