from datetime import UTC, date, datetime

import pytest

from agents import wording

NOW = datetime(2026, 4, 13, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 4, 13, 16, 0, tzinfo=UTC), "today at 18:00"),
        (datetime(2026, 4, 14, 7, 0, tzinfo=UTC), "tomorrow, Tue 14 Apr at 09:00"),
        (datetime(2026, 4, 12, 7, 0, tzinfo=UTC), "yesterday, Sun 12 Apr at 09:00"),
        (datetime(2026, 4, 13, 22, 30, tzinfo=UTC), "tomorrow, Tue 14 Apr at 00:30"),
        (datetime(2026, 4, 16, 7, 5, tzinfo=UTC), "Thu 16 Apr at 09:05"),
        (datetime(2027, 1, 2, 8, 0, tzinfo=UTC), "Sat 2 Jan 2027 at 09:00"),
    ],
)
def test_a_moment_is_said_as_seen_from_the_persons_zone(instant: datetime, text: str) -> None:
    assert wording.moment(instant, "Europe/Berlin", NOW) == text


def test_the_zone_is_named_when_asked() -> None:
    said = wording.moment(NOW, "Asia/Tokyo", NOW, named=True)
    assert said == "today at 17:00 (Asia/Tokyo)"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (600, "10 min"),
        (64_800, "18 h"),
        (9_300, "2 h 35 min"),
        (259_200, "3 days"),
        (86_400 + 7_200, "1 day 2 h"),
        (3_601, "1 h"),
    ],
)
def test_a_span_names_its_largest_units(seconds: float, text: str) -> None:
    assert wording.span(seconds) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", "every Monday at 09:00"),
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=30", "every day at 07:30"),
        ("FREQ=DAILY", "every day at 08:15"),
        ("FREQ=WEEKLY", "every Monday at 08:15"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9", "every weekday at 09:00"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;BYHOUR=18",
            "every other week on Tuesday and Thursday at 18:00",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=9", "every month on the 1st at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9", "every month on the last day at 09:00"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9", "every month on the first Monday at 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "every month on the last weekday at 08:15",
        ),
        ("FREQ=YEARLY", "every year on 13 April at 08:15"),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months on the 13th at 08:15"),
        ("FREQ=HOURLY;INTERVAL=4", "every 4 hours"),
        ("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0;COUNT=10", "every day at 08:00 and 20:00, 10 times"),
        (
            "FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;UNTIL=20260614T235959",
            "every Friday at 09:00, until 14 Jun 2026",
        ),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=2", "every year on 2 June at 08:15"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, text: str) -> None:
    assert wording.rule_in_words(rule, datetime(2026, 4, 13, 8, 15)) == text


def test_lists_and_amounts_read_like_sentences() -> None:
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed(["a", "b"], "or") == "a or b"
    assert [wording.amount(n, "task") for n in (0, 1, 2)] == ["no tasks", "1 task", "2 tasks"]


def test_days_are_named_once() -> None:
    today = date(2026, 4, 13)
    assert wording.days(today, today, today) == "today"
    assert wording.days(date(2026, 4, 14), date(2026, 4, 16), today) == "Tue 14 Apr – Thu 16 Apr"


def test_quoting_keeps_to_one_short_line() -> None:
    assert wording.quoted("call\n  mum") == "“call mum”"
    assert wording.quoted("x" * 100, 10) == "“" + "x" * 9 + "…”"


def test_what_was_is_said_in_its_largest_unit() -> None:
    assert wording.ago(NOW, NOW) == "just now"
    assert wording.ago(datetime(2026, 4, 10, 7, 0, tzinfo=UTC), NOW) == "3 days ago"
