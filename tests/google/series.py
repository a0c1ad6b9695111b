"""Days, clocks and series as the stand-in reckons with them, by dateutil and nothing of ours."""

import re
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr

from tests.google.schema import Json
from tests.google.world import Refusal

MOST = 800
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6}Z)")


def instant(at: Json, zone: str) -> datetime:
    """The moment of a start or end; a day begins at midnight of `zone`."""
    if "date" in at:
        return datetime.combine(date.fromisoformat(at["date"]), time(), ZoneInfo(zone))
    told = datetime.fromisoformat(at["dateTime"])
    return told if told.tzinfo else told.replace(tzinfo=ZoneInfo(at["timeZone"]))


def shown(at: Json, zone: str) -> Json:
    """A time as the calendar of that zone shows it."""
    if "date" in at:
        return dict(at)
    moment = instant(at, zone).astimezone(ZoneInfo(zone)).isoformat()
    return {"dateTime": moment, "timeZone": at.get("timeZone", zone)}


def stamp(at: Json, zone: str) -> str:
    """How the id of an instance ends."""
    if "date" in at:
        return at["date"].replace("-", "")
    return f"{instant(at, zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def starts(master: Json, zone: str) -> list[Json]:
    """Where the occasions of a series start."""
    start = master["start"]
    if "date" in start:
        first = datetime.combine(date.fromisoformat(start["date"]), time())
        place = None
    else:
        place = ZoneInfo(start.get("timeZone", zone))
        first = instant(start, zone).astimezone(place).replace(tzinfo=None)
    walls: list[datetime] = []
    for wall in _set(master.get("recurrence", []), first, place):
        walls.append(wall)
        if len(walls) == MOST:
            break
    if place is None:
        return [{"date": wall.date().isoformat()} for wall in walls]
    return [
        {"dateTime": wall.replace(tzinfo=place).isoformat(), "timeZone": place.key}
        for wall in walls
    ]


def instance(master: Json, start: Json, zone: str) -> Json:
    """The occasion that starts then, as long as it is like the others."""
    made = deepcopy(master)
    made.pop("recurrence", None)
    made |= {
        "id": f"{master['id']}_{stamp(start, zone)}",
        "recurringEventId": master["id"],
        "originalStartTime": dict(start),
        "start": dict(start),
    }
    lasts = instant(master["end"], zone) - instant(master["start"], zone)
    if "date" in start:
        days = timedelta(days=round(lasts / timedelta(days=1)))
        made["end"] = {"date": (date.fromisoformat(start["date"]) + days).isoformat()}
    else:
        end = instant(start, zone).astimezone(UTC) + lasts
        named = master["end"].get("timeZone", zone)
        made["end"] = {"dateTime": end.isoformat(), "timeZone": named}
    return made


def _set(lines: list[str], first: datetime, place: ZoneInfo | None) -> rruleset:
    def local(text: str) -> str:
        moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"{moment.astimezone(place):%Y%m%dT%H%M%S}"

    made = rruleset()
    made.rdate(first)
    for line in lines:
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        if name == "RRULE":
            if place is not None and "UNTIL=" in value and not _UNTIL.search(value):
                raise Refusal(400, "invalid")
            plain = _UNTIL.sub(lambda found: f"UNTIL={local(found[1])}", value)
            try:
                made.rrule(rrulestr(plain, dtstart=first))  # pyright: ignore
            except (ValueError, KeyError) as error:
                raise Refusal(400, "invalid") from error
        elif name in ("EXDATE", "RDATE"):
            for text in value.split(","):
                plain = local(text) if text.endswith("Z") else text
                wall = datetime.fromisoformat(plain)
                made.exdate(wall) if name == "EXDATE" else made.rdate(wall)
        else:
            raise Refusal(400, "invalid")
    return made
