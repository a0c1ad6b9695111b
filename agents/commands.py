"""The phrases about Jenny's own settings, and commands that she does not know, as requests."""

import re

from core.requests import Request, Slots

COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_PART = re.compile(
    r"(?:please\s+)?(?:(?:set|change|make)\s+)?my\s+"
    r"(?P<part>morning|lunch|afternoon|evening|night)s?"
    r"(?:\s+(?:is|are|to|at|starts?|begins?))+\s+(?P<time>(?:[012]?\d(?!\d)|noon|midnight).{0,10})",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:please\s+)?(?:(?:set|change)\s+)?(?:my\s+)?time\s?zone\s*(?:is|to|:)?\s+(?P<zone>\S.{0,60})",
    re.IGNORECASE,
)


def setting(text: str) -> Request | None:
    """The request of a phrase or command that sets the zone or a part of the day, else None."""
    plain = text.strip().rstrip(".! ")
    if part := _PART.fullmatch(plain):
        words = (part["part"].lower(), part["time"])
        return Request(route="other", verb="part", slots=Slots(what=words))
    found = COMMAND.fullmatch(plain)
    if found and found[1].lower() in ("tz", "timezone", "zone") and found[2]:
        return Request(route="other", verb="zone", slots=Slots(what=found[2].strip()))
    if place := _ZONE.fullmatch(plain):
        return Request(route="other", verb="zone", slots=Slots(what=place["zone"]))
    return None


def unknown(text: str, request: Request) -> str | None:
    """The name of the slash command that `request` could not be made of, else None."""
    found = COMMAND.match(text.strip())
    if found is None or request.route != "other" or request.verb:
        return None
    return f"/{found[1][:40]}"
