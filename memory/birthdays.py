"""The birthdays that somebody has told."""

from dataclasses import dataclass
from datetime import date, datetime

from core.graph import ME
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.dates import period

PREDICATES = ("BIRTHDAY", "BORN")


@dataclass(frozen=True, kw_only=True, slots=True)
class Birthday:
    """Whose it is, as relations name them ("me", "Anna", "my mum"), and its next day."""

    whose: str
    day: date

    @property
    def name(self) -> str:
        """ "Anna's birthday", "your birthday", "your mum's birthday"."""
        if self.whose == ME:
            return "your birthday"
        said = f"your {self.whose[3:]}" if self.whose.startswith("my ") else self.whose
        return f"{said}'s birthday"


async def birthdays(work: UnitOfWork, now: datetime, zone: str) -> list[Birthday]:
    """Those that are known, by their next day from today on at `zone`. What names no day of the
    year is left out."""
    found: dict[str, Birthday] = {}
    for relation in await work.relations.current():
        if relation.predicate not in PREDICATES:
            continue
        day = next_day(relation.object, now, zone)
        if day is not None:
            found[relation.subject] = Birthday(whose=relation.subject, day=day)
    return sorted(found.values(), key=lambda birthday: (birthday.day, birthday.whose))


def next_day(text: str, now: datetime, zone: str) -> date | None:
    """The next time that "5 May" or "3rd of June 1988" comes round; None for what is no day."""
    found = period(text, now, zone)
    if found is None:
        return None
    place = zone_called(zone)
    first, last = wall_of(found[0], place).date(), wall_of(found[1], place).date()
    if (last - first).days > 1:
        return None
    today = wall_of(now, place).date()
    return min(day for year in (today.year, today.year + 1) if (day := _in(first, year)) >= today)


def _in(day: date, year: int) -> date:
    """That day of the year; the 29th of February is kept a day early in other years."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
