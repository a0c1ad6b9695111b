"""A command at a terminal of its own, as a person has it."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.machine import Machine

PATIENCE_SECONDS = 20.0
# What a terminal answers when it is asked where its cursor is.
WHERE, HERE = "\x1b[6n", b"\x1b[1;1R"


@dataclass(kw_only=True)
class Terminal:
    """Keys go in, and what is drawn comes out, with its control sequences."""

    handle: int
    process: subprocess.Popen[bytes]
    drawn: str = ""
    _read: int = field(default=0)

    def type(self, keys: str) -> None:
        """Press these keys; Enter is `\r`."""
        os.write(self.handle, keys.encode())

    def until(self, words: str) -> str:
        """What is drawn since the last call until `words` are."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while words not in self.drawn[self._read :]:
            assert time.monotonic() < limit, self.drawn[self._read :]
            assert self._take(), self.drawn[self._read :]
        end = self.drawn.index(words, self._read) + len(words)
        seen, self._read = self.drawn[self._read : end], end
        return seen

    def rest(self) -> str:
        """What is drawn until the command ends."""
        while self._take():
            pass
        seen, self._read = self.drawn[self._read :], len(self.drawn)
        return seen

    def settings(self) -> list[object]:
        """How the terminal treats keys."""
        return termios.tcgetattr(self.handle)

    def end(self, number: signal.Signals) -> None:
        """Tell the command to end."""
        self.process.send_signal(number)

    def _take(self) -> bool:
        """Whether there is more to come."""
        ready, _, _ = select.select([self.handle], [], [], PATIENCE_SECONDS)
        assert ready, self.drawn[self._read :]
        more = b""
        # Linux says so when the other side has closed.
        with suppress(OSError):
            more = os.read(self.handle, 65536)
        self.drawn += more.decode("utf-8", "replace")
        if WHERE.encode() in more:
            os.write(self.handle, HERE)
        return bool(more)


@contextmanager
def terminal(machine: Machine, *arguments: str, columns: int = 80) -> Generator[Terminal]:
    """The command at a terminal with `columns`, until it has ended."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    try:
        with subprocess.Popen(
            machine.command(*arguments),
            cwd=machine.data.parent,
            env=machine.environment | {"TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            try:
                yield Terminal(handle=ours, process=process)
            except BaseException:
                process.terminate()
                raise
    finally:
        os.close(ours)
