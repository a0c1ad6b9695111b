"""What people are told of their calendars, unasked: only what they have to know or do."""

from datetime import datetime

from agents.calendar_accounts import KINDS
from agents.calendar_papers import when_said
from agents.wording import moment, quoted
from core.calendars import CalendarEvent
from core.models import Outgoing, Person, Reply
from core.stores import UnitOfWork
from core.stores.calendars import Account, Write

CONNECT = "Connect it anew: /calendars."


async def tell(work: UnitOfWork, key: str, text: str, now: datetime) -> None:
    """Push `text` to where the person was last, once a `key`."""
    place = await work.people.last_seen(("telegram",))
    place = place or await work.people.last_seen(("terminal",))
    if place is None:
        place = await work.people.open_conversation("terminal", 0, now)
    push = Outgoing(key=key, conversation_id=place.id, kind="push", reply=Reply(text=text))
    await work.outbox.put(push, now)


def revoked(account: Account) -> str:
    """The one message about access that is no longer accepted."""
    return (
        f"{KINDS[account.provider]} does not let me into {quoted(account.name, 60)} any more: the"
        " password or the consent was withdrawn or has run out. What I know of it stays as it was."
        f" {CONNECT}"
    )


def expiring(account: Account, ends: datetime, person: Person, now: datetime) -> str:
    """That access is about to run out, and how to go on without a gap."""
    return (
        f"{KINDS[account.provider]} ends my access to {quoted(account.name, 60)}"
        f" {moment(ends, person.zone, now)}: its consent was given for a while only. Give it anew"
        " before: /calendars, Connect a calendar. A program that is published at Google gets one"
        " without an end."
    )


def changed_elsewhere(write: Write, theirs: CalendarEvent, person: Person, now: datetime) -> str:
    """That a change was not made because somebody else was quicker, with what is there now."""
    what = "deleted" if write.action == "delete" else "changed"
    there = f"There it is now: {theirs.title}, {when_said(theirs, person, now)}"
    there += f", at {theirs.place}." if theirs.place else "."
    return (
        f"I have not {what} {quoted(write.event.title)} in {quoted(write.calendar, 40)}: it was"
        f" changed there meanwhile. {there} Tell me again if you still want it."
    )


def gone_elsewhere(write: Write) -> str:
    """That an event which was to be changed is not there any more."""
    return (
        f"{quoted(write.event.title)} was deleted in {quoted(write.calendar, 40)} meanwhile, so I"
        " have taken it out here too. Tell me again if you still want it."
    )


def refused(write: Write, why: str) -> str:
    """That the provider will not take a change, which was taken back here."""
    return (
        f"{quoted(write.calendar, 40)} does not take {quoted(write.event.title)}: {why} So I have"
        " taken it back here."
    )


def waits(write: Write, why: str) -> str:
    """That a change is made here and will reach the provider later."""
    return (
        f"{quoted(write.event.title)} is not in {quoted(write.calendar, 40)} yet: {why} I keep on"
        " trying; you need not do anything."
    )
