"""Numbers in digits: quantities, clocks and dates as they are typed."""

import re
from collections.abc import Callable
from datetime import date, datetime

from understanding.grammar.kinds import keys_of
from understanding.grammar.meaning import (
    Clock,
    Day,
    Fraction,
    Length,
    Meaning,
    Moment,
    Number,
    Period,
)
from understanding.resolution import days
from understanding.resolution.scene import Scene

Sense = tuple[frozenset[str], tuple[Meaning, ...]]

NOTHING: Sense = (frozenset({"OTHER"}), ())
# "1h30" may be a length, "15h30" is none.
MOST_HOURS = 7
GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def numeric_sense(kind: str, word: str) -> Sense:
    """What a token with digits can mean; `kind` is the lexer's name for its form."""
    meaning = FORMS[kind](word)
    if kind == "hclock" and isinstance(meaning, Clock) and meaning.hour < MOST_HOURS:
        length = Length(seconds=meaning.hour * 3600 + meaning.minute * 60, grain="minute")
        return keys_of(meaning) | {"HLENGTH"}, (meaning, length)
    if kind == "quarter":
        return frozenset({"QUARTERNUM"}), (meaning,) if meaning else ()
    return NOTHING if meaning is None else (keys_of(meaning), (meaning,))


def _number(word: str) -> Meaning | None:
    if word[-1] in GLYPHS:
        return Number(value=int(word[:-1] or 0) + GLYPHS[word[-1]])
    if len(word) > 9:
        return None
    return Number(
        value=float(word.replace(",", ".")) if _decimal(word) else _whole(word), digits=word
    )


def _decimal(word: str) -> bool:
    return "." in word or word.startswith("0,")


def _whole(word: str) -> int:
    return int(word.replace(",", ""))


def _ordinal(word: str) -> Meaning:
    return Number(value=int(word[:-2]), digits=word[:-2], ordinal=True)


def _quarter(word: str) -> Meaning:
    return Number(value=int(word[1:]), ordinal=True)


def _colon(word: str) -> Meaning | None:
    hour, minute, *rest = map(int, word.split(":"))
    return clock(hour, minute, rest[0] if rest else 0, leading_zero=word[0] == "0")


def _hclock(word: str) -> Meaning | None:
    hour, minute = map(int, word.split("h"))
    return clock(hour, minute, leading_zero=word[0] == "0")


def clock(hour: int, minute: int, second: int = 0, *, leading_zero: bool = False) -> Clock | None:
    """The clock of these numbers, None when there is none."""
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return None
    return Clock(
        hour=hour % 24,
        minute=minute,
        second=second,
        exact=hour > 12 or hour == 0 or leading_zero,
        midnight=hour == 24,
    )


def dotted_clock(digits: str) -> Clock | None:
    """The clock of "8.30"."""
    hour, minute = digits.split(".")
    return clock(int(hour), int(minute), leading_zero=hour[0] == "0") if len(minute) == 2 else None


def _slash(word: str) -> Meaning:
    first, second = map(int, re.findall(r"\d+", word))
    return Fraction(first=first, second=second, mark="." if "." in word else "/")


def _date(word: str) -> Meaning | None:
    first, second, third = map(int, re.findall(r"\d+", word))
    mark = re.sub(r"[\d\s]", "", word)[0]
    if word[:4].isdigit():
        found = days.on(first, second, third)
        return None if found is None else Day(find=lambda _: found)
    year = days.year_of(third)
    if not (days.on(year, first, second) or days.on(year, second, first)):
        return None
    return days.of_numbers(first, second, third, mark)


def _year_month(word: str) -> Meaning | None:
    first, second = map(int, re.findall(r"\d+", word))
    year, month = (first, second) if first > 31 else (second, first)
    if not (1900 <= year <= 2199 and 1 <= month <= 12):
        return None
    start = date(year, month, 1)
    end = days.moved(start, months=1, days=-1)
    return None if end is None else Period(find=lambda _: (start, end))


def _iso(word: str) -> Meaning | None:
    text = word.upper()
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None

    def find(scene: Scene) -> datetime | None:
        if moment.tzinfo is None:
            return scene.instant(moment.date(), moment.time())
        try:
            return moment.astimezone(scene.now.tzinfo)
        except OverflowError:
            return None

    return Moment(find=find)


FORMS: dict[str, Callable[[str], Meaning | None]] = {
    "number": _number,
    "ordinal": _ordinal,
    "quarter": _quarter,
    "colon": _colon,
    "hclock": _hclock,
    "slash": _slash,
    "dotted": _slash,
    "date": _date,
    "yearmonth": _year_month,
    "iso": _iso,
}
