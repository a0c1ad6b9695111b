"""Other libraries for times, brought to our kinds and values; each runs in a process of its own.

    python -m benchmarks.time_phrases.adapters NAME

reads `{"text", "now"}` a line and answers a JSON list of `{"kind", "value"}`; the first line says
that the library is there.
"""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import json
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

Answer = dict[str, Any]
Parse = Callable[[str, datetime], list[Answer]]


def main() -> int:
    """Answer lines until the input ends."""
    parse = ADAPTERS[sys.argv[1]]()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answers = parse(asked["text"], datetime.fromisoformat(asked["now"]))
        except Exception:  # noqa: BLE001 - whatever a library raises is no answer
            answers = []
        print(json.dumps(answers), flush=True)
    return 0


def duckling() -> Parse:
    """Facebook's duckling, through its native build."""
    from duckling import (
        Context,
        default_locale_lang,
        load_time_zones,
        parse,
        parse_dimensions,
        parse_lang,
        parse_locale,
        parse_ref_time,
    )

    zones = load_time_zones("/usr/share/zoneinfo")
    locale = parse_locale("EN_US", default_locale_lang(parse_lang("EN")))
    dimensions = parse_dimensions(["time", "duration"])

    def answer(text: str, now: datetime) -> list[Answer]:
        offset = now.utcoffset() or timedelta()
        hours = -int(offset.total_seconds() // 3600)
        zone = f"Etc/GMT{hours:+d}" if hours else "UTC"
        context = Context(parse_ref_time(zones, zone, int(now.timestamp())), locale)  # pyright: ignore[reportCallIssue]
        return [a for found in parse(text, context, dimensions, False) for a in _duckling(found)]

    return answer


UNITS = {"week": 7, "day": 1}


def _duckling(found: Answer) -> list[Answer]:
    value = found["value"]
    if found["dim"] == "duration":
        return [{"kind": "duration", "value": value["normalized"]["value"]}]
    if value["type"] == "interval":
        return _interval(value)
    start, grain = datetime.fromisoformat(value["value"]), value["grain"]
    if grain in ("hour", "minute", "second"):
        return [{"kind": "instant", "value": start.isoformat()}]
    if grain == "day":
        return [{"kind": "date", "value": start.date().isoformat()}]
    return [_days(start.date(), _after(start.date(), grain))]


def _after(start: date, grain: str) -> date:
    if grain == "week":
        return start + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    count = start.year * 12 + start.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _days(start: date, behind: date) -> Answer:
    end = behind - timedelta(days=1)
    return {"kind": "range", "value": {"start": str(start), "end": str(end), "grain": "date"}}


def _interval(value: Answer) -> list[Answer]:
    if "from" not in value or "to" not in value:
        return []
    start, end = (datetime.fromisoformat(value[side]["value"]) for side in ("from", "to"))
    if value["from"]["grain"] in ("day", "week", "month", "quarter", "year"):
        return [_days(start.date(), end.date())]
    # Duckling's end lies one grain behind what was said.
    grain = {"hour": 3600, "minute": 60, "second": 1}.get(value["to"]["grain"], 0)
    ends = (end, end - timedelta(seconds=grain))
    return [
        {"kind": "range",
         "value": {"start": start.isoformat(), "end": e.isoformat(), "grain": "time"}}
        for e in ends
    ]  # fmt: skip


def recurrent() -> Parse:
    """kvh/recurrent: repetitions, and dates through parsedatetime."""
    from recurrent.event_parser import RecurringEvent

    def answer(text: str, now: datetime) -> list[Answer]:
        found = RecurringEvent(now_date=now.replace(tzinfo=None)).parse(text)
        if isinstance(found, str):
            rule = next((part for part in found.split() if part.startswith("RRULE:")), "")
            return [{"kind": "recurrence", "value": rule.removeprefix("RRULE:")}]
        if isinstance(found, datetime):
            moment = found.replace(tzinfo=now.tzinfo)
            return [
                {"kind": "instant", "value": moment.isoformat()},
                {"kind": "date", "value": moment.date().isoformat()},
            ]
        return []

    return answer


def recognizers() -> Parse:
    """Microsoft's recognizers-text."""
    from recognizers_date_time import Culture, recognize_datetime

    def answer(text: str, now: datetime) -> list[Answer]:
        found = recognize_datetime(text, Culture.English, reference=now.replace(tzinfo=None))
        resolved = [cast("Answer", one.resolution or {}) for one in found]
        values = [value for one in resolved for value in one.get("values", [])]
        return [a for value in values for a in _recognized(value, now)]

    return answer


def _recognized(value: Answer, now: datetime) -> list[Answer]:
    match value.get("type"):
        case "date":
            return [{"kind": "date", "value": value["value"]}]
        case "datetime":
            moment = datetime.fromisoformat(value["value"]).replace(tzinfo=now.tzinfo)
            return [{"kind": "instant", "value": moment.isoformat()}]
        case "time":
            return [{"kind": "instant", "value": _next(value["value"], now).isoformat()}]
        case "duration":
            return [{"kind": "duration", "value": float(value["value"])}]
        case "daterange":
            return [_days(date.fromisoformat(value["start"]), date.fromisoformat(value["end"]))]
        case "timerange":
            start = _next(value["start"], now)
            return [_hours(start, _next(value["end"], start))]
        case "datetimerange":
            ends = (datetime.fromisoformat(value[side]) for side in ("start", "end"))
            return [_hours(*(end.replace(tzinfo=now.tzinfo) for end in ends))]
        case "set":
            return [{"kind": "recurrence", "value": ""}]
        case _:
            return []


def _hours(start: datetime, end: datetime) -> Answer:
    ends = {"start": start.isoformat(), "end": end.isoformat()}
    return {"kind": "range", "value": {**ends, "grain": "time"}}


def _next(clock: str, now: datetime) -> datetime:
    hour, minute, second = map(int, clock.split(":"))
    found = now.replace(hour=hour % 24, minute=minute, second=second, microsecond=0)
    return found if found > now else found + timedelta(days=1)


ADAPTERS: dict[str, Callable[[], Parse]] = {
    "duckling": duckling,
    "recurrent": recurrent,
    "recognizers": recognizers,
}

if __name__ == "__main__":
    raise SystemExit(main())
