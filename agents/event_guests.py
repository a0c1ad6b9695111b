"""Who is invited to an event."""

import re
from dataclasses import replace

from agents.agent import Turn
from core.calendars import Attendee
from core.errors import Refused
from core.events import Event

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NO_ADDRESS = (
    "I need the e-mail address of whoever is to be invited, like “invite anna@example.org to the"
    " dentist”."
)


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
