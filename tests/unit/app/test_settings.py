"""Settings say what is wrong without showing it, and `.env.example` knows them all."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.settings import ROOT, Settings, load
from core.errors import SettingsError

# Read by docker-compose.yml alone, which writes them into the addresses that Jenny reads.
COMPOSE_ONLY = {
    *("APP_DB_PASSWORD", "ADMIN_DB_PASSWORD", "REDIS_PASSWORD"),
    *("POSTGRES_PORT", "REDIS_PORT", "NEO4J_PORT", "NEO4J_HTTP_PORT", "OLLAMA_PORT"),
}


def env(tmp_path: Path, **lines: str) -> Path:
    file = tmp_path / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    return file


def test_the_example_names_every_setting_and_nothing_else() -> None:
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_0-9]+)=", text, re.M))
    assert named == {name.upper() for name in Settings.model_fields} | COMPOSE_ONLY


def test_the_example_explains_every_setting() -> None:
    text = (ROOT / ".env.example").read_text()
    blocks = re.split(r"\n\s*\n", text)
    assert all(block.lstrip().startswith("#") for block in blocks if block.strip())


def test_the_example_itself_is_valid(tmp_path: Path) -> None:
    settings = load(ROOT / ".env.example")
    assert settings.embedded
    assert settings.jenny_data == ROOT / ".jenny"


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("TELEGRAM_TOKEN", "geheim", "BotFather"),
        ("JENNY_ZONE", "Mars/geheim", "Europe/Berlin"),
        ("MODEL_SECONDS", "geheim", "number"),
        ("DATABASE_URL", "mysql://geheim", "postgresql://"),
        ("REDIS_URL", "http://geheim", "redis://"),
        ("NEO4J_URL", "geheim", "bolt://"),
        ("MODEL_URL", "geheim", "http://"),
        ("JENNY_KEYS", "geheim", "Fernet"),
        ("LOG_LEVEL", "geheim", "'debug'"),
    ],
)
def test_a_wrong_value_is_named_and_never_shown(
    tmp_path: Path, name: str, value: str, cure: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(env(tmp_path, **{name: value}))
    said = str(caught.value)
    assert said.startswith(name)
    assert cure in said
    assert "geheim" not in said
    assert "\n" not in said


def test_secrets_do_not_show_in_what_is_printed(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    token = "123456:" + "a" * 35
    settings = load(env(tmp_path, JENNY_KEYS=key, TELEGRAM_TOKEN=token, MODEL_KEY="geheim"))
    assert settings.model_key.get_secret_value() == "geheim"
    for secret in (key, token, "geheim"):
        assert secret not in repr(settings)


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_NAME", "other")
    assert load(env(tmp_path, MODEL_NAME="one")).model_name == "other"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/srv/jenny", Path("/srv/jenny")),
        ("here", ROOT / "here"),
        ("~/jenny", Path("/home/a/jenny")),
    ],
)
def test_the_data_folder_is_the_same_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, meant: Path
) -> None:
    monkeypatch.setenv("HOME", "/home/a")
    monkeypatch.chdir(tmp_path)
    assert load(env(tmp_path, JENNY_DATA=said)).jenny_data == meant
