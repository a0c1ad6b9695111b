"""What is known, in plain sentences: from relations, and from facts as they were said."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from agents.wording import listed, plain_day, quoted
from core.graph import ME
from core.models import Fact, Hit, Relation
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.bonds import BONDS, is_attribute
from memory.extract import ties_in
from memory.hurried import unhurried, whole
from memory.rules import TRADES

LONGEST_RETOLD = 120  # characters
MANY = 4  # of a kind are told in one sentence

# predicate: what "you" do, what somebody else does.
DOING: dict[str, tuple[str, str]] = {
    "LIKES": ("like", "likes"),
    "DISLIKES": ("don't like", "doesn't like"),
    "LIVES_IN": ("live in", "lives in"),
    "FROM": ("are from", "is from"),
    "WORKS_AT": ("work at", "works at"),
    "WORKS_AS": ("work as", "works as"),
    "WORKS_WITH": ("work with", "works with"),
    "SPEAKS": ("speak", "speaks"),
    "HAS": ("have", "has"),
    "ALLERGIC_TO": ("are allergic to", "is allergic to"),
    "IS": ("are", "is"),
    "KNOWS": ("know", "knows"),
    "MARRIED_TO": ("are married to", "is married to"),
    "NAMED": ("are called", "is called"),
    "EATS": ("eat or drink", "eats or drinks"),
    "AVOIDS": ("don't have", "doesn't have"),
    "TAKES": ("take", "takes"),
    "PARKED_AT": ("parked", "parked"),
    "WAKES_UP": ("wake up", "wakes up"),
    "BORN": ("were born on", "was born on"),
    "AGED": ("are", "is"),
}
_MANY = {"child": "children", "wife": "wives", "ex wife": "ex wives"}
# "I" and what goes with it, turned to the person; in the order in which they are tried.
TURNED = (
    (r"I(?:['’]m| am)", "you are"),
    (r"I was", "you were"),
    (r"I(['’](?:ve|d|ll))", r"you\1"),
    (r"I", "you"),
    (r"my", "your"),
    (r"mine", "yours"),
    (r"me", "you"),
    (r"myself", "yourself"),
)
MINE = re.compile(r"\b(?:" + "|".join(old for old, _ in TURNED) + r")\b", re.IGNORECASE)
# Talk to Jenny herself, and somebody else's words, would be turned into nonsense.
VERBATIM = re.compile(r"\b(?:you|your|yours|yourself)\b|[\"“”«»]", re.IGNORECASE)


def retold(text: str) -> str:
    """A statement as it is said to the person who made it: "I like tea" → "You like tea."."""
    plain = whole(unhurried(" ".join(text.split()).rstrip(" .")))
    if VERBATIM.search(plain):
        return f"You said: “{plain}”."
    turned = MINE.sub(_turn, plain)
    end = "" if turned.endswith(("…", "!", "?")) else "."
    return f"{turned[:1].upper()}{turned[1:]}{end}"


def _turn(found: re.Match[str]) -> str:
    for old, new in TURNED:
        if re.fullmatch(old, found[0], re.IGNORECASE):
            return re.sub(old, new, found[0], flags=re.IGNORECASE)
    return found[0]


def recounted(
    relations: Sequence[Relation], facts: Mapping[str, Fact], zone: str, now: datetime
) -> list[str]:
    """What the relations tell, in the words of the facts that they come from where these tell
    nothing else, with the day when that was an earlier one. Many of a kind make one sentence."""
    sizes = Counter((relation.subject, relation.predicate) for relation in relations)
    lines: list[str] = []
    bare: list[Relation] = []
    for relation in relations:
        fact = facts.get(relation.fact_id or "")
        many = sizes[relation.subject, relation.predicate] >= MANY
        if fact is None or many or not _tells_alone(fact, relation):
            bare.append(relation)
        else:
            lines.append(f"{retold(fact.text)}{told_on(fact, zone, now)}")
    return list(dict.fromkeys(lines)) + sentences(bare)


def told_on(fact: Fact, zone: str, now: datetime) -> str:
    """When it was told, behind its words; empty where that was today."""
    place = zone_called(zone)
    told, today = wall_of(fact.said_at, place).date(), wall_of(now, place).date()
    return "" if told == today else f" (told {plain_day(told, today)})"


def _tells_alone(fact: Fact, relation: Relation) -> bool:
    told = {one.predicate for one in ties_in(fact.text)}
    return told == {relation.predicate} and len(fact.text) <= LONGEST_RETOLD


def sentences(relations: Iterable[Relation]) -> list[str]:
    """One sentence for each subject and predicate, with all their objects."""
    groups: dict[tuple[str, str], list[str]] = {}
    for relation in relations:
        objects = groups.setdefault((relation.subject, relation.predicate), [])
        if relation.object not in objects:
            objects.append(relation.object)
    return [_sentence(subject, how, objects) for (subject, how), objects in groups.items()]


def chain(path: Sequence[Relation]) -> str:
    """How the person is connected with somebody: "Anna is your sister, and Tom is Anna's …"."""
    parts = [sentence.rstrip(".") for relation in path for sentence in sentences([relation])]
    return ", and ".join(parts) + "."


def told(hits: Sequence[Hit], zone: str, now: datetime) -> list[str]:
    """What was said, with its day and where it comes from; the newest first, as it is what
    holds."""
    today = wall_of(now, zone_called(zone)).date()
    lines: list[str] = []
    for hit in sorted(hits, key=lambda hit: hit.said_at, reverse=True):
        day = plain_day(wall_of(hit.said_at, zone_called(zone)).date(), today)
        lines.append(f"{quoted(hit.text, 300)} ({', '.join([*source(hit), day])})")
    return lines


def source(hit: Hit) -> list[str]:
    """Who said it, and that it is not the person's own writing; nothing where it is."""
    marks = {"forward": "forwarded", "import": "imported"}
    return [part for part in (hit.speaker, marks.get(hit.origin)) if part]


def found_by(hits: Sequence[Hit]) -> str:
    """What stands above the lines of `told`."""
    own = all(hit.origin == "chat" for hit in hits)
    return "You told me:" if own else "This is what I have:"


def _called(what: str) -> str:
    """What somebody is by trade, with its article."""
    is_trade = re.fullmatch(TRADES, what, re.IGNORECASE) is not None
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}" if is_trade else what


def _sentence(subject: str, how: str, objects: Sequence[str]) -> str:
    names = listed(objects)
    mine = subject == ME
    subject = re.sub(r"^my ", "Your ", subject)
    whose = "your" if mine else f"{subject}'s"
    if is_attribute(how):
        what = how.lower().replace("_", " ")
        return f"{whose[0].upper()}{whose[1:]} {what} is {names}."
    if how == "KEPT_AT":
        return f"The {subject} is {names}."
    if how == "BIRTHDAY":
        return f"{whose[0].upper()}{whose[1:]} birthday is {names}."
    if how in ("WORKS_AS", "IS"):
        names = listed([_called(one) for one in objects])
    if how in DOING:
        return f"{'You' if mine else subject} {DOING[how][0 if mine else 1]} {names}."
    if how in BONDS.values():
        bond = how.lower().replace("_", " ")
        if len(objects) == 1:
            return f"{names} is {whose} {bond}."
        return f"{names} are {whose} {_MANY.get(bond, f'{bond}s')}."
    return f"{'You' if mine else subject} – {how.lower().replace('_', ' ')}: {names}."
