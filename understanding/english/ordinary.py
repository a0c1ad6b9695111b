"""Words that only look like a time: titles, sayings, codes, addresses, "5 minute noodles"."""

# ruff: noqa: E501 - a list is read by rows

import re

# Sayings and titles, a row each matter; alternatives between bars.
SAYINGS = (
    "now and (?:then|again)|every (?:now|once|so) (?:and|in a|often)(?: then| again| while)?|once upon a time|in no time|just a (?:second|sec|minute|moment)",
    "happy (?:new year|birthday|christmas|easter|halloween|thanksgiving|hanukkah|diwali)|merry christmas|good (?:morning|afternoon|evening|night|day)",
    "every second counts|every minute counts|eight days a week|day in,? day out|one day at a time|back in the day|the other day|some day|one of these days",
    "(?:an )?hour ?glass|newly wed|man friday|casual friday|wednesday addams|tuesday's child|sunday (?:roast|best|school|paper|driver|league)",
    "midnight (?:express|blue|snack|oil|sun|cowboy)|high noon|afternoon tea|morning glory|morning star|evening (?:dress|gown|class)|weekend bag|parents'? evening|(?:game|movie|date|quiz|poker|film|girls'?|bingo) night(?= |$)",
    "(?:the |a )?(?:daily|weekly|monthly) (?:telegraph|mail|mirror|express|star|show|bugle|planet|newspaper|paper|bread|planner|magazine|digest)",
    "(?:blue|manic) monday|ruby tuesday|friday i'm in love|(?:sunday )?bloody sunday|saturday night (?:live|fever)|(?:black|red) october|groundhog day (?:again|movie|film)",
    "tomorrow never dies|the day after tomorrow (?:is a|movie|film)|minutes to midnight|seconds of summer|summer of \\d\\d|24 hour (?:party|plumber|news)",
    "(?:just|wait|hold on|hang on|hold up|give me|gimme)(?: just)? (?:a|one|1) (?:sec|second|min|minute|moment|mo)(?! timer)|(?:one|some|1) day (?:i|we|you|he|she|they|it|maybe|soon)",
    "monday (?:blues|night football)|friday night lights|friday feeling|(?:black friday|cyber monday) (?:deals?|sales?)|may day parade|\\d a day|two timers?|weekend (?:edition|bag)",
    "first (?:aid|class|floor|lady|name)|second (?:hand|floor|class|opinion|nature|wind|thoughts?)|third (?:party|wheel|world)|last (?:name|minute|resort|straw)",
)
CODES = "codes?|pins?|pass ?codes?|pass ?words?|otp|extension|dialling|prefix"
# What numbers after these words count or name is no time, unless it is written as one.
NUMBERED = (
    "pin|code|pass ?code|pass ?word|otp|iban|account|order|invoice|ticket|ref|reference|flight|train|bus|tram|line|gate|seat|platform|track"
    "|flat|apt|apartment|suite|room|floor|building|unit|section|chapter|page|pages|verse|psalm|question|exercise|step|level|lesson|episode|season"
    "|size|route|highway|interstate|area|version|build|case|issue|bug|pr|task|item|number|bay|zone|channel|volume|grade|key"
)


def _spaced(words: str) -> str:
    """A list of words for a verbose pattern."""
    return words.replace(" ", "\\ ")


# Read in lower case.
FIXED = re.compile(
    rf"""\b(?:{_spaced("|".join(SAYINGS))})\b
      | \b(?:{_spaced(NUMBERED)})\s{{1,2}}(?:(?:number|no\.?|nr\.?|code|is|key)\s){{0,2}}(?=[a-z]{{0,12}}\d)
        (?!\d{{1,2}}(?::\d\d|\s?[ap]\.?m\b|h\b|h\d\d\b|\s?o'?clock))[\w./-]{{1,30}}
      | \b\d{{3,8}}\s(?:(?:is|was)\s(?:the|my|our|your|a|her|his)\s(?:[^\W\d]{{2,20}}\s)?)?(?:{_spaced(CODES)})\b
      | \b(?:ratio|scale|odds|score|mix(?:ed)?|dilute[ds]?|aspect)\s(?:(?:of|is|was|it|at)\s)?\d{{1,3}}:\d{{1,3}}\b
      | \b(?:genesis|exodus|leviticus|matthew|luke|romans|corinthians|proverbs|isaiah|hebrews|revelation)\s\d{{1,2}}:\d{{1,3}}\b
      | \b\d{{1,3}}[ -](?:minute|min|hour)s?[ -](?:walk|drive|ride|flight|stroll)\s(?:away|from)\b
      | \b\d{{4}}(?:\s\d{{4}}){{2,6}}(?:\s\d{{1,4}})?\b
      | \b[^\W\d]{{2,30}}(?:str\.|straße|strasse|weg|gasse|allee)\s\d{{1,4}}\s?[a-z]?\b
      | \bwhat\ (?:does|do)\s[^\n?]{{1,40}}\smean\b | \bwhat\ is\ an?\s[^\W\d]{{2,20}}(?=\s?\??$)
      | \b(?:spell|define|pronounce|meaning\ of|synonyms?\ for)\s(?:the\ word\s)?[^\W\d]{{2,20}}
      | \b(?:play|sing|listen\ to|put\ on)\s(?:(?!at\b|with\b|on\b)[^\W\d]{{1,20}}\s){{1,5}}by\s(?:the\s)?(?=[^\W\d])(?!tomorrow|today|tonight|noon|midnight|mon|tue|wed|thu|fri|sat|sun|next|end|eod|the\send)
    """,
    re.VERBOSE,
)


# What a length before it does measure: "a 30 minute meeting" holds a duration.
MEASURED = frozenset(
    {
        *("timer", "countdown", "alarm", "reminder", "snooze", "delay", "extension", "notice"),
        *("meeting", "call", "session", "chat", "sync", "slot", "block", "event", "interview"),
        *("walk", "run", "ride", "drive", "break", "nap", "rest", "workout", "class", "lesson"),
        *("appointment", "lunch", "dinner", "breakfast", "coffee", "standup", "review", "shift"),
        *("skype", "teams", "zoom", "phone", "video", "trip", "holiday", "vacation", "stay"),
        *("please", "long", "window", "gap", "buffer", "massage", "swim", "hike", "yoga"),
    }
)
SINGULAR = re.compile(r"(?:second|minute|min|hour|day|week|month|year)$", re.IGNORECASE)
ARTICLES = ("a", "an")
WORD = re.compile(r"[^\W\d_]+")
NEXT_WORD = re.compile(r"[ -]([^\W\d_]+)")


def only_describes(text: str, span: tuple[int, int]) -> bool:
    """Whether "a daily", "the annual" only describes a noun that is no event: "the annual report"."""
    first = text[slice(*span)].split()[0].lower()
    led = first in ARTICLES or text[: span[0]].lower().rstrip().endswith((" the", " my", " our"))
    led = led or text[: span[0]].lower().strip() in ("the", "my", "our")
    behind = [word.lower() for word in WORD.findall(text[span[1] : span[1] + 60])[:3]]
    return led and bool(behind) and _is_noun(behind[0]) and not MEASURED.intersection(behind)


def only_measures(text: str, span: tuple[int, int]) -> bool:
    """Whether the length at `span` is but the size or the age of the thing behind it."""
    words = text[slice(*span)].split()
    behind = NEXT_WORD.match(text, span[1])
    if behind is not None and behind[1].lower() == "old":
        return True
    if not SINGULAR.search(words[-1]) or words[0].lower() in ("a", "an", "one", "1", "half"):
        return False
    return behind is not None and behind[1].lower() not in MEASURED and _is_noun(behind[1])


FUNCTION_WORDS = frozenset(
    {
        *("for", "to", "and", "of", "on", "at", "in", "from", "until", "before", "after", "later"),
        *("then", "with", "starting", "the", "my", "a", "each", "every", "but", "or", "now"),
        *("ago", "long", "is", "i", "we", "so", "that", "this", "if", "when", "early", "ahead"),
    }
)


def _is_noun(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS
