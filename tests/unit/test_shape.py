"""The house keeps its shape: sizes, names, and modules that import without an environment."""

import ast
import importlib
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import PACKAGES, ROOT

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def sources(*folders: str) -> list[Path]:
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with its length in lines, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, length = node.body[0], (node.end_lineno or node.lineno) - node.lineno + 1
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_no_file_is_too_long() -> None:
    assert [str(p) for p in sources(*PACKAGES, "benchmarks") if lines(p) > 400] == []
    assert [str(p) for p in sources("tests") if lines(p) > 500] == []


def test_files_are_small_in_the_median() -> None:
    assert statistics.median(lines(p) for p in sources(*PACKAGES)) <= 120


def test_functions_fit_in_the_head() -> None:
    lengths = [found for p in sources(*PACKAGES, "benchmarks", "tests") for found in functions(p)]
    assert [name for name, length in lengths if length > 50] == []
    assert statistics.quantiles([length for _, length in lengths], n=20)[-1] <= 30


def test_nothing_hides_behind_an_empty_name() -> None:
    parts = {part for p in sources(*PACKAGES, "tests") for part in p.relative_to(ROOT).parts}
    assert {Path(part).stem for part in parts} & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_imports_with_an_empty_environment(package: str) -> None:
    modules = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in sources(package)
        if "migrations" not in p.parts and p.name != "__main__.py"
    ]
    code = f"import importlib\nfor m in {modules!r}: importlib.import_module(m)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_alarm_job_keeps_the_path_that_redis_remembers() -> None:
    ring = importlib.import_module("scheduler.jobs").ring
    assert ring("2026-04-14T09:00:00+00:00") == "2026-04-14T09:00:00+00:00"
