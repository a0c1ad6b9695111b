"""docs/reminders.md names a test for each thing that people ask of reminders: it is there, it looks
at an outcome, and a run without it fails."""

import ast

import pytest

from tests.demands import ROOT, Demand, Ran, demands, functions, outcomes

LEFT_OUT = ("pytest.mark.skip", "pytest.mark.xfail")


def test_every_demand_has_its_row() -> None:
    assert [demand.number for demand in demands()] == list(range(1, 47))


@pytest.mark.parametrize("demand", demands(), ids=lambda d: str(d.number))
def test_its_test_exists_and_asserts_an_outcome(demand: Demand) -> None:
    assert (ROOT / demand.path).is_file(), f"{demand.path} is missing"
    function = functions(demand.path).get(demand.name)
    assert function is not None, f"{demand.path} has no {demand.name}"
    assert outcomes(function), f"{demand.name} asserts nothing that a person would notice"
    marks = [ast.unparse(decorator) for decorator in function.decorator_list]
    assert not any(mark.startswith(LEFT_OUT) for mark in marks), f"{demand.name} is left out"


@pytest.mark.parametrize(
    "body", ["assert True", "assert door.call_count == 1", "assert len(world.calls) == 2", "pass"]
)
def test_what_shows_nothing_is_no_outcome(body: str) -> None:
    assert outcomes(ast.parse(f"def test():\n    {body}")) == []


def test_what_a_person_reads_is_one() -> None:
    assert outcomes(ast.parse("assert 'late' in push.text"))


def test_of_a_ring_that_ran_whole_nothing_may_be_missing() -> None:
    ran = Ran()
    assert {demand.ring for demand in ran.missing(["tests/unit"])} == {"tests/unit"}
    assert ran.missing(["tests/unit/core"]) == []
    ran.passed.update(demand.node for demand in demands())
    assert ran.missing(["tests"]) == []
    ran.failed.add(demands()[0].node)
    assert [demand.number for demand in ran.missing(["tests"])] == [1, 38]
