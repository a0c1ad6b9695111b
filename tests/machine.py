"""A machine with a checkout and a data folder of its own; commands run there as processes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TICK_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A running `./jenny run`, and what it logs."""

    process: subprocess.Popen[bytes]
    log: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        """What was logged under `name`, oldest first."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [event for line in lines if (event := json.loads(line))["event"] == name]


@dataclass(kw_only=True)
class Machine:
    """Where commands run. `before` stands before each command, such as a tracer."""

    data: Path
    checkout: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict[str, str])
    before: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this machine's but the path."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.data.parent),
            "PYTHONPATH": str(self.checkout),
            "JENNY_DATA": str(self.data),
            "JENNY_ZONE": "Europe/Berlin",
        } | self.settings

    def command(self, *arguments: str) -> list[str]:
        """The words of a command, as a process."""
        return [*self.before, sys.executable, "-P", "-m", "app", *arguments]

    def jenny(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """A command with `said` as its input, done."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.data.parent,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    def ask(self, text: str) -> str:
        """What Jenny answers."""
        done = self.jenny("ask", text)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def service(self) -> Generator[Service]:
        """`./jenny run`, once it has started."""
        log = self.data.parent / "service.log"
        with log.open("ab") as errors:
            process = subprocess.Popen(
                self.command("run"), cwd=self.data.parent, env=self.environment, stderr=errors
            )
        service = Service(process=process, log=log)
        try:
            begun = len(service.events("service_started"))
            until(lambda: len(service.events("service_started")) > begun)
            yield service
        finally:
            process.terminate()
            process.wait(60)


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `holds`, which it must within `seconds`."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "that did not come in time"
        time.sleep(TICK_SECONDS)


def one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command failed with one sentence on stderr that holds these words."""
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
