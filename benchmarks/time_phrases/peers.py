"""A peer in a process that can be killed: one line asked, one answered, with a deadline."""

import json
import select
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).parents[2]
START, PATIENCE = 60.0, 3.0  # seconds until it is there, and for one text


class Peer:
    """Another library under the name that `adapters` knows; `missing` says why it is not there."""

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self.missing = ""
        self.killed = 0
        self._command = [python, "-m", "benchmarks.time_phrases.adapters", name]
        self._process = self._begin()

    def _begin(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - a module of ours
            self._command, cwd=ROOT, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        if self._line(process, START) != "ready":
            process.kill()
            _, error = process.communicate()
            lines = error.strip().splitlines()
            self.missing = lines[-1] if lines else "it does not answer"
        return process

    @staticmethod
    def _line(process: subprocess.Popen[str], seconds: float) -> str:
        if process.stdout is None:
            return ""
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        return process.stdout.readline().strip() if ready else ""

    def ask(self, text: str, now: datetime) -> tuple[list[dict[str, Any]], float]:
        """Its answers and the seconds that they took; none when it had to be killed."""
        asked = json.dumps({"text": text, "now": now.isoformat()})
        began = time.perf_counter()
        try:
            print(asked, file=self._process.stdin)
            line = self._line(self._process, PATIENCE)
        except BrokenPipeError:
            line = ""
        spent = time.perf_counter() - began
        if not line:
            self.killed += 1
            self.close()
            self._process = self._begin()
        return (cast("list[dict[str, Any]]", json.loads(line)) if line else []), spent

    def close(self) -> None:
        """End its process."""
        self._process.kill()
        self._process.communicate()
