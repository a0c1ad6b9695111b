"""Who is invited to an event of Graph, and what they answer. Pure."""

from core.calendars import Attendee, CalendarEvent, Response, own_answer, with_answer
from core.errors import EventRefused
from integrations.outlook.fields import Json, items, parsed, text

RESPONSES: dict[str, Response] = {
    "accepted": "accepted",
    "organizer": "accepted",
    "declined": "declined",
    "tentativelyaccepted": "tentative",
}
# What is asked for to give an answer. No answer is none.
VERBS: dict[Response, str] = {
    "accepted": "accept",
    "declined": "decline",
    "tentative": "tentativelyAccept",
}
TAKEN_BACK = "Outlook can't take an answer back. Give another one: accept, maybe or decline."


def read_guests(raw: Json, me: str, *, mine: bool) -> tuple[Attendee, ...]:
    """Those who are invited. Graph tells a guest nothing of the answers of others, and their own
    beside the guests, among whom they need not be by that address."""
    found = [_attendee(one, me) for one in items(raw, "attendees")]
    told = text(raw, "responseStatus", "response").lower()
    # "none" is no invitation: what waits for an answer is "notResponded".
    if mine or told in ("", "none"):
        return tuple(found)
    own = RESPONSES.get(told, "none")
    if me and not any(who.is_me for who in found):
        found.append(Attendee(address=me, is_me=True))
    return with_answer(found, own)


def new_answer(event: CalendarEvent, before: CalendarEvent | None) -> str | None:
    """What to ask Graph for, so that the person's answer becomes that of `event`; None where it is
    that already.

    Raises:
        EventRefused: there is to be no answer any more.
    """
    wanted = own_answer(event.attendees)
    if before is None or wanted is None or wanted == own_answer(before.attendees):
        return None
    if wanted not in VERBS:
        raise EventRefused(TAKEN_BACK)
    return VERBS[wanted]


def told_guests(event: CalendarEvent, before: CalendarEvent | None) -> list[Json] | None:
    """The people invited, if others than before: who stays is sent as Graph had them."""
    old = () if before is None else before.attendees
    if _who(old) == _who(event.attendees):
        return None
    raw = None if before is None else parsed(before.raw)
    there = {
        text(one, "emailAddress", "address").casefold(): one for one in items(raw, "attendees")
    }
    same = dict(zip(map(_key, old), _who(old), strict=True))
    made: list[Json] = []
    for guest, who in zip(event.attendees, _who(event.attendees), strict=True):
        if same.get(_key(guest)) == who and _key(guest) in there:
            made.append(there[_key(guest)])
            continue
        name = guest.name or guest.address
        kind = "optional" if guest.optional else "required"
        made.append({"emailAddress": {"address": guest.address, "name": name}, "type": kind})
    return made


def _attendee(raw: Json, me: str) -> Attendee:
    address = text(raw, "emailAddress", "address")
    name = text(raw, "emailAddress", "name")
    return Attendee(
        address=address,
        name="" if name == address else name,
        response=RESPONSES.get(text(raw, "status", "response").lower(), "none"),
        optional=text(raw, "type").lower() == "optional",
        is_me=bool(me) and address.casefold() == me.casefold(),
    )


def _key(guest: Attendee) -> str:
    return guest.address.casefold()


def _who(guests: tuple[Attendee, ...]) -> list[tuple[str, str, bool]]:
    return [(guest.address.casefold(), guest.name, guest.optional) for guest in guests]
