"""The demands of docs/reminders.md and the test that shows each; a run of a whole ring fails when
one of its tests did not pass in it."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (\d+) \| (.+?) \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE)
# What counts calls shows nothing that a person sees, no row and nothing on the wire.
COUNTS = frozenset(("called", "calls", "call_count", "counts", "mock_calls", "call_args"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One row of the table."""

    number: int
    what: str
    path: str
    name: str

    @property
    def ring(self) -> str:
        """The folder whose run must hold it, such as tests/e2e."""
        return "/".join(self.path.split("/")[:2])

    @property
    def node(self) -> str:
        return f"{self.path}::{self.name}"


def demands(page: str = "reminders") -> list[Demand]:
    """The table of docs/<page>.md, in its order."""
    found = ROW.findall((ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    return [Demand(number=int(n), what=w, path=path, name=name) for n, w, path, name in found]


@cache
def functions(path: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a file by name."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name: function for function in found}


def outcomes(function: ast.AST) -> list[str]:
    """The assertions that look at an outcome: at something of the run, and at no call count."""
    found: list[str] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            words = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}
            words |= {n.attr for n in ast.walk(node.test) if isinstance(n, ast.Attribute)}
            if words and not words & COUNTS:
                found.append(ast.unparse(node.test))
    return found


@dataclass(kw_only=True, eq=False)
class Ran:
    """A plugin: notes which tests passed, and holds the table against them at the end."""

    passed: set[str] = field(default_factory=set[str])
    failed: set[str] = field(default_factory=set[str])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        node = report.nodeid.partition("[")[0]
        if report.when == "call" and report.passed:
            self.passed.add(node)
        elif not report.passed:
            self.failed.add(node)

    def missing(self, arguments: list[str]) -> list[Demand]:
        """What was not shown, of the rings that were run whole."""
        whole = {argument.rstrip("/") for argument in arguments}
        ran = [d for d in demands() if d.ring in whole or "tests" in whole]
        return [d for d in ran if d.node not in self.passed - self.failed]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        option = session.config.option
        if option.keyword or option.markexpr or option.collectonly or session.shouldstop:
            return
        missing = self.missing(session.config.args)
        if missing:
            print("\nNot shown by this run, though docs/reminders.md says so:")  # noqa: T201
            for demand in missing:
                print(f"  {demand.number}. {demand.what}: {demand.node}")  # noqa: T201
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    """Note from the first test on; of several workers the one who hands out the tests does."""
    if hasattr(config, "workerinput"):
        return
    config.pluginmanager.register(Ran(), "demands")
