"""Who is invited to an event."""

import re
from dataclasses import replace

from agents.agent import Turn
from core.calendars import Attendee
from core.errors import Refused
from core.events import Event
from core.requests import Request, Slots

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NO_ADDRESS = (
    "I need the e-mail address of whoever is to be invited, like “invite anna@example.org to the"
    " dentist”."
)

_INVITE = re.compile(
    r"(?:please )?(?P<verb>invite|add) (?P<who>.*?@.*?) to (?:the |my )?(?P<what>.+)", re.IGNORECASE
)
# Who is added is nothing but addresses: "add milk @home to shopping" is another matter.
_ADDRESSES = re.compile(rf"{ADDRESS.pattern}(?:(?:,| and|, and) {ADDRESS.pattern})*")
_LIST = re.compile(r"\b(?:lists?|tasks?|to-?dos?|contacts|address book)\b", re.IGNORECASE)


def inviting_to(plain: str) -> Request | None:
    """The request of words that invite an address to an event, else None."""
    found = _INVITE.fullmatch(plain)
    if found is None or _LIST.search(found["what"]):
        return None
    if found["verb"].lower() == "add" and not _ADDRESSES.fullmatch(found["who"]):
        return None
    return Request(route="calendar.update", verb="invite", slots=Slots(what=found["what"]))


def inviting(turn: Turn) -> Turn:
    """The turn as one that invites, where its words are "invite anna@example.org to …"."""
    found = _INVITE.fullmatch(turn.incoming.text.strip().rstrip(".!"))
    if found is None or turn.request.times:
        return turn
    slots = replace(turn.request.slots, what=found["what"])
    return replace(turn, request=replace(turn.request, verb="invite", slots=slots))


def invited(event: Event, turn: Turn) -> Event:
    """The event with the guests that the words name by their addresses.

    Raises:
        Refused: no address is said.
    """
    found = dict.fromkeys(ADDRESS.findall(turn.incoming.text))
    if not found:
        raise Refused(NO_ADDRESS)
    known = {who.address.casefold() for who in event.attendees}
    fresh = tuple(Attendee(address=one) for one in found if one.casefold() not in known)
    return replace(event, attendees=(*event.attendees, *fresh))
