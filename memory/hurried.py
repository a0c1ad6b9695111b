"""How people type in a hurry, put as the rules have it: "my moms bday" is "my mom's birthday"."""

import re

from memory.bonds import ATTRIBUTES, BONDS

_WORDS = {
    "im": "I'm", "ive": "I've", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't",
    "cant": "can't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't", "whats": "what's",
    "wheres": "where's", "whos": "who's", "whens": "when's", "hows": "how's", "thats": "that's",
    "bday": "birthday", "b-day": "birthday", "bdays": "birthdays", "u": "you", "fav": "favourite",
    "fave": "favourite", "bf": "boyfriend", "gf": "girlfriend", "hes": "he's", "shes": "she's",
}  # fmt: skip
_SHORT = re.compile(rf"(?<![\w'’-])(?:{'|'.join(_WORDS)})(?![\w'’-])", re.IGNORECASE)
# In one word: "my ex wife" is no wife, "my mother in law" no mother.
_ONE_WORD = re.compile(
    r"\b(?P<once>ex|former) (?=(?:wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|boss"
    r"|manager"
    r"|colleague|coworker|flatmate|roommate|landlord)\b)|(?<=\w) in (?=law\b)|(?<=\bin) (?=law\b)",
    re.IGNORECASE,
)
_BOND = "|".join(sorted(map(re.escape, BONDS), key=len, reverse=True))
_OWNED = rf"name|names|birthday|birthdate|phone|(?:[a-z]+ )?(?:{ATTRIBUTES})|{_BOND}"
# "My moms name", "annas birthday".
_POSSESSIVE = re.compile(
    rf"\b(?P<owner>(?:(?:my|our) (?:\w+ )?(?:{_BOND})|mum|mom|dad|grandma|grandpa))s"
    rf" (?=(?:{_OWNED})\b)"
    r"|(?<![\w'’])(?P<name>(?!thi|hi|it|alway)[^\W\d_]{2,}[^\W\d_s])s"
    r" (?=(?:birthday|birthdate|shoe size|phone number|address|favou?rite)\b)",
    re.IGNORECASE,
)
_VERB = (
    r"(?:is|was|has|had|lives?|lived|works?|worked|likes?|loves?|hates?|speaks?|plays?|moved|got"
    r"|started|quit|left|joined|turns|turned|enjoys?|prefers?|studies|wants|needs|doesn['’]t"
    r"|isn['’]t|can['’]t)"
)
_NO_NAMES = (
    rf"(?!{_VERB}\b)"
    r"(?!(?:is|was|has|had|are|were|and|or|who|that|which|also|just|still|really|now|always|never"
    r"|only|not|does|did|doesn|isn|rarely|usually|often|recently|finally|actually|already|probably"
    r"|in|law|s)\b)"
)
# "My brother tom works", "her name is lena", "a dog named rex".
_NAME = re.compile(
    rf"(?:(?<=\s)|^)(?P<lead>(?:my|our) (?:[\w-]+ )?(?:{_BOND}),? )(?P<first>{_NO_NAMES}[a-zà-þ]"
    rf"[\w-]+)(?=,? {_VERB}\b)"
    r"|(?P<named>\b(?:name(?:['’]s| is)|(?<!\bwhat )(?:is|are|am|['’]s|['’]m|dog|cat|son|daughter)"
    r" (?:called|named)) )(?P<last>[a-zà-þ][\w-]+)"
    r"(?P<others>(?:(?:, | and |, and )[a-zà-þ][\w-]+)*)$",
)
# What happened to "I" without saying so.
_DROPPED = re.compile(
    r"(?P<when>(?:just|finally|already|yesterday|today|last \w+|this \w+),? )?"
    r"(?P<verb>moved|parked|started|quit|bought|sold|adopted|joined|met|lent|put|left|hid|stopped"
    r"|gave up|got (?:a new job|married|divorced|engaged|promoted|fired)|love|hate|like|prefer"
    r"|work(?:ing|ed)? (?:at|for|as)|live in|lived in|allergic to|born (?:in|on)|can['’]t stand"
    r"|don['’]t (?:like|eat|drink)) (?=\S)",
    re.IGNORECASE,
)
_NO_VERB = re.compile(r"(?:working|allergic|born)\b", re.IGNORECASE)


def unhurried(text: str) -> str:
    """`text` with its apostrophes, and with capitals where a name must stand."""
    text = _SHORT.sub(lambda found: _like(found[0], _WORDS[found[0].casefold()]), text)
    text = _ONE_WORD.sub(lambda found: "ex-" if found["once"] else found[0].replace(" ", "-"), text)
    text = _POSSESSIVE.sub(lambda found: f"{found['owner'] or found['name']}'s ", text)
    return _NAME.sub(_capital, text)


def whole(clause: str) -> str:
    """The clause with the "I" that it goes without: "moved to Porto", "allergic to nuts"."""
    found = _DROPPED.match(clause)
    if found is None:
        return clause
    when, rest = found["when"] or "", clause[found.start("verb") :]
    was = {"b": "was ", "w": "am ", "a": "am "}[rest[0].casefold()] if _NO_VERB.match(rest) else ""
    return f"{when}I {was}{rest}"


def _like(typed: str, meant: str) -> str:
    return meant[0].upper() + meant[1:] if typed[0].isupper() else meant


def _capital(found: re.Match[str]) -> str:
    if found["first"]:
        return f"{found['lead']}{found['first'].capitalize()}"
    others = re.sub(r"(?<=, )(?!and )\w|(?<=and )\w", lambda one: one[0].upper(), found["others"])
    return f"{found['named']}{found['last'].capitalize()}{others}"
