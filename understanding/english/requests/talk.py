"""What is neither a request to the calendar nor to the memory: talk, knowledge, settings."""

from understanding.forms import Form, form

# Matters of other services: money, travel, food, devices, the world. Said without one of Jenny's
# own words (reminder, list, calendar) they are not hers.
LANGUAGE = r"(?:french|spanish|german|italian|japanese|chinese|russian|latin|portuguese|korean|arabic|hindi|english|dutch|swedish|norwegian|finnish|greek|turkish|thai|mandarin)"
TOPIC = (
    r"\b(?:weather|forecast|temperature|rain(?:ing|y)?|snow(?:ing)?|sunny|humid(?:ity)?|degrees|traffic|"
    r"bank|credit|debit|cards?|visa|mastercard|amex|accounts?|balance|checking|savings|transfer|transactions?|"
    r"insurance|loan|mortgage|routing|apr|fica|401k|w-?2|tax(?:es)?|income|salary|paycheck|direct deposit|pto|"
    r"bills?|fees?|interest rate|exchange rate|dollars?|stocks?|shares|bitcoin|rewards?|points|spend(?:ing)?|spent|"
    r"flights?|airlines?|airport|plane|luggage|carry-?on|passport|hotels?|motel|travel|vaccines?|tickets?|trains?|"
    r"uber|lyft|taxi|cab|ola|rental|reserv(?:e|ation|ations)|restaurants?|diner|bar|table for|takeaway|take ?out|"
    r"deliver(?:y|s|ed)?|recipes?|ingredients?|calories?|nutrition(?:al)?|cook|bake|oven|"
    r"songs?|music|playlists?|album|artist|radio|podcasts?|audiobooks?|volume|tune|track|movies? (?:playing|showing)|"
    r"lights?|lamp|thermostat|vacuum cleaner|roomba|hoover|socket|plug|coffee (?:machine|maker)|tv|speakers?|wemo|"
    r"tweet|twitter|facebook|instagram|social media|e-?mails?|inbox|mailbox|contacts?|whatsapp|"
    r"phone|bluetooth|sync|device|whisper|accent|voice|battery|gas|fuel|mpg|tires?|tyres?|oil change|jump start|"
    r"definition|synonym|capital of|population|president|translate|translation|language|joke|fun fact|trivia|"
    r"game of|roll|dice|coin|square root|divided|times table|percent|distance|directions|route|"
    rf"near(?:by| me| here)|in my (?:area|city|town)|around (?:here|me|town)|in (?:town|the (?:world|news|quad cities))|news|headlines|"
    rf"in {LANGUAGE}|ai|robot|siri|alexa|google|cortana)\b"
)
OWN_STATEMENT = r"(?!(?:my|i'm|i am|i (?:really |also )?(?:like|love|hate|prefer|enjoy|work|live|have)|we (?:like|love)|where (?:did|have|do) i|who|remember|forget)\b)"

TALK: tuple[Form, ...] = (
    form("other", r"(?:change|set|switch)(?: my)? (?:time ?zone|tz)(?: to)? ?(?P<what>.*)", "settings"),
    form("other", r"(?:what can you|what do you|how can you|how do you|how does this|how do (?:i|reminders|alarms|lists) )\b.*(?:do|help|work|use)\b.*", "help"),
    form("other", r"(?:undo|revert|take back)\b.*", "undo"),
    form("other", r"(?:export|download)(?: all)?(?: of)? (?:my|everything|the) ?(?:data|memory|memories|tasks|calendar)?\W*$", "export"),
    form("other", r"(?:turn (?:on|off) |switch (?:on|off) |enable |disable |leave )?(?:private|incognito) mode(?: on| off)?\W*$", "private"),
    form("other", r"what(?:'?s| is|) (?:the )?(?:current |exact )?(?:time|date|day|year|month)(?: is it)?\b(?! (?:is|do|does|am) (?:my|i)\b)(?: (?:is it|now|today|in|at|right now|it is|right|going to be|will it be|here).*)?\W*$", "clock", confidence=0.9),
    form("other", r"(?:what|which) (?:day|date|time) (?:is|was|will) (?:it|today|tomorrow)\b.*", "clock"),
    form("other", r"(?:translate|how (?:do|would|can|should) (?:you|i|we|they) (?!know\b)|spell|define|convert|calculate|tell me (?:a|an|about|something|how|the)\b|play|sing|flip|roll|search|google|dial|tweet|text|send|respond|speak|talk|repeat|stop|pause|resume|skip|turn|switch|mute|lower|raise|increase|decrease|explain|recommend|suggest|purchase|reserve|how many|how much|how far|how long|how old is|why|is it|can (?:i|we|they|he|she)|should (?:i|we)|where can|what are you|are you|do you (?!know|remember|recall)|did you|who are|who made|where are you)\b.*", "talk"),
    form("other", rf"{OWN_STATEMENT}.{{0,300}}?{TOPIC}.*", "talk", confidence=0.9),
)  # fmt: skip
