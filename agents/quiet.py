"""Quiet hours, and what becomes of late reminders: a person's own settings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from agents.commands import KINDS, time_of
from agents.insisting import late_in_words
from core.errors import Refused
from core.models import Button, Reply
from core.policies import Late, Quiet
from core.stores import UnitOfWork

LateKind = Literal["deliver", "skip", "ask"]
HOURS = ("22:00-07:00", "23:00-07:00", "21:00-08:00", "off")
LATE = (
    ("Always deliver", "deliver"),
    ("Ask me", "ask"),
    ("Skip after 1 h", "skip-3600"),
    ("Skip after 1 day", "skip-86400"),
)


async def set_quiet(work: UnitOfWork, hours: Sequence[str]) -> str:
    """Set quiet hours to those from one clock time to another, or to ("off",)."""
    quiet = None
    if len(hours) == 2:
        quiet = Quiet(start=time_of("night", hours[0]), end=time_of("morning", hours[1]))
        if quiet.start == quiet.end:
            raise Refused("Quiet hours need a beginning and another end. Try “22:00 to 7:00”.")
    await work.people.save(replace(await work.people.get(), quiet=quiet))
    if quiet is None:
        return "Quiet hours: off. Every reminder sounds."
    return (
        f"Quiet hours: {quiet_in_words(quiet)}. Reminders come without a sound then, and what rings"
        " until it is done waits; say “it's urgent” of one that must sound."
    )


async def set_late(work: UnitOfWork, what: LateKind, after: float | None) -> str:
    """Set what becomes of reminders that are more than `after` seconds late."""
    late = Late(what=what, after=timedelta(seconds=after or 0))
    await work.people.save(replace(await work.people.get(), late=late))
    return f"{late_in_words(late)} A reminder that says otherwise keeps its own way."


def late_kind(name: str) -> LateKind:
    """The way to deal with late ones that is called so, else the usual one."""
    return KINDS.get(name[:3], "deliver")


def quiet_in_words(quiet: Quiet | None) -> str:
    """ "22:00 to 07:00", or "off"."""
    return "off" if quiet is None else f"{quiet.start:%H:%M} to {quiet.end:%H:%M}"


def quiet_choices() -> Reply:
    """Hours to choose from."""
    buttons = [Button(label=hours.replace("-", "–"), data=f"quiet:{hours}") for hours in HOURS]
    return Reply(
        text="When shall reminders come without a sound? For other hours say “quiet hours from"
        " 22:30 to 6:30”.",
        buttons=(tuple(buttons[:2]), tuple(buttons[2:])),
        route="other",
    )


def late_choices() -> Reply:
    """What can become of late reminders."""
    buttons = [Button(label=label, data=f"lateness:{data}") for label, data in LATE]
    return Reply(
        text="What shall I do with a reminder that could not ring in time? For another limit say"
        " “skip late reminders after 3 hours”.",
        buttons=(tuple(buttons[:2]), tuple(buttons[2:])),
        route="other",
    )
