"""When a task that repeats is due first, and again once it is done."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.tasks import Task, first_due, successor

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 4, 13, 10, 0, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1", None, date(2026, 5, 1)),
        ("FREQ=DAILY;INTERVAL=3", None, date(2026, 4, 13)),
        ("FREQ=WEEKLY;BYDAY=FR", None, date(2026, 4, 17)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 4, 20), date(2026, 4, 21)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None, date(2028, 2, 29)),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", None, at(2026, 4, 14, 9)),
        ("FREQ=DAILY;BYHOUR=14;BYMINUTE=0", None, at(2026, 4, 13, 14)),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", date(2026, 5, 1), at(2026, 5, 1, 9)),
    ],
)
def test_the_first_time(rule: str, start: date | None, due: date) -> None:
    assert first_due(rule, start, MONDAY, BERLIN) == due


@pytest.mark.parametrize(
    ("rule", "due", "done", "again"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 5, 1), at(2026, 4, 28), date(2026, 6, 1)),
        ("FREQ=DAILY", date(2026, 4, 1), MONDAY, date(2026, 4, 14)),
        ("FREQ=WEEKLY;INTERVAL=2", date(2026, 4, 6), MONDAY, date(2026, 4, 20)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2028, 2, 29), at(2028, 3, 2),
         date(2032, 2, 29)),
        ("FREQ=MONTHLY", date(2026, 1, 31), at(2026, 1, 31), date(2026, 3, 31)),
        # The clock goes forward on 29 March: nine stays nine.
        ("FREQ=DAILY;BYHOUR=9", at(2026, 3, 28, 9), at(2026, 3, 28, 10), at(2026, 3, 29, 9)),
    ],
)  # fmt: skip
def test_by_the_calendar_what_has_passed_is_left_out(
    rule: str, due: date, done: datetime, again: date
) -> None:
    found = successor(Task(id=4, title="x", due=due, rule=rule), done, BERLIN)
    assert found is not None
    assert (found.due, found.follows_id, found.id) == (again, 4, 0)


@pytest.mark.parametrize(
    ("rule", "due", "done", "again"),
    [
        ("FREQ=DAILY;INTERVAL=3", date(2026, 4, 1), MONDAY, date(2026, 4, 16)),
        ("FREQ=DAILY;INTERVAL=3", date(2026, 5, 1), MONDAY, date(2026, 4, 16)),
        ("FREQ=MONTHLY", date(2026, 1, 31), at(2026, 1, 31), date(2026, 2, 28)),
        ("FREQ=YEARLY", date(2028, 2, 29), at(2028, 2, 29), date(2029, 2, 28)),
        ("FREQ=WEEKLY;INTERVAL=1", at(2026, 3, 23, 8), at(2026, 3, 24), at(2026, 3, 31, 8)),
    ],
)
def test_after_it_was_done_the_day_of_that_counts(
    rule: str, due: date, done: datetime, again: date
) -> None:
    found = successor(Task(title="x", due=due, rule=rule, after_done=True), done, BERLIN)
    assert found is not None
    assert found.due == again


def test_what_is_counted_ends() -> None:
    task = Task(title="x", due=date(2026, 4, 13), rule="FREQ=DAILY;COUNT=2")
    second = successor(task, MONDAY, BERLIN)
    assert second is not None
    assert (second.due, second.rule) == (date(2026, 4, 14), "FREQ=DAILY;COUNT=1")
    assert successor(second, MONDAY, BERLIN) is None
    assert successor(replace(task, rule=None), MONDAY, BERLIN) is None
