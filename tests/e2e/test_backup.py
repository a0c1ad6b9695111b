"""A backup brings everything back but what was forgotten."""

import re
import subprocess
from pathlib import Path

from cryptography.fernet import Fernet

from app.embedded.lease import lease
from tests.machine import Machine, one_sentence


def test_a_backup_made_before_init_is_read_after_it(own: Machine) -> None:
    own.settings = {"JENNY_DATA": str(own.checkout / ".jenny")}
    own.ask("add milk to shopping")
    file = own.checkout.parent / "backup"
    assert own.jenny("backup", str(file)).returncode == 0
    own.jenny("init", "--yes")
    assert own.jenny("restore", str(file), "--yes").returncode == 0
    assert "milk" in own.ask("what's on my shopping list?")


def test_everything_comes_back_but_what_was_forgotten(machine: Machine, tmp_path: Path) -> None:
    with lease(machine.data):
        goes_and_comes_back(machine, tmp_path / "backup")


def goes_and_comes_back(machine: Machine, file: Path) -> None:
    said = (
        "remind me to call mum tomorrow at 9\nadd milk to shopping\n"
        "remember that I like my coffee black\nremember that my locker is number 12\n"
    )
    assert machine.jenny("chat", said=said).returncode == 0
    assert machine.jenny("backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"coffee" not in file.read_bytes()

    machine.jenny("memory", "forget", "coffee")
    machine.ask("add bread to shopping")
    restored = machine.jenny("restore", str(file), "--yes")
    assert restored.returncode == 0, restored.stderr
    asked = "what are my reminders?\nwhat's on my shopping list?\n"
    told = machine.jenny("chat", said=asked).stdout
    assert [word in told for word in ("call mum", "milk", "bread")] == [True, True, False]
    exported = machine.jenny("memory", "export").stdout
    assert ("locker" in exported, "coffee" in exported) == (True, False)
    assert machine.jenny("doctor").returncode == 0


HARM = {
    "another file": "no backup",
    "cut off within a line": "damaged",
    "cut off after a line": "its end is missing",
    "one letter": "damaged",
    "pieces swapped": "not in order",
}


def harm(kind: str, whole: bytes) -> bytes:
    """A backup with that harm done to it."""
    lines = whole.splitlines(keepends=True)
    match kind:
        case "another file":
            return b"PNG\n" * 100
        case "cut off within a line":
            return whole[:-100]
        case "cut off after a line":
            return b"".join(lines[:-1])
        case "one letter":
            middle = len(whole) // 2
            return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        case "pieces swapped":
            return b"".join([lines[0], lines[2], lines[1], *lines[3:]])
        case _:
            raise LookupError(kind)


def test_what_is_no_whole_backup_changes_nothing(warm_machine: Machine, tmp_path: Path) -> None:
    warm_machine.ask("add candles to shopping")
    good, bad = tmp_path / "good", tmp_path / "bad"
    assert warm_machine.jenny("backup", str(good)).returncode == 0
    warm_machine.ask("add matches to shopping")
    for kind, word in HARM.items():
        bad.write_bytes(harm(kind, good.read_bytes()))
        one_sentence(warm_machine.jenny("restore", str(bad), "--yes"), str(bad), word)
    other = Machine(data=warm_machine.data, settings={"JENNY_KEYS": Fernet.generate_key().decode()})
    one_sentence(other.jenny("restore", str(good), "--yes"), "JENNY_KEYS")
    assert "matches" in warm_machine.ask("what's on my shopping list?")


def test_a_backup_replaces_no_file_unasked(warm_machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("of last year")
    one_sentence(warm_machine.jenny("backup", str(file)), str(file), "exists already", "--force")
    assert file.read_text() == "of last year"
    done = warm_machine.jenny("backup", str(file), "--force")
    assert (done.returncode, done.stdout) == (0, "")
    assert re.search(r"\d+ KiB, encrypted", done.stderr)
    assert "reminders" in done.stderr
    assert str(warm_machine.data / "keys") in done.stderr
    assert warm_machine.jenny("restore", str(file), "--yes").returncode == 0


def test_a_backup_that_finds_no_room_leaves_nothing(warm_machine: Machine, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "jenny", str(disk)], check=True)
    try:
        one_sentence(warm_machine.jenny("backup", str(disk / "backup")), "No space left")
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_nothing_is_restored_under_a_running_service(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    with machine.service():
        assert machine.jenny("backup", str(file)).returncode == 0
        one_sentence(machine.jenny("restore", str(file), "--yes"), "stop ./jenny run")
    assert machine.jenny("restore", str(file), "--yes").returncode == 0
