"""How much an order to forget is about: everything, a person or topic, a period, or some words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.evidence import Name
from core.forgetting import Choice
from core.models import Relation
from core.stores import UnitOfWork
from memory.dates import timeless, told
from memory.entities import resolved

LONGEST_NAME = 33
_AROUND = ' "“”'
_WHAT = r"what(?:ever)? (?:i|you|we)\b"
_THINGS = r"(?:the )?(?:things?|stuff|facts?|messages?) (?:that )?(?:i|you|we)\b"
_WHOLE = re.compile(rf"\b(?:everything|anything|all|whatever)\b|\b{_WHAT}|\b{_THINGS}", re.I)
_ABOUT = re.compile(
    rf"\b(?:everything|anything|all|whatever|{_WHAT}|{_THINGS})\b.*?\b(?:about|on|of|regarding"
    r"|concerning|with|involving|(?:related|relating|connected) to)\s+(?P<name>.+)",
    re.I | re.S,
)
_ME = re.compile(r"(?:me|myself|us|it all|that|this|it|them)", re.I)
_LEAD = re.compile(r"^(?:the|a|an|any|all)\s+", re.I)
# What is said around an order.
_COURTESY = re.compile(
    r"(?:[\s,]+(?:please|thanks|thank you|right now|now|again|for good|for ever|forever|completely"
    r"|entirely|permanently|at once|immediately|jenny))+$",
    re.I,
)
_BUT = re.compile(
    r"\b(?:forget|delete|erase|wipe|clear|remove) (?:about )?(?:everything|anything|all)\b.*"
    r"\b(?:except|but|apart from|other than|besides)\b",
    re.I | re.S,
)
_ALL = re.compile(
    r"\b(?:everything|all|memor(?:y|ies)|what(?:ever)? you (?:know|remember|have))\b"
    r"|\bforget (?:about )?me$",
    re.I,
)
_IT = re.compile(r"\babout (?:it|that|this|them)$", re.I)
# Words that leave "everything" everything; with any other it is some of it: "all my passwords".
_FILLING = frozenset(
    re.findall(
        r"\w+",
        """
        about all already and anything brain can clear could data delete drop entire erase ever
        everything facts forget from had has have history i in it just kept knew know known
        learned learnt me mean memories memory messages mind mine my myself noted of ok on our
        please recorded remember remembered remove reset said saved shared so stored stuff
        talked that the there things this to told us ve want we what whatever whole wipe written
        wrote yes you your
        """,
    )
)
# Words that only point at what was told last.
_POINTING = _FILLING | {"last", "message", "sentence", "thing"}
_BOTH = re.compile(r",? (?:and|or) |, | & ", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """A name, a period (aware, in UTC, the end left out), both, or neither: everything."""

    name: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def everything(self) -> bool:
        return not self.name and self.since is None

    @property
    def data(self) -> str:
        """For a button, ≤ 51 bytes."""
        return f"{_seconds(self.since)}:{_seconds(self.until)}:{self.name}"


def leaves_out(text: str) -> bool:
    """Whether something is to stay: "everything but Anna"."""
    return _BUT.search(text) is not None


def scope_of(text: str, now: datetime, zone: str) -> Scope | None:
    """What the order is about; None when it only names some words."""
    plain = _COURTESY.sub("", text.strip(" .!?"))
    if _is_everything(plain):
        return Scope()
    # "The last hour" is one of them.
    plain = re.sub(r"\b(last|past) (?=(?:hour|minute)\b)", r"\1 1 ", plain, flags=re.IGNORECASE)
    span = told(plain, now, zone)
    # What is still to come is no time at which it was told: "the trip next week".
    rest = plain if span is None else timeless(plain, now, zone)
    if not _WHOLE.search(plain) and (span is None or not _says_no_more(rest)):
        return None
    name = _named(plain)
    if span is not None and name:
        # Of "Friday's party" the party is meant.
        left = timeless(f"all about {name}", now, zone)
        name = _named(re.sub(r"^all(?! about)", "all about", left))
    if span is not None:
        return Scope(name=name, since=span[0], until=span[1])
    # "what I told you about my new job" may name some words of it, too.
    some = re.search(r"\bwhat (?:i|you|we)\b", plain, re.IGNORECASE) is not None
    return Scope(name=name) if name and not some else None


def only_points(text: str) -> bool:
    """Whether it names nothing: "what I just told you", "all about it"."""
    return _POINTING.issuperset(_said(_COURTESY.sub("", text)))


def _named(plain: str) -> str:
    """Whom or what it is about."""
    about = _ABOUT.search(plain)
    if about is None:
        return ""
    name = _LEAD.sub("", about["name"].lstrip(_AROUND).rstrip(f"{_AROUND}.,!?"))
    return "" if _ME.fullmatch(name) else name


def _is_everything(plain: str) -> bool:
    return _ALL.search(plain) is not None and not _IT.search(plain) and _says_no_more(plain)


def _says_no_more(plain: str) -> bool:
    return _FILLING.issuperset(_said(plain))


def _said(plain: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|[^\s.,;:!?'’\"“”-]", plain.casefold())


def scope_in(data: str) -> Scope:
    """What a button names."""
    since, _, rest = data.partition(":")
    until, _, name = rest.partition(":")
    return Scope(name=name, since=_instant(since), until=_instant(until))


async def chosen(work: UnitOfWork, scope: Scope) -> Choice:
    """All that lies within."""
    found = Choice()
    if scope.name:
        mine = await work.relations.about("me")
        known = await work.evidence.names()
        found = await work.erasures.about(_names([scope.name], known, mine))
        if found == replace(Choice(), names=found.names):
            found = await work.erasures.about(_names(_BOTH.split(scope.name), known, mine))
    if scope.since is None or scope.until is None:
        return found
    told = await work.erasures.during(scope.since, scope.until)
    if not scope.name:
        return told
    return Choice(
        facts=tuple(one for one in found.facts if one in set(told.facts)),
        mentions=tuple(one for one in found.mentions if one in set(told.messages)),
        names=found.names,
        only=True,
    )


def _names(called: Sequence[str], known: Sequence[Name], mine: Sequence[Relation]) -> list[str]:
    """What they are called, and whom that means."""
    meant = [resolved(name, known, mine) for name in called]
    return list(dict.fromkeys([*called, *meant]))


def _seconds(instant: datetime | None) -> str:
    return "" if instant is None else f"{int(instant.timestamp()):x}"


def _instant(seconds: str) -> datetime | None:
    # A button can say anything.
    if not re.fullmatch("[0-9a-f]{1,8}", seconds):
        return None
    return datetime.fromtimestamp(int(seconds, 16), UTC)
