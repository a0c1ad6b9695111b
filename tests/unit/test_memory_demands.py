"""docs/memory.md names a test for each thing that people ask of a memory, and it looks at an
outcome."""

import pytest

from tests.demands import ROOT, Demand, demands, functions, outcomes


def test_every_demand_has_its_row() -> None:
    assert [demand.number for demand in demands("memory")] == list(range(60, 77))


@pytest.mark.parametrize("demand", demands("memory"), ids=lambda d: str(d.number))
def test_its_test_exists_and_asserts_an_outcome(demand: Demand) -> None:
    assert (ROOT / demand.path).is_file(), f"{demand.path} is missing"
    function = functions(demand.path).get(demand.name)
    assert function is not None, f"{demand.path} has no {demand.name}"
    assert outcomes(function), f"{demand.name} asserts nothing that a person would notice"
