"""Commands share the servers of a data folder, whatever happens to one of them."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from app.embedded.lease import Servers, lease
from core.errors import OperatorError

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from app.embedded.lease import lease
with lease(Path(sys.argv[1])) as servers:
    print(servers.admin_url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(folder: Path) -> Generator[subprocess.Popen[str]]:
    """Another process that uses the servers until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield process
        process.kill()


def notes(servers: Servers) -> list[str]:
    with psycopg.connect(servers.admin_url) as connection:
        connection.execute("create table if not exists notes (text text)")
        connection.execute("insert into notes values ('x')")
        return [row[0] for row in connection.execute("select text from notes")]


def alive(folder: Path) -> bool:
    return (folder / "postgres" / "data" / "postmaster.pid").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_two_commands_share_and_the_last_one_out_stops_the_servers(folder: Path) -> None:
    with another(folder) as process:
        with lease(folder) as servers:
            notes(servers)
        assert alive(folder)
        process.communicate()
        assert process.returncode == 0
    assert not alive(folder)


def test_after_a_kill_the_next_command_takes_over_and_cleans_up(folder: Path) -> None:
    with another(folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert alive(folder)
    with lease(folder) as servers:
        assert notes(servers) == ["x"]
    assert not alive(folder)


def test_a_number_left_over_by_a_dead_server_is_no_hindrance(folder: Path) -> None:
    with lease(folder) as servers:
        notes(servers)
    stale = folder / "postgres" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{folder / 'postgres' / 'data'}\n1\n5432\n\n\n")
    with lease(folder) as servers:
        assert notes(servers) == ["x", "x"]


def test_a_kill_while_the_files_are_made_is_made_good(folder: Path) -> None:
    draft = folder / "postgres" / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with lease(folder) as servers:
        assert notes(servers) == ["x"]


def test_a_server_that_is_slow_to_answer_is_waited_for(folder: Path) -> None:
    with another(folder) as process:
        pid = int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        process.kill()
        process.wait()
    os.kill(pid, signal.SIGSTOP)
    waker = threading.Timer(1, os.kill, (pid, signal.SIGCONT))
    waker.start()
    with lease(folder) as servers:
        assert notes(servers) == ["x"]
        assert (folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0] == str(pid)
    waker.join()


def test_root_of_a_container_may_run_it_too(folder: Path) -> None:
    less = ("setpriv", "--bounding-set=-dac_read_search", "--inh-caps=-dac_read_search")
    before = less if os.getuid() == 0 else ()
    done = subprocess.run(
        [*before, sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "jenny_admin" in done.stdout


def test_a_long_path_works(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20) / ("path-" * 20)
    with lease(folder) as servers:
        assert notes(servers) == ["x"]
    assert not alive(folder)


def test_everything_is_private(folder: Path) -> None:
    with lease(folder):
        modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert set(modes.values()) == {0}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_folder_that_cannot_be_written_is_named_with_the_cure(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "taken"
    if kind == "file":
        place.write_text("")
        code = "from tests.integration.machine.test_lease import refused; refused()"
    else:
        place.mkdir(mode=0o755)
        code = "from tests.integration.machine.test_lease import refused; refused()"
    # Root may write everywhere, so somebody else tries.
    os.chmod(tmp_path, 0o755)  # noqa: S103 - so that somebody else can come by
    done = subprocess.run(
        [sys.executable, "-c", code, str(place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "JENNY_DATA" in done.stdout
    assert "taken" in done.stdout


def refused() -> None:
    """In a process of its own: use a folder as `nobody`, and print why that fails."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        with lease(Path(sys.argv[1])):
            pass
    except OperatorError as error:
        sys.stdout.write(str(error))


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "jenny", str(disk)], check=True)
    try:
        with (
            pytest.raises(OperatorError, match=r"cannot make its files|does not start"),
            lease(disk),
        ):
            pass
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(disk, ignore_errors=True)
