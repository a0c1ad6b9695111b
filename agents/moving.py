"""What a new time zone means: which one is named, and when floating reminders ring from now on."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import available_timezones

from agents.wording import amount
from agents.wording import clock as clock_at
from core.errors import Refused
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called


def zone_named(words: str) -> str:
    """The IANA name that `words` mean: "europe/berlin", "Berlin", "new york", "UTC".

    Raises:
        Refused: when no zone is called so, or several are.
    """
    wanted = "_".join(words.strip().strip(".!\"'“”").casefold().split())
    exact, by_city = _names()
    found = exact.get(wanted) or by_city.get(wanted)
    if found is None:
        raise Refused(
            f"I don't know the time zone “{words.strip()[:40]}”."
            " Write the nearest large city or a name like Europe/Berlin."
        )
    return found


def is_zone(words: str) -> bool:
    """Whether `zone_named` knows the zone."""
    try:
        zone_named(words)
    except Refused:
        return False
    return True


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Zones by their whole name and by their city, both case-folded."""
    names = sorted(
        name for name in available_timezones() if not name.startswith(("posix", "right"))
    )
    cities = {
        name.rpartition("/")[2].casefold(): name
        for name in names
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/"))
    }
    return {name.casefold(): name for name in names}, cities


async def move_person(work: UnitOfWork, zone: str, at: datetime) -> str:
    """Let the person live in `zone` from the instant `at`; what to tell them of it."""
    person = await work.people.get()
    await work.people.save(replace(person, zone=zone))
    moved = await move_reminders(work, person.zone, zone, at)
    said = f"Your time zone is {zone}, where it is {clock_at(at, zone)}."
    if not moved:
        return said
    kept = "keeps its" if moved == 1 else "keep their"
    return f"{said} {amount(moved, 'reminder')} {kept} clock time there."


async def move_reminders(work: UnitOfWork, old: str, new: str, at: datetime) -> int:
    """Let floating reminders keep their clock time in the zone `new`; how many ring elsewhen.

    Snoozed ringings stay: "in 10 minutes" is the same everywhere.
    """
    moved = 0
    for reminder, occurrence in await work.reminders.upcoming(at):
        if not reminder.floating or occurrence.parent_id is not None or reminder.zone == new:
            continue
        wall = wall_of(occurrence.due_at, zone_called(old))
        due_at = instant_of(wall, zone_called(new))
        await work.reminders.save(replace(reminder, zone=new))
        if due_at == occurrence.due_at:
            continue
        await work.occurrences.mark(occurrence.id, "cancelled")
        await work.occurrences.add(reminder.id, due_at, None)
        moved += 1
    return moved
