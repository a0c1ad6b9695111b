"""The one key ring: Fernet keys, the newest first, for secrets and backups at rest."""

import hashlib
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import OperatorError


class KeyRing:
    """Encrypts with the newest key and reads what any of them wrote."""

    def __init__(self, keys: str) -> None:
        self._keys = keys.split()
        self._ring = MultiFernet([Fernet(key) for key in self._keys])

    @property
    def keys(self) -> str:
        """All of them, as `JENNY_KEYS` has them."""
        return " ".join(self._keys)

    def before(self, older: str) -> "KeyRing":
        """This ring with all of `older` as its last ones, so that what is derived is as there."""
        behind = older.split()
        own = [key for key in self._keys if key not in behind]
        return KeyRing(" ".join([*own, *behind]))

    def encrypt(self, secret: bytes) -> bytes:
        """`secret`, readable by whoever has this ring."""
        return self._ring.encrypt(secret)

    def decrypt(self, token: bytes) -> bytes:
        """What `encrypt` was given.

        Raises:
            OperatorError: when none of the keys opens it.
        """
        try:
            return self._ring.decrypt(token)
        except InvalidToken as error:
            raise OperatorError(
                "None of your keys opens this: put the key that it was made with into JENNY_KEYS."
            ) from error

    def rotate(self, token: bytes) -> bytes:
        """The same secret under the newest key.

        Raises:
            OperatorError: when none of the keys opens it.
        """
        return self.encrypt(self.decrypt(token))

    def derived(self, purpose: str) -> bytes:
        """32 bytes for `purpose`, from the oldest key, so that a rotation does not change them."""
        return hashlib.blake2b(
            purpose.encode(), key=self._keys[-1].encode(), digest_size=32
        ).digest()


def key_ring(keys: str, data: Path) -> KeyRing:
    """The ring of `keys`, or that of the file `keys` in the data folder, which is made when new."""
    if keys:
        return KeyRing(keys)
    path = data / "keys"
    try:
        return KeyRing(path.read_text("utf-8"))
    except FileNotFoundError:
        # Linked into place, so that of two first commands both read the same.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = data / f".keys-{os.getpid()}"
        _write(draft, Fernet.generate_key().decode())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return KeyRing(path.read_text("utf-8"))
    except ValueError as error:
        raise OperatorError(f"{path} holds no Fernet keys: restore it from your backup.") from error


def keep(ring: KeyRing, path: Path) -> None:
    """Write the ring into `path` (mode 600), whole or not at all."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    _write(draft, ring.keys)
    os.replace(draft, path)


def _write(path: Path, keys: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(f"{keys}\n")
        out.flush()
        os.fsync(out.fileno())
