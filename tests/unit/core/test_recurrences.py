"""When rules come round, beside an independent implementation: `recurrences/make.mjs` has asked the
npm package rrule and the zone data of Node, in every zone that Python knows by name."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recurrence import counts_elapsed, instants
from core.zones import instant_of, is_repeated, skipped, zone

EXPECTED = Path(__file__).parent / "recurrences" / "expected.jsonl"
# It says that nobody has chosen a zone; Node does not know it.
UNKNOWN_TO_NODE = {"Factory"}
Found = list[tuple[datetime, datetime]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A rule in a zone: from when it is asked, and what the others say comes next."""

    zone: str
    rule: str
    start: datetime
    after: datetime
    found: Found

    def asked(self, after: datetime) -> Found:
        """The same question to Jenny, from `after` on."""
        found = instants(self.rule, self.start, zone(self.zone), after)
        return list(islice(found, 4))


def moment(wall: str, minutes: float) -> tuple[datetime, datetime]:
    local = datetime.fromisoformat(wall)
    return local, (local - timedelta(minutes=minutes)).replace(tzinfo=UTC)


@cache
def cases() -> list[Case]:
    return [
        Case(
            zone=name,
            rule=rule,
            start=datetime.fromisoformat(start),
            after=datetime.fromisoformat(after).replace(tzinfo=UTC),
            found=[moment(wall, minutes) for wall, minutes in found],
        )
        for name, *asked in map(json.loads, EXPECTED.read_text().splitlines())
        for rule, start, after, found in asked
    ]


def by_area() -> dict[str, list[Case]]:
    """Those of Europe, of America, …; old names like "Cuba" are an area of their own."""
    areas: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases():
        areas[case.zone.partition("/")[0] if "/" in case.zone else "old names"].append(case)
    return areas


@pytest.mark.parametrize("area", sorted(by_area()))
def test_they_come_round_as_the_others_say(area: str) -> None:
    for case in by_area()[area]:
        assert case.asked(case.after) == case.found, case


def test_every_zone_is_there_by_each_of_its_names() -> None:
    known = set((files("tzdata") / "zones").read_text().split())
    assert {case.zone for case in cases()} == known - UNKNOWN_TO_NODE


def test_they_go_thirty_years_either_way() -> None:
    years = {at.year for case in cases() for _, at in case.found}
    assert years == set(range(1996, 2057))
    assert sum(len(case.found) for case in cases()) > 9_000


def test_skipped_and_repeated_hours_and_changes_within_real_time_are_among_them() -> None:
    gaps, repeats, crossed = set[str](), set[str](), set[str]()
    for case in cases():
        place = zone(case.zone)
        if counts_elapsed(case.rule):
            offsets = {at.astimezone(place).utcoffset() for _, at in case.found}
            crossed |= {case.zone} if len(offsets) > 1 else set()
        elif any(skipped(at, place) == wall for wall, at in case.found):
            gaps.add(case.zone)
        elif any(
            instant_of(wall, place) == at and is_repeated(at, place) for wall, at in case.found
        ):
            repeats.add(case.zone)
    assert min(len(gaps), len(repeats), len(crossed)) > 300


# How long it takes is no matter here, and a busy machine takes long.
@settings(deadline=None)
@given(data=st.data(), days=st.integers(min_value=-11_000, max_value=11_000))
def test_what_comes_is_later_and_in_order(data: st.DataObject, days: int) -> None:
    """Thirty years to either side: each is after the one before, and asking again from one finds
    the next."""
    case = data.draw(st.sampled_from(cases()))
    after = datetime(2026, 4, 13, 10, tzinfo=UTC) + timedelta(days=days)
    found = [at for _, at in case.asked(after)]
    assert found == sorted(set(found))
    assert all(at > after for at in found)
    if len(found) > 1:
        assert case.asked(found[0])[0][1] == found[1]
