"""Data folders that are ready, so that no test waits for one to be made."""

import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from app.embedded.lease import lease
from tests.machine import ROOT, Machine

PACKAGES = (
    "app", "agents", "bot", "core", "integrations", "memory", "scheduler", "storage",
    "understanding",
)  # fmt: skip


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables, whose servers are stopped."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with lease(folder):
        return folder


@pytest.fixture
def machine(made_folder: Path, tmp_path: Path) -> Machine:
    """A machine of this test's, whose servers are stopped."""
    subprocess.run(["cp", "-a", str(made_folder), str(tmp_path / "data")], check=True)
    return Machine(data=tmp_path / "data")


@pytest.fixture(scope="session")
def warm_machine(tmp_path_factory: pytest.TempPathFactory) -> Generator[Machine]:
    """A machine of all tests', whose servers run all the time, so that commands are quick."""
    data = tmp_path_factory.mktemp("warm") / "data"
    with lease(data):
        yield Machine(data=data)


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
