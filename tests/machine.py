"""A machine with a checkout and a data folder of its own; commands run there as processes."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "app", "core", "understanding", "bot", "agents", "memory", "scheduler", "integrations",
    "storage",
)  # fmt: skip
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """An open `./jenny chat --json`."""

    process: subprocess.Popen[str]

    def say(self, line: str) -> list[str]:
        """What a person sees until the line is done."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> list[str]:
        """What a person sees until the next line may come."""
        assert self.process.stdout is not None
        seen: list[str] = []
        for printed in self.process.stdout:
            event: dict[str, Any] = json.loads(printed)
            if event["event"] == "ready":
                return seen
            seen.append(event["text"])
        raise AssertionError("the chat has ended")


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
    def chat(self, *options: str) -> Generator[Talk]:
        """An open chat; its errors go to chat.log beside the data folder."""
        with (
            (self.data.parent / "chat.log").open("ab") as errors,
            subprocess.Popen(
                self.command("chat", "--json", *options),
                cwd=self.data.parent,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            talk = Talk(process=process)
            talk.hear()
            yield talk
            process.communicate(timeout=60)

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[Service]:
        """`service`, for tests whose event loop must go on meanwhile."""
        opened = self.service()
        service = await asyncio.to_thread(opened.__enter__)
        try:
            yield service
        finally:
            await asyncio.to_thread(opened.__exit__, None, None, None)

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
            # Whoever stands before the command waits for it.
            [served] = psutil.Process(process.pid).children() if self.before else [process]
            served.terminate()
            process.wait(60)


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `holds`, which it must within `seconds`."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "that did not come in time"
        time.sleep(TICK_SECONDS)


def one_sentence(done: subprocess.CompletedProcess[str], *words: str, status: int = 1) -> None:
    """The command failed with one sentence on stderr that holds these words."""
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
