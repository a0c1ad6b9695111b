"""What is worth keeping, what kind it is, and what Jenny does not keep at all."""

import re
from collections.abc import Iterable, Sequence

from core.learning import Kind, Tie
from memory.bonds import BONDS

_HEALTH = re.compile(
    r"\b(?:allerg\w*|diabet\w*|pregnan\w*|asthma|medication|medicine|ibuprofen|insulin|cancer|"
    r"depress\w*|anxiety|adhd|hiv|epilep\w*|illness|disease|diagnos\w*|surgery|therap\w*|blood"
    r" (?:type|pressure|group)|migraine\w*|intoleran\w*|pills?|antibiotic\w*|disab\w*|sick)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:salary|income|earn|debts?|loan|mortgage|iban|account number|savings|rent is|owes?|tax"
    r"|bank)\b|[€$£]\s?\d|\d\s?(?:€|euros?\b|dollars?\b|pounds?\b)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:code|password|passcode|pin|combination|passphrase|wi-?fi|ssn|passport number"
    r"|id number)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"(?:please )?(?:always|never|from now on|in future|don['’]?t ever)\b,?(?! (?:gonna|mind))"
    r" (?:\w+)|\b(?:from now on|in future)$",
    re.IGNORECASE,
)
_OF_PREDICATE: dict[Kind, frozenset[str]] = {
    "taste": frozenset({"LIKES", "DISLIKES", "EATS"}),
    "standing": frozenset({"AVOIDS"}),
    "home": frozenset({"LIVES_IN", "FROM", "PARKED_AT"}),
    "work": frozenset({"WORKS_AT", "WORKS_AS", "WORKS_WITH", "BOSS", "COLLEAGUE"}),
    "day": frozenset({"BIRTHDAY", "BORN", "AGED"}),
    "habit": frozenset({"DOES", "WAKES_UP"}),
    "people": frozenset({*BONDS.values(), "KNOWS", "MARRIED_TO", "NAMED"}),
}

_SMALL_TALK = re.compile(
    r"(?:hi|hello|hey|thanks?|thank you|ok(?:ay)?|yes|no|yeah|nope|sure|great|cool|nice|lol|haha+|"
    r"good (?:morning|night|evening|afternoon)|bye|see you|how are you|what'?s up|wow|hm+|oh|"
    r"(?:just |only )?(?:kidding|joking)|i(?:'m| am) (?:fine|good|ok(?:ay)?|tired|bored|back"
    r"|here|done|ready|hungry|busy|sorry)|"
    r"i (?:see|know|think so|guess|agree|understand|hope so)|you'?re welcome)\b[\w ,'!.]{0,20}",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:please |can you |could you |would you |will you |let'?s |jenny,? )*(?:remind|add|set|"
    r"cancel|delete|remove|move|show|list|tell|give|find|search|send|call|buy|book|schedule|create|"
    r"make|put|open|play|write|translate|summari[sz]e|explain|help|forget|stop|start|do|don'?t)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r".*\?\s*$|(?:who|what|where|when|why|which|whose|whom|how|do|does|did|is|are|am|was|were|can|"
    r"could|would|should|will|have|has)\b (?!my\b.* is\b)",
    re.IGNORECASE | re.DOTALL,
)
# What somebody else says, or Jenny herself.
_QUOTED = re.compile(
    r"^\s*(?:>|[“\"«].*[”\"»]\s*$|(?:you|jenny) (?:said|told|wrote)\b|\w+: |here is what|i'll"
    r" remember)",
    re.IGNORECASE,
)
_INVENTED = re.compile(
    r"\b(?:the )?(?:user|human|speaker|person|assistant)(?:['’]s)?\b|\b(?:seems?|probably|might"
    r"|appears?) to\b|\bas an ai\b",
    re.IGNORECASE,
)
LONGEST = 500


def kind_of(text: str, ties: Iterable[Tie]) -> Kind:
    """What a fact is about; what is sensitive comes first."""
    told = {tie.predicate for tie in ties}
    if "ALLERGIC_TO" in told or "TAKES" in told or _HEALTH.search(text):
        return "health"
    if _CODE.search(text):
        return "code"
    if _MONEY.search(text):
        return "money"
    if _STANDING.match(text):
        return "standing"
    for kind, predicates in _OF_PREDICATE.items():
        if told & predicates:
            return kind
    return "other"


def junk(text: str, ties: Sequence[Tie]) -> str | None:
    """Why a sentence is not worth keeping; None when it is."""
    plain = " ".join(text.split())
    checks = (
        ("empty", len(plain) < 3 or not any(letter.isalpha() for letter in plain)),
        ("long", len(plain) > LONGEST),
        ("quoted", bool(_QUOTED.match(plain))),
        ("small talk", is_small_talk(plain)),
        ("question", bool(_QUESTION.match(plain))),
        ("invented", bool(_INVENTED.search(plain))),
        ("order", not ties and not is_standing(plain) and bool(_ORDER.match(plain))),
    )
    return next((reason for reason, found in checks if found), None)


def is_small_talk(text: str) -> bool:
    """Whether it tells nothing: "hi", "just kidding"."""
    return bool(_SMALL_TALK.fullmatch(" ".join(text.split()).rstrip(" .!")))


def is_standing(text: str) -> bool:
    """Whether it is an order for all answers: "always answer in German"."""
    return bool(_STANDING.match(" ".join(text.split())))
