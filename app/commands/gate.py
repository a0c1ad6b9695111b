"""`./jenny test`: the checks of the code, then the rings of tests."""

import os
import subprocess
import sys
import time

import typer

from app.settings import ROOT
from core.errors import WrongUsage

# The longest first, so that the workers end together.
RINGS = ("crash", "e2e", "neo4j", "model", "integration", "contract", "unit")
BY_NAME = ("compose", "fuzz")
SHORT_CRASH = {"JENNY_TEST_KILLS": "20"}
LONG_CRASH = {"JENNY_TEST_KILLS": "1000"}
# A file is one worker's, with servers of its own. More workers than processors take as long in all,
# and what waits for an answer waits too long.
WHOLE = (
    *("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"),
    *("-p", "tests.lines"),
)
COVERED = ("coverage", "report", "--skip-covered")
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("lint-imports", "--no-cache"),
)
# It takes most of a minute; tests that wait leave it the processor for that.
BESIDE = "pyright"


def gate(rings: list[str]) -> int:
    """Run `rings`, by default all of the gate with the coverage that is owed; the exit status.

    Raises:
        WrongUsage: there is no such ring.
    """
    known = [ring for ring in (*RINGS, *BY_NAME) if (ROOT / "tests" / ring).is_dir()]
    unknown = [ring for ring in rings if ring not in known]
    if unknown:
        raise WrongUsage(f"There is no ring {unknown[0]}; there are: {', '.join(known)}.")
    if rings and "unit" not in rings:
        return _tests(rings)
    for command in CHECKS:
        status = _run([_tool(command[0]), *command[1:]], {})
        if status:
            return status
    types = subprocess.Popen([_tool(BESIDE)], cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603
    status = _tests(rings)
    found, _ = types.communicate()
    typer.secho(f"▸ {BESIDE}, beside the tests", bold=True, err=True)
    typer.echo(found.decode(), err=True)
    return status or types.returncode


def _tests(rings: list[str]) -> int:
    folders = [f"tests/{ring}" for ring in rings or RINGS]
    pytest = [sys.executable, "-m", "pytest", "-q", "-rs", "--durations=10", *folders]
    if rings:
        return _run(pytest, LONG_CRASH)
    return _run([*pytest, *WHOLE], SHORT_CRASH) or _run([_tool(COVERED[0]), *COVERED[1:]], {})


def _tool(name: str) -> str:
    return str(ROOT / ".venv" / "bin" / name)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """One step, with its output as it comes and how long it took."""
    name = " ".join(part.rpartition("/")[2] for part in command)
    typer.secho(f"▸ {name}", bold=True, err=True)
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)  # noqa: S603
    typer.secho(f"  {time.monotonic() - begun:.0f} s", dim=True, err=True)
    return done.returncode
