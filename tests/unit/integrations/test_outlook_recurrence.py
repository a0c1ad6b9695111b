"""Rules and Graph's patterns: the same days in both, or a clear refusal."""

from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, cast

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendars import Hours, WholeDays
from core.errors import EventRefused
from integrations.outlook.recurrence import read, told
from tests.outlook.series import dates

BERLIN, THEIRS = "Europe/Berlin", "W. Europe Standard Time"
START = datetime(2026, 4, 14, 9)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
KINDS = (
    "daily",
    "weekly",
    *(a + b for a in ("absolute", "relative") for b in ("Monthly", "Yearly")),
)


def at(start: datetime) -> Hours:
    return Hours(start=start, end=start + timedelta(hours=1), zone=BERLIN)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=5",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;UNTIL=20260601T090000;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=4;BYDAY=2TU",
    ],
)
def test_a_rule_comes_back_as_it_was(rule: str) -> None:
    assert read(told(rule, at(START), THEIRS), at(START)) == rule


@pytest.mark.parametrize(
    ("rule", "same"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=WEEKLY;UNTIL=20260601T080000", "FREQ=WEEKLY;UNTIL=20260531T090000"),
    ],
)
def test_a_rule_may_come_back_in_other_words(rule: str, same: str) -> None:
    assert read(told(rule, at(START), THEIRS), at(START)) == same


@pytest.mark.parametrize(
    ("rule", "start", "words"),
    [
        ("FREQ=HOURLY", START, "cannot repeat it like that"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,14", START, "cannot repeat it like that"),
        ("FREQ=MONTHLY;BYDAY=TU", START, "cannot repeat it like that"),
        ("FREQ=YEARLY;BYWEEKNO=16", START, "cannot repeat it like that"),
        ("FREQ=YEARLY;BYDAY=15TU", START, "cannot repeat it like that"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", datetime(2026, 1, 31, 9), "takes the last day"),
        ("FREQ=YEARLY", datetime(2028, 2, 29, 9), "takes the last day"),
        ("FREQ=WEEKLY;BYDAY=WE", START, "begin with a day of its rule"),
    ],
)
def test_what_graph_cannot_say_is_refused(rule: str, start: datetime, words: str) -> None:
    with pytest.raises(EventRefused, match=words):
        told(rule, at(start), THEIRS)


@pytest.mark.parametrize(
    ("day", "rule"), [(31, "BYMONTHDAY=-1"), (30, "BYMONTHDAY=28,29,30;BYSETPOS=-1")]
)
def test_the_last_days_of_a_month_are_read_as_outlook_means_them(day: int, rule: str) -> None:
    start = date(2026, 1, day)
    recurrence: dict[str, Any] = {
        "pattern": {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": day},
        "range": {"type": "noEnd", "startDate": start.isoformat()},
    }
    when = WholeDays(first=start, last=start)
    assert read(recurrence, when) == f"FREQ=MONTHLY;{rule}"
    assert told(f"FREQ=MONTHLY;{rule}", when, "UTC")["pattern"] == recurrence["pattern"]
    assert date(2026, 2, 28) in dates(recurrence, date(2026, 12, 31))


@st.composite
def patterns(draw: st.DrawFn) -> dict[str, Any]:
    """Any recurrence that Graph may tell."""
    kind = draw(st.sampled_from(KINDS))
    days = st.lists(st.sampled_from(list(WEEK)), min_size=1, max_size=4, unique=True)
    pattern: dict[str, Any] = {"type": kind, "interval": draw(st.integers(1, 4))}
    if kind == "weekly" or kind.startswith("relative"):
        pattern |= {"daysOfWeek": draw(days), "firstDayOfWeek": draw(st.sampled_from(list(WEEK)))}
    if kind.startswith("relative"):
        pattern["index"] = draw(st.sampled_from(["first", "second", "third", "fourth", "last"]))
    if kind.startswith("absolute"):
        pattern["dayOfMonth"] = draw(st.integers(1, 31))
    if kind.endswith("Yearly"):
        pattern["month"] = draw(st.integers(1, 12))
        pattern["dayOfMonth"] = min(pattern.get("dayOfMonth", 1), LENGTHS[pattern["month"] - 1])
    start = draw(st.dates(date(2025, 1, 1), date(2028, 12, 31)))
    limits: dict[str, Any] = {"type": "noEnd", "startDate": start.isoformat()}
    ends = draw(st.sampled_from(["noEnd", "numbered", "endDate"]))
    if ends == "numbered":
        limits |= {"type": ends, "numberOfOccurrences": draw(st.integers(1, 30))}
    elif ends == "endDate":
        limits |= {"type": ends, "endDate": (start + timedelta(days=900)).isoformat()}
    return {"pattern": pattern, "range": limits}


@settings(deadline=None)
@given(patterns())
def test_any_pattern_is_read_as_a_rule_with_the_same_days(recurrence: dict[str, Any]) -> None:
    last = date(2036, 1, 1)
    theirs = dates(recurrence, last)
    if not theirs:
        return
    # Graph itself moves the start to the first day of the pattern.
    recurrence["range"]["startDate"] = theirs[0].isoformat()
    start = datetime.combine(theirs[0], START.time())
    rule = read(recurrence, at(start))
    assert rule is not None
    end = datetime.combine(last, start.time())
    ours = rrulestr(rule, dtstart=start).xafter(start, inc=True)
    mine = [found.date() for found in takewhile(lambda found: found <= end, islice(ours, 200))]
    assert mine == theirs[:200]
    back = cast(dict[str, Any], told(rule, at(start), THEIRS))
    assert dates(back, last)[:200] == theirs[:200]
