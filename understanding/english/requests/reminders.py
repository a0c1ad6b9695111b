"""Reminders, alarms and timers."""

# ruff: noqa: E501 - a table is read by rows

from understanding.english.requests.vocabulary import (
    ABOUT,
    ASK,
    CALENDAR,
    CHANGE,
    DELETE,
    LIKELY,
    LIST,
    NAMES,
    NO_RING,
    OWN,
    REMINDER,
)
from understanding.forms import Form, form

STOP = rf"(?:{DELETE}|stop|turn off|switch off|shut off|disable|end|unset|silence|deactivate|forget|skip)"
START = r"(?:set|start|create|make|add|put|begin|run|schedule|turn on|give me|i need|i want|need|new|have|get me)"
AN = r"(?:(?:on|up|me|an?|another|the|my|new|daily|weekly|quick|second) )*\s*"

# Where somebody has to be for it; Jenny cannot know, so the agent asks for a time.
ARRIVING = (
    r"(?:when(?:ever)?|as soon as|once|(?:the )?next time) (?:i|we)(?:'m| am|'re| are| get| arrive| come| go| reach| leave| got)*(?: back| out)?"
    r" (?P<place>home|work|school|(?:to |at |in |from |by |near |into |past )(?:the |my )?(?!bed\b)[\w'-]+(?: (?:store|shop|station|office|market|school|cent(?:re|er)))?"
    r"|the [\w'-]+)(?= to\b|,| remind\b| about\b|\W*$)"
)

# When that is nobody can tell: "remind me when the sun sets to …", so the agent asks for a time.
UNKNOWN_WHEN = (
    r"(?:when(?:ever)?|as soon as|once|if|after|before|during|at)"
    r"(?: (?!to\b)[a-z'-]+(?: to(?= (?:bed|work|school|sleep|the|my)\b))?){1,7}?"
)
DOING = r"(?!(?:bed|work|school|sleep|the|my|a|an)\b)[a-z]"

SNOOZES: tuple[Form, ...] = (
    form("reminder.update", r"snooze(?: (?:it|that|this|again|for|until|till|to|another|one))*(?: (?P<minutes>\d{1,3}))?\W*$", "snooze"),
    form("reminder.update", r"snooze (?:my |the |that )?(?P<what>(?!for\b)[a-z].*?)(?: for| until| till| to)?(?: \d{1,3})?\W*$", "snooze"),
    form("reminder.update", r"(?:remind|tell) me(?: (?:of|about) (?:it|that|this))?(?: again)?(?: later(?: on)?| again)(?: in| at)?\W*$", "snooze"),
    form("reminder.update", r"ask me(?: about (?:it|that|this))?(?: again)? later(?: on)?\W*$", "snooze"),
    form("reminder.update", r"(?:not now|later)\W*$", "snooze", confidence=LIKELY),
    form("reminder.update", r"(?:not now|later|not)[\s,.;]*(?:but)?[\s,]*(?:remind me(?: again)?)?\W*$", "snooze", needs="time"),
)  # fmt: skip
REMINDER_FORMS: tuple[Form, ...] = (
    *SNOOZES,
    form("reminder.cancel", rf"(?:don't|do not|no need to|stop|never|you (?:don't|needn't)(?: have to| need to)?|you can stop|quit) remind(?:ing)? me(?: any ?more)?{ABOUT}(?P<what>.*)", "cancel"),
    form("reminder.cancel", r"(?:don't|do not) wake me(?: up)?(?P<what>)", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}(?:(?:whole|entire) )?(?P<reference>series)\W*$", "cancel"),
    form("calendar.delete", rf"{STOP} {OWN}(?:(?:whole|entire) )?(?P<what>[\w' -]{{1,40}}?) (?:reminder )?series\W*$", "delete"),
    form("reminder.cancel", rf"no more {REMINDER}{ABOUT}(?P<what>.*)", "cancel"),
    form("reminder.cancel", rf"(?:i )?(?:don't|do not|no longer) (?:need|want) {OWN}{REMINDER}{ABOUT}(?P<what>.*?)(?: any ?more)?\W*$", "cancel"),
    form("reminder.cancel", rf"(?:i )?(?:don't|do not|no longer) (?:need|want) {OWN}(?P<what>[^\n]{{1,40}}?) {REMINDER}", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}(?P<reference>first|second|third|last|next) {REMINDER}\W*$", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}{REMINDER}(?: of mine| i set)?{ABOUT}(?P<what>.*)", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}(?P<what>[^\n]{{1,40}}?) {REMINDER}\W*$", "cancel"),
    form("reminder.cancel", rf"{STOP} {OWN}(?P<what>[^\n]{{0,40}}?){REMINDER}(?:\s|\W)*$", "cancel"),
    form("reminder.cancel", rf"(?:turn|switch|shut) {OWN}(?P<what>[^\n]{{0,40}}?){REMINDER} off\W*$", "cancel"),
    form("reminder.cancel", rf"(?P<what>[^\n]{{0,30}}?){REMINDER} (?:off|cancel|delete|remove)\W*$", "cancel"),
    form("reminder.update", rf"(?!make\b){CHANGE} (?:the |my |that |this )\s*{REMINDER}{ABOUT}(?P<what>\s*)(?P<new>\s*)$", "change"),
    form("reminder.update", rf"(?!make (?:an?|me|new|another|reminder)\b){CHANGE} (?!an?\b|me\b|up\b|new\b){OWN}{REMINDER}(?: (?:for|about|called|on|regarding|to(?= .* to\b)))?(?P<what>.*?)(?P<new>(?: (?:to|by|until|till|at|into)\b[^\n]*| (?:daily|weekly|longer)|\s*))$", "change"),
    form("reminder.update", rf"(?!make (?:an?|me|new|another|reminder)\b){CHANGE} (?!an?\b|me\b|up\b|new\b){OWN}(?P<what>[^\n]{{1,40}}?) {REMINDER}(?P<new>.*)$", "change"),
    form("reminder.list", rf"(?:what|which|when)(?:'s| is| are)?(?: my| the)?(?: next| last| first)? (?:{REMINDER}|.{{0,40}}\b(?:ask(?:ed)?|told|want(?:ed)?) (?:you )?to remind).*", "list"),
    form("reminder.list", rf"(?:what(?:'s| are| is)?|which|show(?: me)?|list|any|how many|do i have|did i set|have i got|are there)\b(?! (?:an?|another|one)\b)(?=.{{0,60}}?\b{REMINDER})", "list"),
    form("reminder.list", r"what (?:(?:did i|have i|'ve i) (?:just )?set|is set)(?: up| so far| today)?\W*$", "list"),
    form("reminder.list", r"(?=.{0,60}\b(?:want|wanted|meant|trying|supposed|needed|asked you) to (?:remember|recall|bear in mind|keep in mind|not forget)\b)(?:what|tell me|recall|list|which|show|read|i forgot)\b(?!.*\bsay about\b)", "list", confidence=0.9),
    form("reminder.list", rf"{ASK}(?! (?:an?|another|one)\b)(?! to (?:set|add|make|create)\b)(?=.{{0,80}}?\b{REMINDER})", "list", confidence=LIKELY),
    form("reminder.list", r"(?:(?:all|my|the|upcoming|pending|active|open|current|running|any|other|of) )*\s*(?:reminders|alarms|timers|next (?:reminder|alarm|timer))\b(?: (?:list|please|on|active|status|for|running|set|left|i have))*\W*$", "list"),
    form("memory.recall", r"remind me(?: again)?(?: of)? (?:what|where|who|when) (?P<what>(?!i\b|we\b).+?) (?:is|are|was)\W*$", "recall", keep=True),
    form("calendar.query", r"remind me (?:what|when)(?: .*)? (?:i have|is on|i've got|do i have)(?: (?:on|planned|scheduled))?\W*$", "agenda", needs="time"),
    form("reminder.set", rf"remind me,? {ARRIVING},?(?: (?:to|about|of))?(?P<what>.*)", "remind"),
    form("reminder.set", rf"{ARRIVING},? (?:please )?remind me(?: (?:to|about|of|that))?(?P<what>.*)", "remind"),
    form("reminder.set", rf"remind me(?: (?:to|about|of|that))?(?P<what> .+?),? {ARRIVING}\W*$", "remind"),
    form("reminder.set", rf"remind me,? {UNKNOWN_WHEN},? to (?P<what>{DOING}.*)", "remind"),
    form("memory.recall", r"remind me(?: again)?(?: of)? (?P<what>(?:what|where|who|which|how|why|when)\b.*?)\W*$", "recall", keep=True),
    form("reminder.set", rf"remember to (?P<what>(?!(?:add|put)\b[^\n]{{1,60}}?\b(?:on|to|in|into)\b[^\n]{{0,20}}?(?:{LIST}|{CALENDAR}))\w.*)", "remind"),
    form("reminder.set", rf"remind(?:er)?(?: me| us| myself)?(?: again)?{ABOUT}(?: me\b)?(?: (?:on|at)\b)?(?P<what>.*)", "remind"),
    form("reminder.set", r"(?:wake|get|rouse) (?:me|us)(?: up)?(?: for| to| by)?(?P<what>.*)", "wake", confidence=LIKELY),
    form("reminder.set", r"(?:wake) (?:me|us)(?: up)?(?: for| to| by)?(?P<what>.*)", "wake"),
    form("reminder.set", r"(?:don't|do not|never) (?:let me )?forget(?: to| about)(?P<what> .+)", "remind"),
    form("reminder.set", r"don't let me forget(?P<what> .+)", "remind"),
    form("reminder.set", r"(?:ping|nudge|notify|alert|poke|buzz|warn) me(?: (?:to|about|of|that|for))?(?P<what>.*)", "remind", needs="time"),
    form("reminder.set", r"(?:let me know|tell me)(?: (?:when|in|at|after|for))*(?: to (?P<what>.+))?(?:\s|please|have|has|passed|are|is|up|over|\W)*$", "remind", needs="time"),
    form("reminder.set", r"keep reminding me(?: (?:to|about|of))?(?P<what>.*)", "remind"),
    form("reminder.set", rf"(?:i )?(?:need|want|would like|'d like)?(?: you)?(?: to)? ?be (?:reminded|woken)(?: up)?{ABOUT}(?P<what>.*)", "remind"),
    form("reminder.set", r"help me remember(?: to| about)(?P<what> .+)", "remind"),
    form("reminder.set", r"i (?:need|have|want) to remember to (?P<what>.+)", "remind"),
    form("reminder.set", rf"(?:{START} )?{AN}(?:alarm{NO_RING}|timer|countdown|reminder|notification)\b(?: (?:for me|please|up|on))*{ABOUT}(?P<what>\s+\S.*)", "remind"),
    form("reminder.set", rf"(?:{START} )?{AN}(?P<what>(?:[\w'-]+\s+){{0,3}}?)(?:alarm|timer|countdown|reminder)(?: for)?(?: (?P<minutes>\d{{1,3}}))?\W*$", "remind"),
    form("reminder.set", rf"{START} {AN}(?P<what>)(?:[\w'-]+\s+){{0,4}}?{REMINDER}.*", "remind", confidence=LIKELY),
    form("reminder.set", r"(?:is|for|on|as) (?:what |the |my |a )?(?P<what>)[^\n?]{0,30}\b(?:timer|alarm)\b.*", "remind", confidence=0.9, needs="time"),
    form("reminder.set", r"(?P<what>.+?)[,.;:]? (?:and )?(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:remind me|set (?:an?|the) (?:alarm|reminder))(?: (?:about|of|for|to do) (?:it|that|this))?(?: please)?\W*$", "remind", confidence=LIKELY),
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
    r"tidy|assemble|paint|sew|order more|pay|fix)"
)
NO_ORDER = r"(?!(?:tell|ask|make|get|do|read|take|turn|book|cancel|move|put|start) (?:me|my|off|on|up|the|it|a table)\b)"
ERRANDS: tuple[Form, ...] = (
    form("task.add", r"(?P<what>(?:buy|get|pick up|order) (?!me\b)[^\n?]{1,80})$", "add", confidence=LIKELY, needs="due"),
    form("reminder.set", rf"(?P<what>{NO_ORDER}{ERRAND} .+)", "remind", confidence=LIKELY, needs="errand"),
    form("task.add", rf"(?P<what>{CHORE} (?!me\b)[^\n?]{{1,80}})$", "add", confidence=0.9, needs="due"),
    form("task.add", rf"(?P<what>{NO_ORDER}(?!(?:do|check|read|get|start|turn|make|ask|tell) ){ERRAND}(?: (?!(?:that|saying|say|asking|if|whether|tonight|me)\b)[\w'-]+){{1,5}}(?: by| before| on| for)?)\W*$", "add", confidence=0.9, needs="due"),
    form("task.add", rf"(?P<what>{NO_ORDER}{ERRAND} .+)", "add", confidence=LIKELY, needs="due"),
    form("task.add", rf"(?P<what>{CHORE} (?!me\b)[^\n?]{{1,80}})$", "add", confidence=LIKELY),
    form("task.add", rf"(?P<what>{ERRAND} .+)", "add", confidence=NAMES),
)  # fmt: skip
