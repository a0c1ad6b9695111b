"""A fresh clone, brought up by Docker Compose under a project name and on ports of its own."""

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PORTS = ("POSTGRES_PORT", "REDIS_PORT", "NEO4J_PORT", "NEO4J_HTTP_PORT", "OLLAMA_PORT")


class CommandFailed(Exception):
    """A command ended with an error; the text holds what it wrote."""


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> str:
    """The standard output of a command.

    Raises:
        CommandFailed: its exit status was not 0.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        env=dict(env or os.environ),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        raise CommandFailed(f"{' '.join(command)} → {done.returncode}\n{told}")
    return done.stdout


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether `holds` becomes true within `seconds`."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.05)
    return False


def docker_answers() -> bool:
    try:
        run("docker", "compose", "version", cwd=ROOT)
        run("docker", "info", cwd=ROOT)
    except (CommandFailed, FileNotFoundError):
        return False
    return True


class Stack:
    """The services of one clone. `folder` is empty and becomes the clone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = f"jenny-test-{secrets.token_hex(3)}"
        self._env = os.environ | {name: str(_free_port()) for name in PORTS}
        run("git", "clone", "--quiet", str(ROOT), str(folder), cwd=ROOT)

    def jenny(self, *arguments: str, stdin: str = "", data: Path | None = None) -> str:
        """A command of the clone on this machine, with its own servers."""
        env = self._env if data is None else self._env | {"JENNY_DATA": str(data)}
        return run("./jenny", *arguments, cwd=self.folder, env=env, stdin=stdin)

    def compose(self, *arguments: str, stdin: str = "") -> str:
        return run(
            "docker", "compose", "-p", self.project, *arguments,
            cwd=self.folder, env=self._env, stdin=stdin,
        )  # fmt: skip

    def app(self, *arguments: str, stdin: str = "") -> str:
        """A command inside the app container."""
        return self.compose("exec", "-T", "app", "./jenny", *arguments, stdin=stdin)

    def sql(self, query: str) -> str:
        """What the administrator reads: rows as lines, columns separated by bars."""
        return self.compose(
            "exec", "-T", "postgres", "psql", "-U", "jenny_admin", "-d", "jenny", "-Atc", query
        ).strip()

    def services(self) -> dict[str, dict[str, Any]]:
        """What Compose says of each running or stopped service, by name."""
        lines = self.compose("ps", "-a", "--format", "json").splitlines()
        return {found["Service"]: found for found in map(json.loads, lines)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
