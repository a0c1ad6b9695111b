"""English phrases around a request: greetings, politeness, and where a second request begins."""

# ruff: noqa: E501 - a table is read by rows

import re

# What may stand before a request without changing it; taken off again and again.
MOST_READ = 600  # code points of a clause in which a request is sought

OPENING = re.compile(
    r"""[\s,]*(?:
      (?:hey|hi|hello|ok|okay|alright|yo|dear)(?:\s+(?:jenny|there|google|assistant))?[\s,!.:-]+
    | (?:jenny|please|pls|plz|so|well|h+m+|um+|uh+|erm?|also|then|now|actually|oh|and|but|just|quickly|kindly|cool|great|thanks|right)\b[\s,!.:-]+
    | (?:can|could|would|will|won't)\s+(?:you|u)\s+(?:please\s+|pls\s+|kindly\s+|just\s+|maybe\s+|possibly\s+|also\s+)?(?=\w)
    | (?:i\s+(?:want|need|would\s+like)|i'd\s+like|i'd\s+love)\s+(?:for\s+)?you\s+to\s+
    | (?:i\s+(?:would|'d)?\s*(?:like|love)|i'd\s+(?:like|love)|i\s+(?:want|wanna|wish|gotta|need|have|am\s+going|wanted)(?:\s+to)?|i'm\s+going\s+to\s+(?:need\s+)?|let's|lets|let\s+us|we\s+need\s+to)\s+(?:to\s+)?(?=(?:set|add|create|make|schedule|book|cancel|delete|remove|see|know|check|change|move|reschedule|put|clear|get\s+rid|hear|update|start|be\s+reminded|plan|edit|erase|pencil|review|look|go\s+over|mark|take|cross|scratch|stop|be\s+woken|view|find\s+out|insert|include|reset|rename|modify)\b)
    | (?:can|could|may|might)\s+(?:i|we)\s+(?:please\s+)?(?=(?:set|add|create|schedule|have|see|get|put|hear|cancel|delete|remove|change|move|make)\b)
    | note\s+to\s+(?:my)?self\s*[:,-]?\s*(?:that\s+)?(?=\w) | would\s+you\s+mind\s+ | (?:do\s+me\s+a\s+favor|be\s+a\s+dear)(?:\s+and|,)?\s+
    | you\s+(?:need\s+to|should|have\s+to|must)\s+(?=(?:set|remind|add|make|put|create|call|wake)\b) | go\s+ahead\s+and\s+ | help\s+me\s+(?:to\s+)?(?=(?:set|add|create|remember|schedule|plan|find|make|remind)) | make\s+sure\s+(?:to|you)\s+
    | is\s+it\s+possible\s+(?:for\s+you\s+)?to\s+ | are\s+you\s+able\s+to\s+ | i\s+was\s+wondering\s+if\s+you\s+could\s+
    | from\s+(?:now\s+)?on[\s,]+ | for\s+me[,]\s+ | hurry\s+up\s+and\s+
    )""",
    re.VERBOSE,
)
# What may follow a request without changing it.
CLOSING = ("please", "pls", "plz", "thanks", "thank you", "thx", "ty", "cheers", "for me", "ok",
           "okay", "jenny", "will you", "would you", "asap")  # fmt: skip
# Words that open a request, so that what follows an "and" is a second one.
NEXT_REQUEST = re.compile(
    r"""(?:\s{0,4}[,;]\s{0,4}(?:and\s+)?(?:also\s+|then\s+|please\s+)?|\s{1,4}and\s{1,4}(?:also\s+|then\s+|please\s+)?|[.!?\n]{1,4}\s{0,4}(?:and\s+|also\s+|then\s+|please\s+)*|\s{1,4}then\s{1,4})
    (?=(?:can\s+you\s+|please\s+)?(?:remind\s+me\b|wake\s+me\b|set\s+one\s+|set\s+(?:an?|the|my|another)\s+(?:\w+\s+){0,3}(?:alarm|timer|reminder)|add\s+|put\s+[\w\s]{1,40}\s+(?:on|in|to)\s+(?:my|the)\b
      |cancel\s+(?:my|the|that)\b|delete\s+(?:my|the|that)\b|remove\s+(?:my|the|that)\b|remember\s+that\b|forget\s+that\b|schedule\s+|book\s+|create\s+an?\s+|what(?:'s|\s+is|\s+are|\s+do)\b|show\s+me\b|tell\s+me\b|mark\s+\w+|move\s+(?:my|the)\b|snooze\b|who\s+is\b|note\s+that\b|buy\s+\w+|call\s+\w+|email\s+\w+|list\s+my\b))""",
    re.VERBOSE,
)

MORNING_WORDS = re.compile(
    r"\b(?:wak(?:e|ing) (?:me|up|us)|wake-?up|get up|breakfast|sunrise|alarm|morning (?:to|starts))\b"
)
EVENING_WORDS = re.compile(
    r"\b(?:dinner|supper|sunset|drinks|date night|movie|concert|gig|theat(?:er|re)|opera|pub|bedtime|cocktails?)\b"
)


def opening_length(text: str) -> int:
    """How many code points of `text` (lower case) only lead up to the request."""
    place = 0
    for _ in range(6):
        found = OPENING.match(text, place)
        if found is None or found.end() == place or found.end() >= len(text):
            break
        place = found.end()
    return place


def bias_of(text: str) -> str:
    """The half of the day that the words of `text` (lower case) ask for: "am", "pm" or neither."""
    if EVENING_WORDS.search(text):
        return "pm"
    return "am" if MORNING_WORDS.search(text) else ""
