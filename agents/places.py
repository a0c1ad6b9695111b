"""Which time zone words name: a city, a country that has one, or the zone itself."""

from functools import lru_cache
from zoneinfo import available_timezones

from core.errors import Refused

# What people say beside the cities that zones are called after.
ALSO = {
    "japan": "Asia/Tokyo", "india": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai", "osaka": "Asia/Tokyo", "kyoto": "Asia/Tokyo", "korea": "Asia/Seoul",
    "uk": "Europe/London", "england": "Europe/London", "scotland": "Europe/London",
    "ireland": "Europe/Dublin", "germany": "Europe/Berlin", "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin", "cologne": "Europe/Berlin",
    "france": "Europe/Paris", "italy": "Europe/Rome", "milan": "Europe/Rome",
    "spain": "Europe/Madrid", "barcelona": "Europe/Madrid", "greece": "Europe/Athens",
    "austria": "Europe/Vienna", "switzerland": "Europe/Zurich", "geneva": "Europe/Zurich",
    "poland": "Europe/Warsaw", "sweden": "Europe/Stockholm", "norway": "Europe/Oslo",
    "denmark": "Europe/Copenhagen", "finland": "Europe/Helsinki", "turkey": "Europe/Istanbul",
    "egypt": "Africa/Cairo", "kenya": "Africa/Nairobi", "thailand": "Asia/Bangkok",
    "nyc": "America/New_York", "boston": "America/New_York", "washington": "America/New_York",
    "miami": "America/New_York", "atlanta": "America/New_York", "dallas": "America/Chicago",
    "houston": "America/Chicago", "austin": "America/Chicago", "la": "America/Los_Angeles",
    "san_francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
    "california": "America/Los_Angeles", "hawaii": "Pacific/Honolulu",
    "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
    "cet": "Europe/Berlin", "jst": "Asia/Tokyo", "gmt": "Etc/GMT", "utc": "UTC",
}  # fmt: skip


def zone_named(words: str) -> str:
    """The IANA name that `words` mean: "europe/berlin", "Berlin", "new york", "UTC".

    Raises:
        Refused: when no zone is called so, or several are.
    """
    wanted = "_".join(words.strip().strip(".!\"'“”").casefold().split())
    exact, by_city = _names()
    found = ALSO.get(wanted) or exact.get(wanted) or by_city.get(wanted)
    if found is None:
        raise Refused(
            f"I don't know the time zone “{words.strip()[:40]}”."
            " Write the nearest large city or a name like Europe/Berlin."
        )
    return found


def is_zone(words: str) -> bool:
    """Whether `zone_named` knows the zone."""
    try:
        zone_named(words)
    except Refused:
        return False
    return True


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Zones by their whole name and by their city, both case-folded."""
    names = sorted(
        name for name in available_timezones() if not name.startswith(("posix", "right"))
    )
    cities = {
        name.rpartition("/")[2].casefold(): name
        for name in names
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/"))
    }
    return {name.casefold(): name for name in names}, cities
