"""What a sentence tells of who and what belongs together, by rules and without a model.

The person is the subject "me" wherever that reads naturally, so that what is known of them starts
at one node: `me –LIKES→ hiking`, `me –SISTER→ Anna` ("Anna is my sister"), `me –WORKS_AT→ Siemens`.
Between others the owner of the bond is the subject: "Tom is Anna's husband" is
`Anna –HUSBAND→ Tom`. Predicates:

    LIKES DISLIKES           what somebody likes, loves, enjoys; or not
    SISTER FRIEND BOSS …     a bond, named after what the object is to the subject
    KNOWS WORKS_WITH MARRIED_TO
    LIVES_IN FROM WORKS_AT WORKS_AS SPEAKS HAS ALLERGIC_TO IS BIRTHDAY NAMED

A sentence that fits no rule tells no relation; it is a fact all the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.graph import ME
from core.models import Relation

LONGEST_NAME = 5  # words; what is longer names nothing
LONGEST_STATEMENT = 500  # characters; what is longer is a document

BONDS = {
    "mum": "MOTHER", "mom": "MOTHER", "mother": "MOTHER", "dad": "FATHER", "father": "FATHER",
    "sister": "SISTER", "brother": "BROTHER", "son": "SON", "daughter": "DAUGHTER", "wife": "WIFE",
    "husband": "HUSBAND", "partner": "PARTNER", "girlfriend": "GIRLFRIEND",
    "boyfriend": "BOYFRIEND", "fiancé": "FIANCE", "fiancée": "FIANCEE", "uncle": "UNCLE",
    "aunt": "AUNT", "cousin": "COUSIN", "nephew": "NEPHEW", "niece": "NIECE",
    "grandma": "GRANDMOTHER", "grandmother": "GRANDMOTHER", "grandpa": "GRANDFATHER",
    "grandfather": "GRANDFATHER", "friend": "FRIEND", "mate": "FRIEND", "boss": "BOSS",
    "manager": "BOSS", "colleague": "COLLEAGUE", "coworker": "COLLEAGUE",
    "co-worker": "COLLEAGUE", "neighbour": "NEIGHBOUR", "neighbor": "NEIGHBOUR",
    "flatmate": "FLATMATE", "roommate": "FLATMATE", "doctor": "DOCTOR", "dentist": "DENTIST",
    "therapist": "THERAPIST", "teacher": "TEACHER", "coach": "COACH", "lawyer": "LAWYER",
    "dog": "DOG", "cat": "CAT",
}  # fmt: skip
# Of these there is one at a time: the new one ends the old.
SINGLE = frozenset({"LIVES_IN", "BIRTHDAY", "NAMED", "HUSBAND", "WIFE", "BOSS"})
OPPOSITE = {"LIKES": "DISLIKES", "DISLIKES": "LIKES"}

_BOND = rf"(?P<bond>{'|'.join(sorted(map(re.escape, BONDS), key=len, reverse=True))})s?"
_KIND = r"(?:(?:best|good|old|close|older|elder|younger|big|little|twin|new|dear|late) )*"
_NAME = r"[\w'’.-]+(?: (?-i:[A-ZÀ-Þ])[\w'’.-]*){0,2}"
_NOT = r"(?:don['’]?t|do not|doesn['’]?t|does not|never|no longer|can['’]?t)"
_SOMEBODY = rf"(?P<who>I|we|my {_KIND}[a-zé-]+|{_NAME})"
_OFTEN = r"(?:(?:really|also|just|still|absolutely|usually|always|mostly|now|quite|do|both) )*"
_IS = r"(?:is|are|was|am|'m|’m|'s|’s)"
_NOT_NAMES = frozenset(
    {
        "it", "this", "that", "there", "here", "he", "she", "they", "we", "you", "i", "who", "what",
        "which", "where", "when", "how", "why", "everyone", "nobody", "somebody", "everything",
        "nothing", "one", "the", "a", "an", "my", "your", "our", "his", "her", "their",
    }
)  # fmt: skip
_ADJECTIVES = frozenset(
    {
        "black", "white", "hot", "cold", "warm", "iced", "spicy", "sweet", "salty", "strong",
        "weak", "plain", "raw", "rare", "fresh", "crispy", "soft", "hard", "dark", "light",
        "sparkling", "still", "unsweetened",
    }
)  # fmt: skip
_LIKING = r"(?:like|love|enjoy|adore|prefer)(?:s|d)?"
_PRONOUN = re.compile(r"(?:he|she|they)\b(?:'s|’s)?", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:,? (?:and|but|while|whereas) |[;,.] ?(?:and )?)"
    rf"(?=(?:I|we|he|she|they|my [a-z]+)(?:\b|'m|’m|'s|’s)|{_NAME} (?:is|was|likes?|loves?|"
    r"hates?|enjoys?|lives?|works?|has|knows|speaks)\b)",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    relations: Callable[[re.Match[str]], Iterator[Relation]]


def relations_in(text: str) -> list[Relation]:
    """The relations that a statement of the person tells, in text order, none twice."""
    if len(text) > LONGEST_STATEMENT:
        return []
    found: list[Relation] = []
    last: str | None = None
    for clause in _NEXT.split(text):
        told = list(_of_clause(_resolved(clause.strip(" .!;,"), last)))
        found += [relation for relation in told if relation not in found]
        last = _somebody_in(told) or last
    return found


def ended_by(new: Relation, known: Sequence[Relation]) -> list[Relation]:
    """Which of the `known` relations of the same subject are no longer true once `new` is."""
    return [
        old
        for old in known
        if _same(old.subject, new.subject)
        and (
            (old.predicate == OPPOSITE.get(new.predicate) and _same(old.object, new.object))
            or (
                old.predicate == new.predicate
                and new.predicate in SINGLE
                and not _same(old.object, new.object)
            )
        )
    ]


def bond_named(word: str) -> str | None:
    """The predicate of a bond by any of its words: "mum" → "MOTHER"."""
    low = word.casefold()
    return BONDS.get(low) or BONDS.get(low.removesuffix("s"))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _of_clause(clause: str) -> Iterator[Relation]:
    for rule in RULES:
        found = rule.pattern.fullmatch(clause)
        if found:
            yield from rule.relations(found)
            return


def _resolved(clause: str, last: str | None) -> str:
    """ "she works there" with the name of whom the clause before was about."""
    return clause if last is None else _PRONOUN.sub(_spoken(last), clause, count=1)


def _spoken(name: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{name} is" if found[0][-2:] in ("'s", "’s") else name


def _somebody_in(told: Sequence[Relation]) -> str | None:
    for relation in told:
        if relation.predicate in BONDS.values():
            return relation.object
        if relation.subject != ME:
            return relation.subject
    return None


def _who(text: str) -> str | None:
    """The entity that a subject names; None when it names nobody in particular."""
    if text.casefold() in ("i", "we"):
        return ME
    return None if text.split()[0].casefold() in _NOT_NAMES - {"my"} else _title(text)


def _title(name: str) -> str:
    first = name.split()[0]
    return name if first == "my" or not first.islower() else name[0].upper() + name[1:]


def _things(text: str) -> Iterator[str]:
    """The entities that an object names: "my coffee black" is coffee, "tea and cake" are two."""
    text = re.split(r"(?: (?:when|because|if|since|while|but|so|with|without)\b|[(:])", text)[0]
    for part in re.split(r", (?:and |or )?| and | or ", text):
        words = part.strip(' .!"“”').split()
        mine = bool(words) and words[0].casefold() in ("my", "our")
        while words and words[0].casefold() in ("my", "our", "the", "a", "an", "some", "to"):
            words = words[1:]
        if mine and len(words) > 1 and words[-1].casefold() in _ADJECTIVES:
            words = words[:-1]
        if words and len(words) <= LONGEST_NAME and words[0].casefold() not in _NOT_NAMES:
            yield " ".join(words)


def _names(text: str) -> Iterator[str]:
    for part in re.split(r", (?:and )?| and ", text):
        name = part.strip()
        if name and name.split()[0].casefold() not in _NOT_NAMES:
            yield _title(name)


def _telling(predicate: str, group: str = "what") -> Callable[[re.Match[str]], Iterator[Relation]]:
    """Relations from the clause's `who` to each thing of its `group`."""

    def tell(found: re.Match[str]) -> Iterator[Relation]:
        subject = _who(found["who"])
        if subject is not None:
            for thing in _things(found[group]):
                yield Relation(subject=subject, predicate=predicate, object=thing)

    return tell


def _meeting(predicate: str) -> Callable[[re.Match[str]], Iterator[Relation]]:
    """As `_telling`, for objects that are people."""

    def tell(found: re.Match[str]) -> Iterator[Relation]:
        subject = _who(found["who"])
        if subject is not None:
            for name in _names(found["what"]):
                yield Relation(subject=subject, predicate=predicate, object=name)

    return tell


def _bond(found: re.Match[str]) -> Iterator[Relation]:
    owner = found.groupdict().get("owner")
    subject = ME if owner is None else _title(owner)
    for name in _names(found["names"]):
        yield Relation(subject=subject, predicate=BONDS[found["bond"].casefold()], object=name)


def _work(found: re.Match[str]) -> Iterator[Relation]:
    subject = _who(found["who"])
    if subject is None:
        return
    if found["job"]:
        for job in _things(found["job"]):
            yield Relation(subject=subject, predicate="WORKS_AS", object=job)
    if found["with"]:
        for name in _names(found["with"]):
            yield Relation(subject=subject, predicate="WORKS_WITH", object=name)
    if found["place"]:
        for place in _things(found["place"]):
            yield Relation(subject=subject, predicate="WORKS_AT", object=place)


def _mine(predicate: str) -> Callable[[re.Match[str]], Iterator[Relation]]:
    def tell(found: re.Match[str]) -> Iterator[Relation]:
        whose = found.groupdict().get("whose")
        subject = ME if whose is None else _title(whose)
        words = found["what"].strip().split()
        if len(words) <= LONGEST_NAME:
            yield Relation(subject=subject, predicate=predicate, object=" ".join(words))

    return tell


def _rule(pattern: str, relations: Callable[[re.Match[str]], Iterator[Relation]]) -> _Rule:
    return _Rule(pattern=re.compile(pattern, re.IGNORECASE), relations=relations)


_PEOPLE = rf"(?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})*)"
_CAPITAL = r"(?-i:[A-ZÀ-Þ])[\w'’.-]*"
RULES: tuple[_Rule, ...] = (
    _rule(
        rf"{_PEOPLE}(?: is| are| was|['’]s) (?:one of )?(?:my|our) {_KIND}{_BOND}(?:,? .*)?", _bond
    ),
    _rule(
        rf"(?:my|our|(?P<owner>{_NAME}?)['’]s?) {_KIND}{_BOND}(?:['’]s name)? (?:is|are)"
        rf"(?: called| named)? (?P<names>{_CAPITAL}(?:(?: |, | and ){_CAPITAL})*)",
        _bond,
    ),
    _rule(rf"(?P<names>{_NAME}) is (?P<owner>{_NAME}?)['’]s? {_KIND}{_BOND}", _bond),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}{_NOT} (?:really )?(?:like|love|enjoy|stand|bear)s?(?: to)?"
        r" (?P<what>.+)",
        _telling("DISLIKES"),
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:hates?|dislikes?|detests?)(?: to)? (?P<what>.+)",
        _telling("DISLIKES"),
    ),
    _rule(rf"{_SOMEBODY} {_OFTEN}{_LIKING}(?: to)? (?P<what>.+)", _telling("LIKES")),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:really )?(?:into|fond of) (?P<what>.+)", _telling("LIKES")),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}work(?:s|ing)?(?: as (?P<job>.+?))?"
        r"(?: with (?P<with>.+?))?(?: (?:at|for) (?P<place>.+?))?",
        _work,
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:liv(?:e|es|ing)|moved)(?: now)? (?:in|at|to)"
        r" (?P<what>.+)",
        _telling("LIVES_IN"),
    ),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:originally )?from (?P<what>.+)", _telling("FROM")),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:\w+ )?allergic to (?P<what>.+)", _telling("ALLERGIC_TO")),
    _rule(rf"{_SOMEBODY} ?{_IS} married to (?P<what>{_NAME})", _meeting("MARRIED_TO")),
    _rule(rf"{_SOMEBODY} {_OFTEN}(?:know|knows|met) (?P<what>{_NAME})(?: .*)?", _meeting("KNOWS")),
    _rule(rf"{_SOMEBODY} {_OFTEN}speaks? (?P<what>.+)", _telling("SPEAKS")),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has|own|owns) (?P<what>(?:an?|two|three|four) .+)",
        _telling("HAS"),
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS} (?P<what>vegan|(?:a )?vegetarian|married|single|divorced|retired"
        r"|engaged|left-handed|right-handed|diabetic|pregnant|colou?r-?blind)",
        _telling("IS"),
    ),
    _rule(
        rf"(?:my|(?P<whose>{_NAME}?)['’]s?) birthday is (?:on |the )*(?P<what>.+)",
        _mine("BIRTHDAY"),
    ),
    _rule(
        rf"(?:my name(?: is|['’]s)|call me|I(?: am|['’]m) called) (?P<what>{_NAME})",
        _mine("NAMED"),
    ),
)
