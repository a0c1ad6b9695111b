"""Rules for clock times: "half past eight", "3p", "quarter to nine", "9am ET"."""

# ruff: noqa: E501 - a table is read by rows

from dataclasses import replace

from understanding.english.numerals import clock, dotted_clock
from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import Clock, Number, Zone

NOON = 12
HOUR = 60
USUAL_MORNING = 7
MIDNIGHT = Clock(hour=0, midnight=True)
# Behind a bare number these say that it is no hour.
NOT_A_CLOCK = "OTHER UNIT NUMBER FRACTION HALF % ORDDAY MONTH LENGTH SHORTUNIT one of"


def _digits(found: Found) -> Clock | None:
    """The clock of the digits found: an hour, an hour and minutes, or a compact 0730."""
    first, *rest = found.of(Number)
    digits = first.digits
    if "." in digits:
        return dotted_clock(digits)
    if len(digits) > 2:
        return clock(int(digits[:-2]), int(digits[-2:]), leading_zero=digits[0] == "0")
    minute = int(rest[0].value) if rest else 0
    return clock(int(first.value), minute, leading_zero=len(digits) == 2 and digits[0] == "0")


def _four_digits(found: Found) -> Clock | None:
    """ "1800 hours"."""
    return _digits(found) if len(found.one(Number).digits) == 4 else None


def _spelled_hundred(found: Found) -> Clock | None:
    """ "nineteen hundred hours"."""
    hour, rest = divmod(int(found.one(Number).value), 100)
    return clock(hour, 0, leading_zero=True) if hour and not rest else None


def _said(found: Found) -> Clock | None:
    found_clock = found.of(Clock)
    return found_clock[0] if found_clock else _digits(found)


def _halved(found: Found) -> Clock | None:
    """A clock with am or pm; "15:30 pm" keeps its 24 hours."""
    said = _said(found)
    if said is None or (found.has("a", "p") and not found.has("HALF") and not _tight(found)):
        return None
    if said.hour > NOON or (said.hour == 0 and found.has("p")):
        return said
    return replace(said, half="am" if found.has("a") else "pm", exact=False)


def _halved_late(found: Found) -> Clock | None:
    """ "9a" alone is an hour, the small ones are rather a flat or a paragraph."""
    said = _halved(found)
    return said if found.of(Clock) or (said and said.hour >= USUAL_MORNING) else None


def _tight(found: Found) -> bool:
    return found.items[-2].end == found.items[-1].start


def _minutes(found: Found, sign: int) -> Clock | None:
    """Minutes past or to an hour."""
    numbers = found.of(Number)
    if found.has("quarter", "half"):
        minutes = 15 if found.has("quarter") else 30
    else:
        minutes = int(numbers[0].value)
        numbers = numbers[1:]
    base = found.of(Clock)
    hour = base[0] if base else clock(int(numbers[0].value), 0)
    if hour is None or minutes > 59:
        return None
    if hour.half and hour.hour <= NOON:
        hour = replace(
            hour, hour=hour.hour % NOON + NOON * (hour.half == "pm"), half="", exact=True
        )
    total = hour.hour * HOUR + hour.minute + sign * minutes
    if hour.open and total < HOUR:
        total += NOON * HOUR
    moved_hour, minute = divmod(total % (24 * HOUR), HOUR)
    return replace(hour, hour=moved_hour, minute=minute, midnight=False)


def _past(found: Found) -> Clock | None:
    return _minutes(found, 1)


def _spelled_to(found: Found) -> Clock | None:
    """ "ten to six": only minutes that people say so, for "two to four" is no time."""
    return _minutes(found, -1) if found.of(Number)[0].value in (5, 10, 20, 25) else None


def _digits_to(found: Found) -> Clock | None:
    """ "at 10 to 9"; "at 10 to 12" is rather a range."""
    minutes = found.of(Number)[0].value
    base = found.of(Clock)
    hour = base[0].hour if base else found.of(Number)[1].value
    return _minutes(found, -1) if minutes in (5, 10, 20, 25) and minutes > hour else None


def _late_to(found: Found) -> Clock | None:
    """ "20 to 7pm": who says pm counts no hours up to 24."""
    return _minutes(found, -1) if found.of(Number)[0].value in (20, 25) else None


def _to(found: Found) -> Clock | None:
    return _minutes(found, -1)


def _to_the_half(found: Found) -> Clock | None:
    """ "three minutes to five thirty"."""
    before, hour, minute = (int(n.value) for n in found.of(Number))
    said = clock(hour, minute)
    if said is None or before > minute:
        return None
    return replace(said, minute=minute - before)


def _half_eight(found: Found) -> Clock | None:
    """British: half eight is half past eight."""
    number = found.one(Number)
    if not 1 <= number.value <= NOON:
        return None
    return clock(int(number.value), 30)


def _spelled(found: Found) -> Clock | None:
    """ "eight forty five", "six oh five"."""
    hour, *rest = found.of(Number)
    minutes = rest[0].value if rest else 0
    if minutes < 10 and not found.has("oh", "o"):
        return None
    return clock(int(hour.value), int(minutes))


def _twelve_noon(found: Found) -> Clock | None:
    twelve = found.one(Number).value == NOON
    return Clock(hour=NOON, half="pm") if twelve else None


def _noon_thirty(found: Found) -> Clock:
    minutes = found.of(Number)
    return Clock(hour=NOON, minute=int(minutes[0].value) if minutes else 0, half="pm")


def _zoned(found: Found) -> Clock | None:
    said = _said(found)
    return None if said is None else replace(said, zone=found.one(Zone).place)


def clocks_in(found: Found) -> list[Clock]:
    """The clocks among the items, bare hours included."""
    said: list[Clock] = []
    for item in found.items:
        value = item.values[0] if item.values else None
        if isinstance(value, Clock):
            said.append(value)
        elif isinstance(value, Number) and "HOUR" in item.keys:
            hour = clock(int(value.value), 0, leading_zero=value.digits.startswith("0"))
            said += [hour] if hour else []
        elif isinstance(value, Number) and "COMPACT" in item.keys:
            compact = clock(int(value.digits[:-2]), int(value.digits[-2:]))
            said += [compact] if compact else []
        elif isinstance(value, Number) and "DECIMAL" in item.keys:
            dotted = dotted_clock(value.digits)
            said += [dotted] if dotted else []
    return said


CLOCKS = Layer(
    (
        rule("am/pm", "CLOCK|HOUR|COMPACT|DECIMAL .? HALF", _halved),
        rule("p", "CLOCK|HOUR|COMPACT p .?", _halved),
        rule("a", "CLOCK|COMPACT|HOUR a .?", _halved_late),
        # A bare 4a is a flat or a seat, but beside a day or a word that leads to a time.
        rule("a beside a day", "HOUR a .?", _halved,
             beside="at @ by around about until from to - tomorrow today tonight WEEKDAY PART MONTH ORD"),
        rule("spelled am/pm", "HOUR MINUTE10 HALF", _halved),
        rule("spelled oh am/pm", "HOUR oh|o MINUTE HALF", _halved),
        rule("hundred hours", "COMPACT hours|hrs", _four_digits, before="of"),
        rule("o clock", "HOUR|SPELLED o clock", _digits),
        rule("spelled oclock", "HOUR MINUTE oclock", _spelled),
        rule("oclock am/pm", "HOUR oclock HALF", _halved),
        rule("spelled hundred hours", "SPELLED hours|hrs", _spelled_hundred, before="of"),
        rule("at spelled hundred", "at|by|until|from SPELLED", _spelled_hundred, before="UNIT OTHER of"),
        rule("oclock", "HOUR oclock", _digits),
        rule("noon", "the? noon", _noon_thirty),
        rule("twelve noon", "HOUR noon", _twelve_noon),
        rule("twelve midnight", "HOUR midnight", lambda f: MIDNIGHT if f.one(Number).value == NOON else None),
        rule("noon thirty", "noon MINUTE", _noon_thirty, before="UNIT"),
        rule("midnight", "the? midnight", lambda _: MIDNIGHT),
        rule("military", "MILITARY hours?", _digits),
        rule("compact with a word", "at|about|around|@ COMPACT", _digits, before="OTHER UNIT HALF a p"),
        rule("hours in h", "at|@ HOUR h", _digits),
        rule("o'clock in h", "HOUR h", lambda f: _digits(f) if f.one(Number).value > NOON else None,
             after="in within for every each next after about", before="from ago later"),
        rule("zoned hours in h", "HOUR h ZONE", lambda f: replace(_digits(f) or MIDNIGHT, zone=f.one(Zone).place)),
        rule("dotted", "at|@ DECIMAL", _digits, before="OTHER UNIT HALF a p"),
        rule("spelled with at", "at|for|by|about|around SPELLED oh|o? SPELLED", _spelled,
             before="UNIT OTHER HALF"),
        rule("11ish", "HOUR|CLOCK -? ish", _said),
    )
)  # fmt: skip
PAST = Layer(
    (
        rule("minutes past", "a? quarter|half past|after HOUR|CLOCK", _past),
        rule("number past", "MINUTE minutes|minute|mins|min? past HOUR|CLOCK", _past),
        rule("minutes after", "MINUTE minutes|minute|mins|min after HOUR|SURECLOCK", _past),
        rule("quarter to", "a? quarter to|of|before|until HOUR|CLOCK", _to),
        rule("minutes to", "MINUTE minutes|minute|mins|min to|before|until HOUR|CLOCK", _to,
             after="from between every each"),
        rule("minutes to the half", "MINUTE minutes|minute|mins|min to HOUR MINUTE10", _to_the_half),
        rule("ten to", "SPELLED to SPELLED|SURECLOCK", _spelled_to, after="from between"),
        rule("10 to", "at|by|to|@|around|about DIGITS to HOUR|CLOCK", _digits_to),
        rule("20 to", "DIGITS to SURECLOCK", _late_to, after="from between"),
        rule("half eight", "half SPELLED|DIGITS", _half_eight, before="UNIT OTHER HALF"),
        rule("clock ish", "CLOCK -? ish", _said),
    )
)  # fmt: skip
ZONED = Layer(
    (
        rule("zone", "CLOCK|HOUR ZONE time?", _zoned),
        rule("city time", "CLOCK|HOUR in? new|los|san|hong? CITY time", _zoned),
        rule("zone in brackets", "CLOCK ( ZONE )", _zoned),
        rule("about a clock", "just|shortly|right before|after|around|at CLOCK", _said),
        rule("about a clock", "about|around|exactly CLOCK", _said),
        rule("clock sharp", "CLOCK sharp|exactly|prompt", _said),
    )
)
