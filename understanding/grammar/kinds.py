"""Which kinds of pattern places a meaning fits: the keys of an item."""

from understanding.grammar.meaning import (
    Clock,
    ClockSpan,
    Day,
    DayPart,
    Fraction,
    Length,
    Meaning,
    Moment,
    Number,
    Period,
    Repeat,
    Stretch,
    Zone,
)

PLAIN: dict[type, str] = {
    DayPart: "DAYPART",
    ClockSpan: "CLOCKSPAN",
    Fraction: "FRACTION",
    Moment: "MOMENT",
    Period: "PERIOD",
    Repeat: "REPEAT",
    Stretch: "STRETCH",
    Zone: "ZONE",
}


def keys_of(meaning: Meaning) -> frozenset[str]:
    """Every kind that `meaning` may stand for."""
    match meaning:
        case Number():
            return frozenset(_number_keys(meaning))
        case Clock():
            return frozenset({"CLOCK", "OPENCLOCK" if meaning.open else "SURECLOCK"})
        case Length():
            seconds = meaning.seconds and not meaning.months and not meaning.days
            return frozenset({"LENGTH", "TIMELENGTH" if seconds else "DAYLENGTH"})
        case Day():
            plain = {"DAYNAME"} if meaning.weekday is not None else set[str]()
            return frozenset({"DAY", "NEARDAY" if meaning.near else "FARDAY", *plain})
        case _:
            return frozenset({PLAIN.get(type(meaning), "OTHER")})


def _number_keys(number: Number) -> set[str]:
    if number.ordinal:
        return {"ORD", "ORDDAY"} if number.value <= 31 else {"ORD"}
    keys = {"NUMBER"}
    if number.vague:
        return keys
    value, digits = number.value, number.digits
    if value != int(value) or "." in digits:
        return keys | ({"DECIMAL"} if "." in digits else set())
    if 0 <= value <= 24:
        keys.add("HOUR")
    if 1 <= value <= 31:
        keys.add("DAYNUM")
    if 0 <= value <= 59:
        keys.add("MINUTE")
    if 10 <= value <= 59:
        keys.add("MINUTE10")
    keys |= _digit_keys(int(value), digits)
    return keys | ({"SPELLED"} if not digits else {"DIGITS"})


def _digit_keys(value: int, digits: str) -> set[str]:
    keys: set[str] = set()
    if 1900 <= value <= 2199:
        keys.add("YEAR")
    if len(digits) == 2:
        keys.add("TWODIGITS")
    if len(digits) in (3, 4) and value % 100 < 60 and value < 2400:
        keys.add("COMPACT")
    if len(digits) == 4 and digits[0] == "0" and "COMPACT" in keys:
        keys.add("MILITARY")
    return keys
