"""What Jenny keeps on disk is its owner's alone, whatever the umask of the shell."""

from pathlib import Path

from tests.machine import Machine

GROUP_AND_OTHERS = 0o077


def open_to_others(folder: Path) -> list[str]:
    found = [folder, *folder.rglob("*")]
    return [
        str(path)
        for path in found
        if not path.is_symlink() and path.stat().st_mode & GROUP_AND_OTHERS
    ]


def test_data_exports_and_logs_are_private(tmp_path: Path) -> None:
    machine = Machine(data=tmp_path / "data")
    assert machine.jenny("chat", said="remember that I like tea\n/export\n").returncode == 0
    with machine.service():
        pass
    assert list((machine.data / "exports").iterdir())
    assert (machine.data / "postgres" / "server.log").exists()
    assert open_to_others(machine.data) == []
