"""The data folder: private, with the servers' passwords, and sockets at a path short enough."""

import hashlib
import json
import os
import secrets
import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import OperatorError

# PostgreSQL and Redis refuse the path of a Unix socket that is longer than this.
LONGEST_SOCKET = 107
SOCKET_NAME = "/.s.PGSQL.5432.lock"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passwords:
    """Generated once per data folder."""

    admin: str
    app: str


def private_folder(data: Path) -> Path:
    """The absolute path of `data`, made with mode 700 when it is missing.

    Raises:
        OperatorError: when it cannot be made or written.
    """
    folder = data.expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"jenny")
        probe.unlink()
    except OSError as error:
        raise OperatorError(
            f"The data folder {folder} cannot be written ({error.strerror}): make it yours and give"
            " it room, or name another in JENNY_DATA."
        ) from error
    return folder


def server_passwords(folder: Path) -> Passwords:
    """The passwords of the servers in `folder`, generated at the first call."""
    path = folder / "servers.json"
    try:
        return Passwords(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        made = Passwords(admin=secrets.token_urlsafe(24), app=secrets.token_urlsafe(24))
    # Linked into place, so that of two first commands both read the same.
    draft = folder / f".servers-{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
        json.dump(asdict(made), out)
    try:
        os.link(draft, path)
    except FileExistsError:
        return server_passwords(folder)
    finally:
        draft.unlink()
    return made


def socket_folder(folder: Path) -> Path:
    """Where the sockets go: in `folder`, or in a short private one when its path is too long.

    Raises:
        OperatorError: when the short folder belongs to somebody else.
    """
    usual = folder / "sockets"
    if len(os.fsencode(usual)) + len(SOCKET_NAME) <= LONGEST_SOCKET:
        usual.mkdir(mode=0o700, exist_ok=True)
        return usual
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(f"/tmp/jenny-{os.getuid()}-{name}")  # noqa: S108 - private, and checked below
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), server_uid()):
        raise OperatorError(f"{short} belongs to somebody else: remove it, or shorten JENNY_DATA.")
    return short


def server_uid() -> int:
    """Whom PostgreSQL runs as: the user, or `nobody` for root, whom it refuses."""
    return 65534 if os.getuid() == 0 else os.getuid()
