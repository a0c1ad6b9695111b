"""`./jenny backup` and `restore`: one encrypted file with all that is not rebuilt.

The file is a line of magic, then one Fernet token a line: a number of 8 bytes and a piece. The
first piece is the magic again, so that other keys are told from damage, and all keys of the ring;
then comes the dump. The last piece is empty, so that a file that was cut off is known as such.
"""

import asyncio
import os
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import typer

from app.commands.household import in_the_house
from app.commands.rebuild import rebuild
from app.embedded.postgres import binaries
from app.keyring import KeyRing, keep, key_ring
from app.logs import configure
from app.servers import servers
from app.settings import Settings, load
from app.wiring import graves_path, seal_of
from core.clock import SystemClock
from core.errors import OperatorError, Refused, WrongUsage
from storage.dump import dumped, restored, swap
from storage.graves import Grave, GraveFile, graves_in
from storage.poller import SERVICE, taken
from storage.reburying import forget_again

MAGIC = b"JENNY BACKUP 1\n"


def backup(file: Path, *, replace: bool) -> None:
    """Write everything into `file` (mode 600), whole or not at all.

    Raises:
        Refused: there is such a file, and it is not to be replaced.
        OperatorError: the file cannot be written or PostgreSQL cannot be read.
    """
    if file.exists() and not replace:
        raise Refused(f"{file} exists already: name another file, or replace it with --force.")
    settings = load()
    configure("error")
    draft = file.with_name(f".{file.name}.part")
    try:
        with servers(settings) as running:
            pieces = dumped(running.admin_url, binaries())
            ring = key_ring(settings.jenny_keys.get_secret_value(), settings.jenny_data)
            size = _write(draft, _sealed(pieces, ring))
            # A backup that cannot be read is known now, and not on the day when it is needed.
            deque(_opened(draft, ring), maxlen=0)
        os.replace(draft, file)
    except OSError as error:
        raise OperatorError(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    own = settings.jenny_keys.get_secret_value()
    keys = "JENNY_KEYS in .env" if own else str(settings.jenny_data / "keys")
    typer.echo(
        f"{file} ({_amount(size)}, encrypted) holds everybody's messages, memory, reminders, tasks,"
        f" events and settings. Keep {keys} in another place: nothing else opens it.",
        err=True,
    )


def restore(file: Path, *, ask: bool) -> None:
    """Put `file` in the place of what is here, without what was forgotten since.

    Raises:
        WrongUsage: the person is to be asked, and there is nobody at the terminal.
        Refused: a service is running, or the person says no.
        OperatorError: the file is damaged or of other keys; nothing has changed.
    """
    if ask and not sys.stdin.isatty():
        raise WrongUsage("A restore replaces everything that is here: confirm it with --yes.")
    settings = load()
    configure("error")
    with servers(settings) as running, tempfile.TemporaryDirectory() as folder:
        if asyncio.run(taken(running.database_url, SERVICE)):
            raise Refused("Jenny is running on these data: stop ./jenny run first.")
        dump = Path(folder) / "dump"
        ring = key_ring(settings.jenny_keys.get_secret_value(), settings.jenny_data)
        try:
            # The file may be a pipe, which can be read but once.
            pieces = _opened(file, ring)
            keys = next(pieces).decode()
            _write(dump, pieces)
        except OSError as error:
            raise OperatorError(f"{file} cannot be read: {error.strerror}.") from error
        if ask and not typer.confirm("Replace everything that is here by the backup?", err=True):
            raise Refused("Nothing was changed.")
        whole = _whole_ring(file, ring, keys, settings)
        buried = GraveFile(graves_path(settings.jenny_data))
        graves = graves_in(running.admin_url) | buried.read()
        url = restored(running.admin_url, running.database_url, binaries(), dump)
        asyncio.run(_forget_again(url, graves, whole))
        swap(running.admin_url)
        if whole.keys != ring.keys:
            keep(whole, settings.jenny_data / "keys")
    _rebuild(settings)
    _scrub()
    typer.echo(f"{file} is restored; indexes are rebuilt.", err=True)


def _whole_ring(file: Path, ring: KeyRing, keys: str, settings: Settings) -> KeyRing:
    """The ring that reads all that is in the backup, whose `keys` may be older than ours.

    Raises:
        Refused: the person has to put them into JENNY_KEYS.
    """
    whole = ring.before(keys)
    if whole.keys == ring.keys or not settings.jenny_keys.get_secret_value():
        return whole
    path = settings.jenny_data / "keys.restored"
    keep(whole, path)
    raise Refused(
        f"{file} needs more keys than JENNY_KEYS holds. All of them are in {path} now: set"
        " JENNY_KEYS to its line, and restore again."
    )


def _amount(size: int) -> str:
    """`size` in bytes, in words."""
    kilobytes = size / 1024
    return f"{kilobytes:,.0f} KiB" if kilobytes < 1024 else f"{kilobytes / 1024:,.1f} MiB"


def _rebuild(settings: Settings) -> None:
    for index in ("alarms", "graph", "vectors"):
        try:
            rebuild(index)
        except OperatorError as error:
            typer.echo(f"{error} Then: ./jenny rebuild {index}", err=True)


def _scrub() -> None:
    """Free the files of what the dump held and was forgotten since."""
    if not in_the_house(lambda house: house.scrubber.drain()):
        typer.echo("What was forgotten since is not free of traces yet: ./jenny run.", err=True)


async def _forget_again(url: str, graves: set[Grave], ring: KeyRing) -> None:
    await forget_again(url, graves, SystemClock().now(), seal_of(ring))


def _sealed(pieces: Iterable[bytes], ring: KeyRing) -> Iterator[bytes]:
    yield MAGIC
    number = 0
    for number, piece in enumerate(chain([MAGIC + ring.keys.encode()], pieces), 1):
        yield ring.encrypt(number.to_bytes(8) + piece) + b"\n"
    yield ring.encrypt((number + 1).to_bytes(8)) + b"\n"


def _opened(file: Path, ring: KeyRing) -> Iterator[bytes]:
    """The keys, then the dump that are in `file`, checked piece by piece.

    Raises:
        OperatorError: it is no backup, of other keys, cut off or put together wrongly.
    """
    with file.open("rb") as source:
        if source.readline() != MAGIC:
            raise OperatorError(f"{file} is no backup of Jenny's.")
        piece = b"begun"
        for number, line in enumerate(source, 1):
            whole = _piece(file, number, line, ring)
            at, piece = int.from_bytes(whole[:8]), whole[8:]
            if at != number:
                raise OperatorError(f"{file} is damaged: its pieces are not in order.")
            yield piece.removeprefix(MAGIC) if number == 1 else piece
        if piece:
            raise OperatorError(f"{file} is damaged: its end is missing.")


def _piece(file: Path, number: int, line: bytes, ring: KeyRing) -> bytes:
    try:
        return ring.decrypt(line.strip())
    except OperatorError as error:
        if number == 1:
            raise
        # The keys have opened the first one, so it is not them.
        raise OperatorError(f"{file} is damaged in its piece {number}.") from error


def _write(path: Path, pieces: Iterable[bytes]) -> int:
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        for piece in pieces:
            size += out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return size
