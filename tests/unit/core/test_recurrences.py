"""When rules come round, beside an independent implementation: `recurrences/make.mjs` has asked the
npm package rrule and the zone data of Node."""

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recurrence import instants
from core.zones import zone

Case = dict[str, str | list[list[str]]]
CASES: list[Case] = json.loads(
    (Path(__file__).parent / "recurrences" / "expected.json").read_text()
)


def asked(case: Case) -> list[list[str]]:
    found = instants(
        str(case["rule"]),
        datetime.fromisoformat(str(case["start"])),
        zone(str(case["zone"])),
        datetime.fromisoformat(str(case["after"])).replace(tzinfo=UTC),
    )
    first = islice(found, 5)
    return [[f"{wall:%Y-%m-%dT%H:%M:%S}", f"{at:%Y-%m-%dT%H:%M:%S}"] for wall, at in first]


@pytest.mark.parametrize("name", sorted({str(case["zone"]) for case in CASES}))
def test_they_come_round_as_the_others_say(name: str) -> None:
    for case in CASES:
        if case["zone"] == name:
            assert asked(case) == case["found"], case


def test_there_are_many_zones_and_forty_years() -> None:
    assert len({str(case["zone"]) for case in CASES}) > 50
    years = {str(case["start"])[:4] for case in CASES}
    assert min(years) < "2000"
    assert max(years) > "2030"
    assert sum(len(case["found"]) for case in CASES) > 2_000


# How long it takes is no matter here, and a busy machine takes long.
@settings(deadline=None)
@given(
    case=st.sampled_from(CASES),
    days=st.integers(min_value=-11_000, max_value=11_000),
)
def test_what_comes_is_later_and_in_order(case: Case, days: int) -> None:
    """Thirty years to either side: each is after the one before, and asking again from one finds
    the next."""
    base = datetime(2026, 4, 13, 10, tzinfo=UTC).timestamp() + days * 86_400
    after = datetime.fromtimestamp(base, UTC)
    start, place = datetime.fromisoformat(str(case["start"])), zone(str(case["zone"]))
    found = [at for _, at in islice(instants(str(case["rule"]), start, place, after), 3)]
    assert found == sorted(set(found))
    assert all(at > after for at in found)
    if len(found) > 1:
        assert next(instants(str(case["rule"]), start, place, found[0]))[1] == found[1]
