"""A plugin that notes which lines of ours the tests reach, for `coverage report`.

Coverage's own tracer takes as long again as the tests; a probe in the bytecode costs next to
nothing, and from Python 3.12 on the interpreter is asked itself.
"""

from typing import cast

import pytest
from coverage import Coverage, CoverageData
from slipcover import FileMatcher, ImportManager, Slipcover
from xdist.workermanage import WorkerController

from tests.machine import ROOT

FOLDERS = cast("list[str]", Coverage().get_option("run:source"))
DATA = CoverageData(str(ROOT / ".coverage"))
# Below zero no probe is taken out again: no code changes while it runs.
PROBES = Slipcover(d_miss_threshold=-1)
# From here on, so before any of ours is imported.
ImportManager(PROBES, FileMatcher(sources=FOLDERS)).__enter__()


def pytest_configure(config: pytest.Config) -> None:
    """What an earlier run reached counts no more, and what no test imports counts as well."""
    if not hasattr(config, "workeroutput"):
        DATA.erase()
        DATA.add_lines({str(file): [] for name in FOLDERS for file in (ROOT / name).rglob("*.py")})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the one who hands out the tests."""
    files = cast("dict[str, dict[str, list[int]]]", PROBES.get_coverage()["files"])
    reached = {str(ROOT / name): file["executed_lines"] for name, file in files.items()}
    output = getattr(session.config, "workeroutput", None)
    if output is None:
        DATA.add_lines(reached)
    else:
        output["lines"] = reached


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController, error: object) -> None:
    """What a worker that died has reached is not known, so it does not count."""
    if error is None:
        DATA.add_lines(node.workeroutput["lines"])
