"""The floors of terse requests, by the words alone, on the rows that the project holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from benchmarks.understood.routes import score_terse
from core.requests import Request
from understanding import understand


def read(text: str, now: datetime, zone: ZoneInfo | None) -> Request:
    return understand(text, now=now, zone=zone)


def test_terse_requests_stay_understood() -> None:
    figures = score_terse(read, "")
    assert figures["terse route"] >= (0.97, 340)
    assert figures["terse whole"] >= (0.95, 340)
