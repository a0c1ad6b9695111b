"""What is known, in plain sentences: from relations, and from facts as they were said."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from agents.wording import listed, plain_day, quoted
from core.graph import ME
from core.models import Hit, Relation
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.extract import BONDS, bond_named

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
}
# Words of a question that ask for these relations.
ASKING: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:don['’]?t|not) (?:like|love|enjoy)|hate|dislike", ("DISLIKES",)),
    (r"like|love|enjoy|prefer|favou?rite", ("LIKES",)),
    (r"live|address|home", ("LIVES_IN",)),
    (r"work|job|employer", ("WORKS_AT", "WORKS_AS", "WORKS_WITH")),
    (r"allerg", ("ALLERGIC_TO",)),
    (r"birthday|born", ("BIRTHDAY",)),
    (r"my name|call(?:ed)? me|am i called|do you call", ("NAMED",)),
    (r"speak|languages?", ("SPEAKS",)),
    (r"come from|\bfrom\b", ("FROM",)),
    (r"married", ("MARRIED_TO", "WIFE", "HUSBAND")),
)


def asked_for(question: str) -> tuple[str, ...]:
    """The predicates that a question asks for, none when it asks for something else."""
    text = question.casefold()
    for pattern, predicates in ASKING:
        if re.search(rf"\b(?:{pattern})", text):
            return predicates
    found = [bond_named(word) for word in re.findall(r"[\w-]+", text)]
    return tuple(predicate for predicate in found if predicate is not None)


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
    """What was said, with its day."""
    today = wall_of(now, zone_called(zone)).date()
    lines: list[str] = []
    for hit in hits:
        day = plain_day(wall_of(hit.said_at, zone_called(zone)).date(), today)
        lines.append(f"{quoted(hit.text, 300)} ({day})")
    return lines


def _sentence(subject: str, how: str, objects: Sequence[str]) -> str:
    names = listed(objects)
    mine = subject == ME
    whose = "your" if mine else f"{subject}'s"
    if how == "BIRTHDAY":
        return f"{whose[0].upper()}{whose[1:]} birthday is {names}."
    if how in DOING:
        return f"{'You' if mine else subject} {DOING[how][0 if mine else 1]} {names}."
    if how in BONDS.values():
        bond = how.lower().replace("_", " ")
        are = "is" if len(objects) == 1 else "are"
        return f"{names} {are} {whose} {bond}{'' if len(objects) == 1 else 's'}."
    return f"{'You' if mine else subject} – {how.lower().replace('_', ' ')}: {names}."
