"""A stand-in for a language model that speaks OpenAI's protocol: aimock, from npm.

Needs Node 20 and npm. Without them the tests are skipped with that reason, but never where CI=true.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
VERSION = "1.43.0"


class ModelServer:
    """Answers by answers.json; a question that is not in there is an error."""

    def __init__(self, program: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        self._root = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            ["node", str(program), "-p", str(port), "-f", str(HERE / "answers.json"),
             "--strict", "--log-level", "silent"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def url(self) -> str:
        """For MODEL_URL."""
        return f"{self._root}/v1"

    def ready(self) -> None:
        """Wait until it takes connections.

        Raises:
            RuntimeError: when it has not within 30 s.
        """
        until = time.monotonic() + 30
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.asked()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the stand-in for the model did not start")

    def asked(self) -> list[list[dict[str, Any]]]:
        """The messages of every question so far, oldest first."""
        with urllib.request.urlopen(f"{self._root}/__aimock/journal", timeout=5) as answer:  # noqa: S310
            entries = json.load(answer)
        return [entry["body"]["messages"] for entry in entries if entry.get("body")]

    def hang(self) -> None:
        """From now on connections are taken and nothing is answered."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def program() -> Path:
    """aimock's command, installed by the lock file on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = cache / "jenny-tests" / f"aimock-{VERSION}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=kept.parent))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh)
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=fresh,
            check=True,
            capture_output=True,
        )
        if not kept.exists():
            fresh.rename(kept)
    return kept / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"


@pytest.fixture(scope="session")
def model_process() -> Iterator[ModelServer]:
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        reason = f"the model's stand-in needs {' and '.join(missing)} on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server = ModelServer(program())
    server.ready()
    yield server
    server.stop()


@pytest.fixture
def model_server(model_process: ModelServer) -> Iterator[ModelServer]:
    """The stand-in; it does not hang any more after the test."""
    yield model_process
    model_process.go_on()
