"""A backup brings everything back but what was forgotten."""

import json
import re
import subprocess
from pathlib import Path

from cryptography.fernet import Fernet

from app.embedded.lease import lease
from tests.machine import Machine, one_sentence


def test_a_backup_made_before_init_is_read_after_it_also_from_a_pipe(own: Machine) -> None:
    own.settings = {"JENNY_DATA": str(own.checkout / ".jenny")}
    own.ask("add milk to shopping")
    file = own.checkout.parent / "backup"
    assert own.jenny("backup", str(file)).returncode == 0
    own.jenny("init", "--yes")
    piped = own.jenny("restore", "/dev/stdin", "--yes", said=file.read_text("ascii"))
    assert piped.returncode == 0, piped.stderr
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


def files_with(folder: Path, word: bytes) -> list[str]:
    """The files below `folder` that hold it in any case."""
    letters = re.compile(word, re.IGNORECASE)
    every = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path.relative_to(folder)) for path in every if letters.search(path.read_bytes())]


def test_the_newest_key_alone_brings_the_older_ones_back(tmp_path: Path) -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    file, line = tmp_path / "backup", '{"text": "Zelda sings"}'
    one = Machine(data=tmp_path / "one", settings={"JENNY_KEYS": f"{new} {old}"})
    with lease(one.data):
        one.jenny("memory", "import", "-", said=line)
        one.jenny("memory", "forget", "Zelda")
        assert one.jenny("backup", str(file)).returncode == 0
    other = Machine(data=tmp_path / "other", settings={"JENNY_KEYS": new})
    with lease(other.data):
        one_sentence(other.jenny("restore", str(file), "--yes"), "JENNY_KEYS", "keys.restored")
        assert (other.data / "keys.restored").read_text() == f"{new} {old}\n"
        other.settings = {}
        (other.data / "keys").write_text(new)
        assert other.jenny("restore", str(file), "--yes").returncode == 0
        assert (other.data / "keys").read_text() == f"{new} {old}\n"
        assert (other.data / "keys").stat().st_mode & 0o777 == 0o600
        # The tombstone counts by the oldest key.
        other.jenny("memory", "import", "-", said=line)
        assert "Zelda" not in other.jenny("memory", "export").stdout


def test_what_was_forgotten_since_is_in_no_file_after_a_restore(
    machine: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    with lease(machine.data):
        said = (
            "remember that the door is green. Qvantelle is my sister\n"
            "the curtain of Qvantelle fell down on everybody\nI live in Berlin\n"
        )
        assert machine.jenny("chat", said=said).returncode == 0
        assert machine.jenny("backup", str(file)).returncode == 0
        machine.jenny("memory", "forget", "Qvantelle")
        assert files_with(machine.data, b"qvantelle") == []
        done = machine.jenny("restore", str(file), "--yes")
        assert (done.returncode, "not free of traces" in done.stderr) == (0, False)
        assert files_with(machine.data, b"qvantelle") == []
        assert "Berlin" in machine.ask("where do I live?")


def test_what_fell_due_meanwhile_goes_to_the_digest(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    with lease(machine.data):
        said = "remind me to call mum at 9\nremind me to feed the cat at 10\n"
        first = machine.jenny("chat", "--simulate", "2031-03-03T08:00", said=said)
        assert first.returncode == 0, first.stderr
        assert machine.jenny("backup", str(file)).returncode == 0
        rung = machine.jenny("chat", "--simulate", "2031-03-03T09:30")
        assert "call mum" in rung.stdout
        assert machine.jenny("restore", str(file), "--yes").returncode == 0
        later = machine.jenny("chat", "--simulate", "2031-03-03T18:00", "--json")
        pushed = [json.loads(line) for line in later.stdout.splitlines()]
        [digest] = [one["text"] for one in pushed if one["event"] == "push"]
        assert digest.startswith("While I was off, this fell due:")
        assert ("call mum" in digest, "feed the cat" in digest) == (True, True)


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
