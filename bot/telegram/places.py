"""The time zone of a place that was shared, looked up offline: the place itself is not kept."""


def zone_at(latitude: float, longitude: float) -> str:
    """The IANA zone there, on the sea that of its longitude; empty where there is none."""
    # The map takes 34 MB: only who shares a place pays for it.
    from tzfpy import get_tz

    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return get_tz(longitude, latitude)
