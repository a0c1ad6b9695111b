"""Rules for quantities and lengths of time: "twenty one", "two and a half hours"."""

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import Clock, Fraction, Length, Meaning, Number, Unit

HALF = 0.5


def _sum(found: Found) -> Number:
    numbers = found.of(Number)
    return Number(value=sum(n.value for n in numbers), ordinal=numbers[-1].ordinal)


def _product(found: Found) -> Number | None:
    """Hundreds and thousands, such as "two thousand and eighteen"."""
    first, *rest = found.of(Number)
    factor = 1000 if found.has("thousand") else 100
    added = rest[0].value if rest else 0
    return None if added >= factor else Number(value=first.value * factor + added)


def _part(found: Found) -> Number | None:
    fraction = found.one(Fraction)
    if not 0 < fraction.first < fraction.second <= 4 or fraction.mark != "/":
        return None
    return Number(value=fraction.first / fraction.second)


def _plus(value: float) -> "_Adder":
    return _Adder(value)


class _Adder:
    """Adds a fixed fraction to the number that was found."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __call__(self, found: Found) -> Meaning:
        return Number(value=found.one(Number).value + self._value)


def _quarters(found: Found) -> Number | None:
    """ "one and three quarters", where the quarters belong to an hour."""
    numbers = found.of(Number)
    if numbers[-1].value >= 4:
        return None
    whole = numbers[0].value if len(numbers) > 1 else 0
    return Number(value=whole + numbers[-1].value / 4)


TENS_AND_ONES = Layer((rule("tens and ones", "TENS -? ONES|ONESORD", _sum),))
NUMBERS = Layer(
    (
        rule("hundreds", "ONES|TEENS hundred|thousand and? NUMBER?", _product),
        rule("couple", "a|the? couple|pair of?", lambda _: Number(value=2, vague=True)),
        rule("few", "a? few|several", lambda _: Number(value=3, vague=True)),
        rule("dozen", "a dozen", lambda _: Number(value=12)),
    ),
    passes=2,
)
FRACTIONS = Layer(
    (
        rule("and a half", "NUMBER and a? half", _plus(HALF)),
        rule("and a quarter", "NUMBER and a? quarter", _plus(HALF / 2)),
        rule("quarters of", "NUMBER and NUMBER quarter|quarters", _quarters),
        rule("quarters of an hour", "NUMBER quarters of", _quarters),
    )
)


def _length(found: Found) -> Length | None:
    """A number of units; a unit alone counts once."""
    unit = found.one(Unit)
    numbers = found.of(Number)
    fractions = [_part(found)] if found.of(Fraction) else []
    count = [*numbers, *(n for n in fractions if n)]
    if found.of(Fraction) and not count:
        return None
    if count and count[0].vague and not _plural(found):
        return None
    if count and (count[0].ordinal or (count[0].value >= 1900 and unit.name == "year")):
        return None
    return _units(unit, count[0].value if count else 1)


def _plural(found: Found) -> bool:
    """ "a few hours", not "a few hour"."""
    return found.of(Unit)[-1].name not in found.items[-1].keys


def _units(unit: Unit, count: float) -> Length:
    whole = Length(months=unit.months, days=unit.days, seconds=unit.seconds, grain=unit.name)
    return whole.times(count)


def _one(found: Found) -> Length | None:
    """One unit; "a quarter" is more often a share than three months."""
    unit = found.one(Unit)
    share = unit.name in ("quarter", "night") and not found.has("another")
    return None if share or found.of(Number) else _units(unit, 1)


def _whole(found: Found) -> Length:
    return _units(found.one(Unit), 1)


def _short(found: Found) -> Length | None:
    """Units of one letter are written right behind their number: 5h, 2m."""
    metres = found.has("m") and any(n.value >= 100 for n in found.of(Number))
    return _length(found) if found.glued and not metres else None


def _clock_length(found: Found) -> Length | None:
    """ "1:30 hours"; "14:00 hours" is a clock time."""
    clock, unit = found.one(Clock), found.one(Unit)
    finer = FINER.get(unit.name)
    if clock.exact or clock.half or finer is None:
        return None
    return _units(unit, clock.hour).plus(finer.times(clock.minute))


def _timer_minutes(found: Found) -> Length | None:
    """ "snooze 20"."""
    number = found.one(Number)
    usual = not number.ordinal and not number.vague and 2 <= number.value <= 120
    return UNIT_LENGTHS["minute"].times(number.value) if usual else None


def _scaled(factor: float) -> "_Scaler":
    return _Scaler(factor)


class _Scaler:
    """A fixed share of the unit that was found."""

    def __init__(self, factor: float) -> None:
        self._factor = factor

    def __call__(self, found: Found) -> Meaning:
        return _units(found.of(Unit)[-1], self._factor)


def _more(found: Found) -> Length:
    """ "an hour and a half": the half is of the last unit."""
    length = found.one(Length)
    factor = {"half": HALF, "quarter": HALF / 2}["half" if found.has("half") else "quarter"]
    one = UNIT_LENGTHS.get(length.grain, Length(seconds=3600))
    return length.plus(Length(months=one.months * factor, days=one.days * factor,
                              seconds=one.seconds * factor, grain=length.grain))  # fmt: skip


UNIT_LENGTHS = {
    "second": Length(seconds=1),
    "minute": Length(seconds=60),
    "hour": Length(seconds=3600),
    "day": Length(days=1),
    "week": Length(days=7),
    "month": Length(months=1),
    "year": Length(months=12),
}
FINER = {"hour": Length(seconds=60, grain="minute"), "minute": Length(seconds=1, grain="second")}


def _joined(found: Found) -> Length | None:
    """Two lengths of falling units are one."""
    first, second = found.of(Length)
    ranks = list(UNIT_LENGTHS)
    if first.grain not in ranks or second.grain not in ranks:
        return None
    return first.plus(second) if ranks.index(second.grain) < ranks.index(first.grain) else None


def _bare_minutes(found: Found) -> Length | None:
    """ "an hour forty", "2 hours and ten"."""
    length, number = found.one(Length), found.one(Number)
    finer = FINER.get(length.grain)
    if finer is None or number.ordinal or not 5 <= number.value < 60:
        return None
    return length.plus(finer.times(number.value))


LENGTHS = Layer(
    (
        rule("length", "NUMBER|FRACTION -? more|additional|extra|full|whole? UNIT", _length),
        rule(
            "length",
            "NUMBER UNIT",
            lambda f: _units(f.one(Unit), f.one(Number).value),
            beside="in for within after",
        ),
        rule("short length", "NUMBER|FRACTION s|m|h|d|w", _short, after="the"),
        rule("spaced hours", "NUMBER h", _length, beside="in for within timer"),
        rule("short years", "NUMBER y", _short, beside="in for within every after NUMBER"),
        rule("fraction of a unit", "NUMBER of|of? an|a|one? A_HOUR", _length),
        rule("share of a unit", "FRACTION|NUMBER of? a|an? A_HOUR", _length),
        rule(
            "clock of a length",
            "CLOCK A_HOUR|A_MINUTE",
            _clock_length,
            after="at @ by from until around",
        ),
        rule("an hour", "a|an|another UNIT", _one, before="past"),
        rule("a night", "a|one A_NIGHT", _whole, before="OTHER GO"),
        rule("an h", "an h", _one, after="OTHER GO the", before="OTHER GO"),
        rule("a full unit", "for? a|one -? full|whole|entire|solid -? UNIT", _whole),
        rule("for all the unit", "for all|full -? UNIT", _whole),
        rule("fraction of h", "FRACTION h", _length),
        rule(
            "hours and minutes", "HLENGTH", lambda f: f.one(Length), beside="timer snooze countdown"
        ),
        rule(
            "bare minutes of a timer",
            "NUMBER",
            _timer_minutes,
            beside="timer snooze",
            before="OTHER UNIT SHORTUNIT HALF : . - / oclock a p and ORD MONTH",
        ),
        rule(
            "bare minutes of a timer",
            "for NUMBER",
            _timer_minutes,
            beside="timer snooze",
            before="OTHER UNIT SHORTUNIT HALF : . - / oclock a p and ORD MONTH",
        ),
        rule("for hours and minutes", "for HLENGTH", lambda f: f.one(Length)),
        rule("half an hour", "a? half -? of? a|an? UNIT", _scaled(HALF)),
        rule("half hour", "½ UNIT", _scaled(HALF)),
        rule("quarter of an hour", "a? quarter of? a|an? A_HOUR", _scaled(HALF / 2)),
    )
)
SUMS = Layer(
    (
        rule("sum of lengths", "LENGTH ,? and? LENGTH", _joined),
        rule("and a half unit", "LENGTH and a? half|quarter", _more),
        rule(
            "bare minutes",
            "LENGTH and? NUMBER",
            _bare_minutes,
            before="UNIT OTHER GO HALF : oclock MONTH",
        ),
    ),
    passes=4,
)
