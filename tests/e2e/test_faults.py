"""Servers that die and disks that are full while one talks: a clear answer, nothing lost."""

import os
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from app.embedded.lease import lease
from tests.e2e.test_chat import address
from tests.machine import Machine, until


def postmaster(machine: Machine) -> int:
    return int((machine.data / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def redis_server(machine: Machine) -> int:
    return int((machine.data / "redis" / "redis.pid").read_text())


@contextmanager
def asleep(pid: int) -> Generator[None]:
    """Until it is left, the process and everything that it has started does not move."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def kill(pid: int) -> None:
    """As by kill -9, with everything that it has started."""
    victims = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs(victims, timeout=30)


def test_postgresql_dies_and_comes_back(machine: Machine) -> None:
    with machine.chat() as talk:
        assert "milk" in talk.say("add milk to shopping")[0]
        kill(postmaster(machine))
        # So long that whoever asks less and less often would not notice at once when it is back.
        for what in ("bread", "butter", "jam"):
            talk.say(f"add {what} to shopping")
        assert "PostgreSQL" in (machine.data.parent / "chat.log").read_text()
        # The next command that comes starts it again, for all.
        assert "milk" in machine.ask("what's on my shopping list?")
        assert "eggs" in " ".join(talk.say("add eggs to shopping"))
        listed = talk.say("what's on my shopping list?")[0]
        assert [listed.count(word) for word in ("milk", "eggs")] == [1, 1]
    assert "Traceback" not in (machine.data.parent / "chat.log").read_text()


def test_redis_dies_and_reminders_come_all_the_same(machine: Machine) -> None:
    with machine.chat() as talk:
        kill(redis_server(machine))
        assert "milk" in talk.say("add milk to shopping")[0]
        assert "stretch" in talk.say("remind me to stretch in 1 second")[0]
        heard: list[str] = []
        until(lambda: bool(heard.extend(talk.say("")) or heard))
        assert "stretch" in heard[0]
    assert "Traceback" not in (machine.data.parent / "chat.log").read_text()


def test_the_doctor_says_that_redis_is_away(warm_machine: Machine, tmp_path: Path) -> None:
    with lease(warm_machine.data) as servers:
        settings = {
            "DATABASE_URL": address(servers.database_url),
            "DATABASE_ADMIN_URL": address(servers.admin_url),
            "REDIS_URL": f"unix://{tmp_path}/nothing.sock",
        }
        without = Machine(data=warm_machine.data, settings=settings)
        done = without.jenny("doctor")
        assert done.returncode == 1
        [failed] = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
        assert "Redis cannot be reached" in failed
        assert "reminders" in without.ask("what are my reminders?")


@pytest.fixture
def small_disk(machine: Machine, tmp_path: Path) -> Generator[Machine]:
    """A machine whose data folder is on a disk of its own, with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    used = subprocess.run(["du", "-sm", machine.data], capture_output=True, text=True, check=True)
    size = int(used.stdout.split()[0]) + 60
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "jenny", str(disk)], check=True)
    try:
        disk.chmod(0o700)
        subprocess.run(["cp", "-a", f"{machine.data}/.", str(disk)], check=True)
        yield Machine(data=disk)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left in `folder`."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while out.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


def test_a_full_disk_is_named_and_loses_nothing(small_disk: Machine) -> None:
    notebook = "remember that the " + "long " * 400 + "number of the locker is {}"
    with small_disk.chat() as talk:
        assert "milk" in talk.say("add milk to shopping")[0]
        filler = fill(small_disk.data)
        # What PostgreSQL has left in its files is soon used up.
        kept = [number for number in range(5) if talk.say(notebook.format(number))]
        filler.unlink()
        until(lambda: bool(talk.say("add eggs to shopping")))
        listed = talk.say("what's on my shopping list?")[0]
        assert ("milk" in listed, "eggs" in listed) == (True, True)
    told = (small_disk.data.parent / "chat.log").read_text().splitlines()
    assert set(told) == {"PostgreSQL cannot be reached: its disk is full; make room."}
    exported = small_disk.jenny("memory", "export").stdout
    assert all(f"locker is {number}" in exported for number in kept)


def test_no_port_is_opened(machine: Machine) -> None:
    with machine.service() as service:
        members = [service.process.pid, postmaster(machine), redis_server(machine)]
        processes = [psutil.Process(pid) for pid in members]
        processes += [child for one in processes for child in one.children(recursive=True)]
        names = {process.name() for process in processes}
        assert any("postgres" in name for name in names)
        listening = [
            connection
            for process in processes
            for connection in process.net_connections(kind="inet")
            if connection.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)
        ]
        assert listening == []
