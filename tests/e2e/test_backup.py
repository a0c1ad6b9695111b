"""`init` writes what the owner keeps; a backup brings everything back but what was forgotten."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from dotenv import dotenv_values

from app.embedded.lease import lease
from tests.machine import ROOT, Machine, one_sentence

SECRETS = (
    "APP_DB_PASSWORD", "ADMIN_DB_PASSWORD", "REDIS_PASSWORD", "NEO4J_PASSWORD", "JENNY_KEYS",
)  # fmt: skip
PACKAGES = (
    "app", "agents", "bot", "core", "integrations", "memory", "scheduler", "storage",
    "understanding",
)  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Machine:
    """A machine with a checkout of its own, for what is written beside the launcher."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in PACKAGES:
        (checkout / name).symlink_to(ROOT / name)
    # The checkout is where this package is, so it must be there itself.
    (checkout / "app").unlink()
    shutil.copytree(ROOT / "app", checkout / "app", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / ".env.example", checkout)
    return Machine(data=tmp_path / "data", checkout=checkout)


def test_init_writes_private_settings_with_their_explanations(own: Machine) -> None:
    done = own.jenny("init", "--zone", "Europe/Paris", "--model-name", "small one")
    assert (done.returncode, done.stderr) == (0, "")
    written = own.checkout / ".env"
    assert written.stat().st_mode & 0o777 == 0o600
    values = dotenv_values(written)
    assert (values["JENNY_ZONE"], values["MODEL_NAME"]) == ("Europe/Paris", "small one")
    assert len({values[name] for name in SECRETS}) == len(SECRETS)
    assert all(len(values[name] or "") >= 32 for name in SECRETS)
    comments = re.findall(r"^#.*", (ROOT / ".env.example").read_text(), re.M)
    assert re.findall(r"^#.*", written.read_text(), re.M) == comments


def test_a_second_init_keeps_what_it_is_not_told(own: Machine) -> None:
    own.jenny("init", "--zone", "Europe/Paris")
    first = dotenv_values(own.checkout / ".env")
    own.jenny("init", "--model-url", "http://127.0.0.1:9/v1", "--yes")
    second = dotenv_values(own.checkout / ".env")
    assert second == first | {"MODEL_URL": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("option", "value", "name"),
    [("--token", "geheim", "TELEGRAM_TOKEN"), ("--zone", "geheim/x", "JENNY_ZONE")],
)
def test_a_wrong_answer_writes_nothing(own: Machine, option: str, value: str, name: str) -> None:
    done = own.jenny("init", option, value)
    one_sentence(done, name)
    assert "geheim" not in done.stderr
    assert {path.name for path in own.checkout.iterdir()} == {*PACKAGES, ".env.example"}


def test_a_token_that_cannot_be_checked_is_kept(own: Machine) -> None:
    own.settings = {"TELEGRAM_API_URL": "http://127.0.0.1:9"}
    done = own.jenny("init", "--token", "123456:" + "a" * 35)
    assert (done.returncode, done.stderr) == (0, "")
    assert "not checked yet" in done.stdout
    assert "check the network" in done.stdout
    assert dotenv_values(own.checkout / ".env")["TELEGRAM_TOKEN"]


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
