"""docs/calendars.md names a test for each thing that people ask of calendars; each is there."""

import pytest

from tests.demands import ROOT, Demand, demands, functions, outcomes

PAGE = "calendars"


def test_every_demand_has_its_row() -> None:
    assert [demand.number for demand in demands(PAGE)] == list(range(47, 60))


@pytest.mark.parametrize("demand", demands(PAGE), ids=lambda d: str(d.number))
def test_its_test_exists_and_asserts_an_outcome(demand: Demand) -> None:
    assert (ROOT / demand.path).is_file(), f"{demand.path} is missing"
    function = functions(demand.path).get(demand.name)
    assert function is not None, f"{demand.path} has no {demand.name}"
    assert outcomes(function), f"{demand.name} asserts nothing that a person would notice"
