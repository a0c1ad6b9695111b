"""docs/reminders.md names a test for each thing that people ask of reminders: it is there, and it
asserts something."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+) \| (.+?) \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "reminders.md").read_text("utf-8"))
LEFT_OUT = ("pytest.mark.skip", "pytest.mark.xfail")


@cache
def functions(path: str) -> dict[str, ast.AST]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name: function for function in found}


def test_every_demand_has_its_row() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 47))


@pytest.mark.parametrize(("number", "demand", "path", "name"), ROWS)
def test_its_test_exists_and_asserts(number: str, demand: str, path: str, name: str) -> None:
    assert (ROOT / path).is_file(), f"{number}. {demand}: {path} is missing"
    function = functions(path).get(name)
    assert function is not None, f"{number}. {demand}: {path} has no {name}"
    assert any(isinstance(node, ast.Assert) for node in ast.walk(function)), (
        f"{name} asserts nothing"
    )
    marks = [ast.unparse(decorator) for decorator in getattr(function, "decorator_list", [])]
    assert not any(mark.startswith(LEFT_OUT) for mark in marks), f"{name} is left out"
