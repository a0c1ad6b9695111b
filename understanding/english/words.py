"""English words of time, apart from the rules that use them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from understanding.grammar.kinds import keys_of
from understanding.grammar.meaning import DayPart, Meaning, Month, Number, Unit, Weekday, Zone


def listed(text: str) -> list[str]:
    """The words of a list that is written as a text."""
    return text.split()


ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
TENTHS = {"twentieth": 20, "thirtieth": 30}

WEEKDAYS = (
    "monday mon mondy moday mnoday",
    "tuesday tue tues tuseday tuesdy",
    "wednesday wed weds wednsday wensday wednesdy",
    "thursday thu thur thurs thrusday thursdy",
    "friday fri firday fridy frday friady fryday",
    "saturday sat satday saterday satruday",
    "sunday sun sundy sunady sudnay",
)
MONTHS = (
    "january jan janurary",
    "february feb febuary feburary",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept septmber",
    "october oct",
    "november nov",
    "december dec decmber",
)
# Words that are more often something else: they need company to be a day or a month.
SHY = frozenset({"sat", "sun", "wed", "mon", "march", "mar", "may", "jun", "dec", "jan", "august"})

UNITS = {
    "second seconds sec secs": Unit(name="second", seconds=1),
    "minute minutes min mins minuts minets minutos minuets": Unit(name="minute", seconds=60),
    "hour hours hr hrs houres": Unit(name="hour", seconds=3600),
    "day days dy": Unit(name="day", days=1),
    "night nights": Unit(name="night", days=1),
    "week weeks wk wks": Unit(name="week", days=7),
    "weekend weekends week-end wknd wkend": Unit(name="weekend", days=2),
    "fortnight fortnights": Unit(name="fortnight", days=14),
    "month months mth mths mnth mnths": Unit(name="month", months=1),
    "quarter quarters qtr qtrs": Unit(name="quarter", months=3),
    "year years yr yrs": Unit(name="year", months=12),
    "decade decades": Unit(name="decade", months=120),
}
SHORT_UNITS = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "y": "year",
}

# Words that are a repetition, as an RFC 5545 frequency and its interval.
FREQUENCIES = {
    "daily": ("DAILY", 1), "nightly": ("DAILY", 1), "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2), "biweekly": ("WEEKLY", 2), "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2), "quarterly": ("MONTHLY", 3), "semiannual": ("MONTHLY", 6),
    "semiannually": ("MONTHLY", 6), "biannual": ("MONTHLY", 6), "annual": ("YEARLY", 1),
    "annually": ("YEARLY", 1), "yearly": ("YEARLY", 1), "hourly": ("HOURLY", 1),
}  # fmt: skip

PARTS = {
    "morning mornings mornin morn": "morning",
    "lunch lunchtime lunchtimes": "lunch",
    "afternoon afternoons arvo": "afternoon",
    "evening evenings": "evening",
    "night nights nite": "night",
}

# Words with which a sentence goes on behind a clock time ("at 9 call mum", "at 9 standup"); before
# other words a bare number is a quantity ("at 3 different shops").
GOES_ON = frozenset(
    listed(
        "remind call wake please i we my the with that about because so if when text email buy pick"
        " take meet feed water go get do pay send turn check tell ask book set add put cancel make"
        " clean start leave ping but or me let if bring drop finish reply phone ring write read"
        " standup dentist doctor vet gym yoga pilates physio run swim sync haircut checkup training"
        " practice rehearsal therapy choir review interview workshop meeting appointment lesson"
    )
)

HOUR = 3600
ZONES: dict[str, str | float] = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0,
    "msk": 3.0, "ist": 5.5, "jst": 9.0, "kst": 9.0, "sgt": 8.0, "hkt": 8.0, "aest": 10.0,
    "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0,
    "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "hst": -10.0, "brt": -3.0,
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver",
    "pt": "America/Los_Angeles", "eastern": "America/New_York", "pacific": "America/Los_Angeles",
    "mountain": "America/Denver", "central": "America/Chicago",
}  # fmt: skip
CITIES = {
    "london": "Europe/London", "paris": "Europe/Paris", "berlin": "Europe/Berlin",
    "madrid": "Europe/Madrid", "rome": "Europe/Rome", "vienna": "Europe/Vienna",
    "zurich": "Europe/Zurich", "amsterdam": "Europe/Amsterdam", "brussels": "Europe/Brussels",
    "lisbon": "Europe/Lisbon", "dublin": "Europe/Dublin", "oslo": "Europe/Oslo",
    "stockholm": "Europe/Stockholm", "copenhagen": "Europe/Copenhagen",
    "helsinki": "Europe/Helsinki", "warsaw": "Europe/Warsaw", "prague": "Europe/Prague",
    "athens": "Europe/Athens", "istanbul": "Europe/Istanbul", "moscow": "Europe/Moscow",
    "kyiv": "Europe/Kyiv", "cairo": "Africa/Cairo", "lagos": "Africa/Lagos",
    "nairobi": "Africa/Nairobi", "johannesburg": "Africa/Johannesburg", "dubai": "Asia/Dubai",
    "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "india": "Asia/Kolkata",
    "singapore": "Asia/Singapore", "bangkok": "Asia/Bangkok", "jakarta": "Asia/Jakarta",
    "manila": "Asia/Manila", "beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai",
    "seoul": "Asia/Seoul", "tokyo": "Asia/Tokyo", "japan": "Asia/Tokyo",
    "sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "perth": "Australia/Perth",
    "auckland": "Pacific/Auckland", "chicago": "America/Chicago", "denver": "America/Denver",
    "boston": "America/New_York", "toronto": "America/Toronto", "vancouver": "America/Vancouver",
    "seattle": "America/Los_Angeles", "california": "America/Los_Angeles",
    "nyc": "America/New_York", "york": "America/New_York", "angeles": "America/Los_Angeles",
    "francisco": "America/Los_Angeles", "honolulu": "Pacific/Honolulu",
    "german": "Europe/Berlin", "uk": "Europe/London",
}  # fmt: skip

Sense = tuple[frozenset[str], tuple[Meaning, ...]]


def zone_called(word: str) -> Zone | None:
    """The zone that an abbreviation or a city names, None when it is unknown here."""
    named = ZONES.get(word, CITIES.get(word))
    if named is None:
        return None
    if not isinstance(named, str):
        return Zone(place=timezone(timedelta(hours=named)))
    try:
        return Zone(place=ZoneInfo(named))
    except ZoneInfoNotFoundError:
        return None


class _Senses(dict[str, Sense]):
    """Words with all their senses together."""

    def put(self, word: str, keys: set[str], *values: Meaning) -> None:
        old_keys, old_values = self.get(word, (frozenset[str](), ()))
        self[word] = (old_keys | keys | {word}, (*old_values, *values))


@cache
def lexicon() -> dict[str, Sense]:
    """Every word of time with the kinds that patterns ask for and what it means."""
    senses = _Senses()
    for value, word in enumerate(ONES):
        number = Number(value=value)
        senses.put(word, {"ONES" if 0 < value < 10 else "TEENS", *keys_of(number)}, number)
    for value, word in enumerate(TENS, 2):
        number = Number(value=value * 10)
        senses.put(word, {"TENS", *keys_of(number)}, number)
    for value, word in enumerate(ORDINALS, 1):
        number = Number(value=value, ordinal=True)
        senses.put(word, {"ONESORD" if value < 10 else "TEENSORD", *keys_of(number)}, number)
    for word, value in TENTHS.items():
        number = Number(value=value, ordinal=True)
        senses.put(word, set(keys_of(number)), number)
    _put_calendar(senses)
    return senses


def _put_calendar(senses: _Senses) -> None:
    names = {name for _, name in _numbered(WEEKDAYS)}
    for number, name in _numbered(WEEKDAYS):
        shy = "SHYDAY" if name in SHY else "BOLDDAY"
        senses.put(name, {"WEEKDAY", shy}, Weekday(number=number))
        if name[-1] != "s" and name not in SHY and name + "s" not in names:
            senses.put(name + "s", {"WEEKDAYS"}, Weekday(number=number, plural=True))
    for number, name in _numbered(MONTHS):
        shy = "SHYMONTH" if name in SHY else "BOLDMONTH"
        senses.put(name, {"MONTH", shy}, Month(number=number + 1))
    for names, unit in UNITS.items():
        for name in names.split():
            senses.put(name, {"UNIT", f"A_{unit.name.upper()}"}, unit)
    for name, full in SHORT_UNITS.items():
        unit = next(unit for unit in UNITS.values() if unit.name == full)
        senses.put(name, {"SHORTUNIT"}, unit)
    for names, part in PARTS.items():
        for name in names.split():
            senses.put(name, {"PARTS" if name[-1] == "s" else "PART", part}, DayPart(name=part))


def _numbered(rows: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Every name of every row with the row's place."""
    return ((number, name) for number, names in enumerate(rows) for name in names.split())
