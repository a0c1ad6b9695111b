"""How much an order to forget is about: everything, a person or topic, a period, or some words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from core.forgetting import Choice
from core.stores import UnitOfWork
from memory.dates import past, timeless
from memory.entities import resolved

LONGEST_NAME = 33
_AROUND = ' "“”'
_WHOLE = re.compile(
    r"\b(?:everything|anything|all|whatever|what (?:i|you|we)|the things? (?:i|you))\b", re.I
)
_ABOUT = re.compile(
    r"\b(?:everything|anything|all|whatever)\b.*?\b(?:about|on|of|regarding|concerning|with)\s+"
    r"(?P<name>.+)",
    re.I | re.S,
)
_ME = re.compile(r"(?:me|myself|us|it all|that|this|it|them)", re.I)
_LEAD = re.compile(r"^(?:the|a|an|any|all)\s+", re.I)


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


def scope_of(text: str, now: datetime, zone: str) -> Scope | None:
    """What the order is about; None when it only names some words."""
    if not _WHOLE.search(text):
        return None
    span = past(text, now, zone)
    # What is still to come is no time at which it was told: "the trip next week".
    about = _ABOUT.search(text if span is None else timeless(text, now, zone))
    name = (
        ""
        if about is None
        else _LEAD.sub("", about["name"].lstrip(_AROUND).rstrip(f"{_AROUND}.,!?"))
    )
    name = "" if _ME.fullmatch(name) else name
    if about is None and span is None and not re.search(r"\b(?:everything|all)\b", text, re.I):
        return None
    return Scope(name=name) if span is None else Scope(name=name, since=span[0], until=span[1])


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
        meant = resolved(scope.name, await work.evidence.names(), mine)
        found = await work.erasures.about(list(dict.fromkeys([scope.name, meant])))
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


def _seconds(instant: datetime | None) -> str:
    return "" if instant is None else f"{int(instant.timestamp()):x}"


def _instant(seconds: str) -> datetime | None:
    # A button can say anything.
    if not re.fullmatch("[0-9a-f]{1,8}", seconds):
        return None
    return datetime.fromtimestamp(int(seconds, 16), UTC)
