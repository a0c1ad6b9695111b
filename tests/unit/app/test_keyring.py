"""The key ring: new keys write, old keys read, files are private."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.keyring import KeyRing, key_ring
from core.errors import OperatorError

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_after_a_rotation_old_secrets_can_be_read_and_new_ones_only_by_the_new_key() -> None:
    token = KeyRing(OLD).encrypt(b"secret")
    both = KeyRing(f"{NEW} {OLD}")
    assert both.decrypt(token) == b"secret"
    rotated = both.rotate(token)
    assert KeyRing(NEW).decrypt(rotated) == b"secret"
    with pytest.raises(OperatorError, match="JENNY_KEYS"):
        KeyRing(OLD).decrypt(rotated)


def test_what_was_tampered_with_is_refused() -> None:
    token = bytearray(KeyRing(OLD).encrypt(b"secret"))
    token[20] ^= 1
    with pytest.raises(OperatorError):
        KeyRing(OLD).decrypt(bytes(token))


def test_derived_keys_outlive_a_rotation_and_differ_by_purpose() -> None:
    assert KeyRing(OLD).derived("accounts") == KeyRing(f"{NEW} {OLD}").derived("accounts")
    assert KeyRing(OLD).derived("accounts") != KeyRing(OLD).derived("other")


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    token = key_ring("", tmp_path).encrypt(b"secret")
    assert key_ring("", tmp_path).decrypt(token) == b"secret"
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_broken_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("nonsense")
    with pytest.raises(OperatorError, match="backup"):
        key_ring("", tmp_path)
