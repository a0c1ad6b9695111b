"""Everyday requests with their answers, from the tables in `requests/`."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.requests import ROUTES, Context, Request, Route, Slots
from understanding import understand

FOLDER = Path(__file__).parent / "requests"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)
SLOTS = {field.name for field in fields(Slots)}


def cases(name: str) -> Iterator[tuple[str, str, str, Context]]:
    """Text, route, slots and what the last turn was about."""
    context = Context()
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("= after "):
            said, subject = line.removeprefix("= after ").split()
            last: Route = next(known for known in ROUTES if known == said)
            context = Context(route=last, subject=subject)
        elif line and not line.startswith("#"):
            route, slots, text = line.split(" | ")
            yield text, route, slots, context


def shown(request: Request, names: list[str]) -> str:
    """The thing and the named slots, as the tables write them."""
    what = request.slots.what
    row = [" + ".join(what) if isinstance(what, tuple) else what or "-"]
    for name in names:
        if name == "times":
            row.append(f"times={' / '.join(t.text for t in request.times)}")
        else:
            assert name in SLOTS
            value = getattr(request.slots, name)
            row.append(f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}")
    return "; ".join(row)


@pytest.mark.parametrize(
    ("text", "route", "slots", "context"), [*cases("reported.txt"), *cases("everyday.txt")]
)
def test_an_everyday_request(text: str, route: str, slots: str, context: Context) -> None:
    request = understand(text, now=NOW, zone=BERLIN, context=context)
    names = [slot.partition("=")[0] for slot in slots.split("; ")[1:]]
    assert (request.route, shown(request, names)) == (route, slots)
