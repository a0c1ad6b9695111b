"""When something was said, as a question names it: "last week", "in May", "yesterday"."""

import re
from datetime import UTC, datetime, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED_MONTH = re.compile(rf"\b(?:in|during|of|since)\s+({'|'.join(MONTHS)})\b(?:,?\s+(\d{{4}}))?")
NAMED_YEAR = re.compile(r"\b(?:in|during)\s+((?:19|20)\d\d)\b")
NAMED_DAY = re.compile(rf"\b(?:on|last)\s+({'|'.join(DAYS)})\b")
Period = tuple[datetime, datetime]


def period(question: str, at: datetime) -> Period | None:
    """From when until when, in UTC, the end excluded; always what lies behind `at`, the latest of
    that name. None when the question names none."""
    text = question.casefold()
    today = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _relative(text, today) or _month(text, today) or _year(text) or _weekday(text, today)


def _relative(text: str, today: datetime) -> Period | None:
    week = today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    spans = {
        "yesterday": (today - timedelta(days=1), today),
        "today": (today, today + timedelta(days=1)),
        "last week": (week - timedelta(days=7), week),
        "this week": (week, week + timedelta(days=7)),
        "last month": (month - relativedelta(months=1), month),
        "this month": (month, month + relativedelta(months=1)),
        "last year": (year - relativedelta(years=1), year),
        "this year": (year, year + relativedelta(years=1)),
    }
    return next((span for words, span in spans.items() if re.search(rf"\b{words}\b", text)), None)


def _month(text: str, today: datetime) -> Period | None:
    found = NAMED_MONTH.search(text)
    if found is None:
        return None
    start = today.replace(month=1 + MONTHS.index(found[1]), day=1)
    if found[2]:
        start = start.replace(year=int(found[2]))
    elif start > today:
        start -= relativedelta(years=1)
    return start, start + relativedelta(months=1)


def _year(text: str) -> Period | None:
    found = NAMED_YEAR.search(text)
    if found is None:
        return None
    start = datetime(int(found[1]), 1, 1, tzinfo=UTC)
    return start, start + relativedelta(years=1)


def _weekday(text: str, today: datetime) -> Period | None:
    found = NAMED_DAY.search(text)
    if found is None:
        return None
    back = (today.weekday() - DAYS.index(found[1])) % 7 or 7
    start = today - timedelta(days=back)
    return start, start + timedelta(days=1)
