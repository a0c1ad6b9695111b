"""The launcher on machines that lack something: one sentence with the cure, and nothing broken."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("readlink", "dirname", "mkdir", "mv", "rm", "cat", "grep", "setpriv")
OLD = 'case "$*" in *version_info*) exit 1;; esac; exit 0'
WITHOUT_VENV = 'case "$*" in *ensurepip*) exit 1;; esac; exit 0'
# Makes an environment whose pip finds no network.
WITHOUT_NETWORK = """
case "$*" in
  *"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python";;
  *"-m pip"*) echo "WARNING: Retrying" >&2; echo "ERROR: No matching distribution" >&2; exit 1;;
esac
exit 0
"""
# Makes an environment whose pip brings uv.
WITH_NETWORK = """
case "$*" in
  *"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python";;
  *"-m pip"*) cp "${PATH}/uv.new" "${0%/*}/uv";;
esac
exit 0
"""
UV_WITHOUT_NETWORK = 'echo "error: Failed to fetch" >&2; exit 2'
UV = r"""
mkdir -p .venv/bin
printf '#!/bin/sh\necho "ran $*"\n' >.venv/bin/python
chmod +x .venv/bin/python
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a clone has, without an environment."""
    made = tmp_path / "a clone"
    made.mkdir(mode=0o755)
    for name in ("jenny", "uv.lock"):
        shutil.copy(ROOT / name, made / name)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder with the few programs that every machine has."""
    made = tmp_path / "bin"
    made.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        if found is not None:
            (made / name).symlink_to(found)
    return made


@pytest.fixture
def run(checkout: Path, path: Path, tmp_path: Path) -> Run:
    def call(*arguments: str, before: tuple[str, ...] = (), door: Path | None = None) -> object:
        return subprocess.run(
            [*before, "/bin/sh", str(door or checkout / "jenny"), *arguments],
            cwd=tmp_path,
            env={"PATH": str(path), "HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return call  # pyright: ignore[reportReturnType]


def program(path: Path, name: str, script: str) -> None:
    made = path / name
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(0o755)


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It failed with one sentence that has these words."""
    sentence = done.stderr.removeprefix("Setting up (first time only, it can take a minute) …\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence.count("\n") == 1
    assert "Traceback" not in sentence
    for word in words:
        assert word in sentence


def test_without_python(run: Run) -> None:
    refused(run("chat"), "Python 3.11", "install python3")


def test_with_an_old_python(run: Run, path: Path) -> None:
    program(path, "python3", OLD)
    refused(run("chat"), "Python 3.11", str(path / "python3"), "newer")


def test_a_newer_python_beside_an_old_one_is_taken(run: Run, path: Path) -> None:
    program(path, "python3", OLD)
    program(path, "python3.12", WITHOUT_VENV)
    refused(run("chat"), "venv module")


def test_without_the_venv_module(run: Run, path: Path) -> None:
    program(path, "python3", WITHOUT_VENV)
    refused(run("chat"), "venv", "apt install python3-venv")


def test_without_a_network_for_uv(run: Run, path: Path, checkout: Path) -> None:
    program(path, "python3", WITHOUT_NETWORK)
    (path / "cp").symlink_to("/bin/cp")
    refused(run("chat"), "cannot be reached", "check the network", str(checkout / ".uv" / "log"))
    assert "No matching distribution" in (checkout / ".uv" / "log").read_text()
    assert [entry.name for entry in (checkout / ".uv").iterdir()] == ["log"]


def test_uv_is_installed_into_the_checkout_when_there_is_none(
    run: Run, path: Path, checkout: Path
) -> None:
    program(path, "uv.new", UV)
    program(path, "python3", WITH_NETWORK)
    for name in ("cp", "chmod"):
        (path / name).symlink_to(f"/bin/{name}")
    assert run("chat").stdout == "ran -P -m app chat\n"
    assert (checkout / ".uv" / "bin" / "uv").read_text() == (path / "uv.new").read_text()
    assert sorted(entry.name for entry in (checkout / ".uv").iterdir()) == ["bin", "log"]


def test_without_a_network_for_the_packages(run: Run, path: Path, checkout: Path) -> None:
    program(path, "python3", "exit 0")
    program(path, "uv", UV_WITHOUT_NETWORK)
    refused(run("chat"), "packages cannot be installed", "check the network")
    assert not (checkout / ".venv" / ".jenny").exists()


def test_in_a_folder_of_somebody_else(run: Run, path: Path, checkout: Path, tmp_path: Path) -> None:
    program(path, "python3", "exit 0")
    # Root may write everywhere, so nobody tries.
    somebody: tuple[str, ...] = ()
    if os.getuid() == 0:
        somebody = (str(path / "setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups")
        above = [folder for folder in tmp_path.parents if "pytest" in str(folder)]
        for folder in (path, checkout, tmp_path, *above):
            folder.chmod(0o755)
    checkout.chmod(0o555)
    refused(run("chat", before=somebody), str(checkout), "cannot be written", "of your own")


def test_it_works_by_a_link_from_anywhere(run: Run, path: Path, tmp_path: Path) -> None:
    program(path, "python3", "exit 0")
    program(path, "uv", UV)
    (path / "chmod").symlink_to("/bin/chmod")
    link = tmp_path / "elsewhere"
    link.symlink_to(tmp_path / "a clone" / "jenny")
    first, second = run("ask", "one two", door=link), run("ask", "one two")
    assert (first.returncode, first.stdout) == (0, "ran -P -m app ask one two\n")
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_an_environment_whose_python_is_gone_is_made_anew(
    run: Run, path: Path, checkout: Path
) -> None:
    program(path, "python3", "exit 0")
    program(path, "uv", UV)
    (path / "chmod").symlink_to("/bin/chmod")
    run("chat")
    (checkout / ".venv" / "bin" / "python").unlink()
    assert run("chat").stdout == "ran -P -m app chat\n"


def test_the_tests_bring_their_own_packages_and_keep_them(
    run: Run, path: Path, checkout: Path
) -> None:
    program(path, "python3", "exit 0")
    program(path, "uv", f'{UV}\necho "$*" >>asked')
    (path / "chmod").symlink_to("/bin/chmod")
    (checkout / "benchmarks").mkdir()
    (checkout / "benchmarks" / "reply.py").touch()
    for command in ("chat", "test", "bench reply", "chat"):
        run(*command.split())
    asked = (checkout / "asked").read_text().splitlines()
    assert asked == ["sync --frozen --no-dev", "sync --frozen --all-groups"]


@pytest.mark.parametrize("command", ["bench", "bench nonsense", "test nonsense", "test --help"])
def test_what_does_not_exist_needs_no_packages_of_developers(
    run: Run, path: Path, checkout: Path, command: str
) -> None:
    program(path, "python3", "exit 0")
    program(path, "uv", f'{UV}\necho "$*" >>asked')
    (path / "chmod").symlink_to("/bin/chmod")
    (checkout / "benchmarks").mkdir()
    assert run(*command.split()).stdout == f"ran -P -m app {command}\n"
    assert (checkout / "asked").read_text() == "sync --frozen --no-dev\n"


@pytest.mark.parametrize(("arguments", "status"), [((), 2), (("--help",), 0), (("nonsense",), 2)])
def test_help_and_nonsense(arguments: tuple[str, ...], status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        cwd="/",
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert ("nonsense" in done.stderr) or "chat" in done.stdout + done.stderr
