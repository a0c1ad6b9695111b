"""What the owner sets, from `.env` and the environment; the environment goes first."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import SettingsError

ROOT = Path(__file__).parents[1]


def machine_zone() -> str:
    """The IANA zone of this machine; UTC when it does not tell."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named in available_timezones():
        return named
    link = os.path.realpath("/etc/localtime")
    _, found, name = link.partition("/zoneinfo/")
    return name if found and name in available_timezones() else "UTC"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; write it like Europe/Berlin") from error
    return name


def _address(schemes: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(schemes):
            raise ValueError(f"must begin with {' or '.join(schemes)}")
        return value

    return AfterValidator(check)


def _secret_address(*schemes: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        _address(schemes).func(value.get_secret_value())  # pyright: ignore[reportCallIssue]
        return value

    return AfterValidator(check)


def _token(value: SecretStr) -> SecretStr:
    number, _, rest = value.get_secret_value().partition(":")
    if value.get_secret_value() and not (number.isdigit() and len(rest) >= 30):
        raise ValueError("does not look like a bot token; @BotFather shows it as 123456:ABC…")
    return value


def _keys(value: SecretStr) -> SecretStr:
    for key in value.get_secret_value().split():
        try:
            Fernet(key)
        except ValueError as error:
            raise ValueError("holds something that is no Fernet key; `init` makes one") from error
    return value


def _folder(path: Path) -> Path:
    """The same folder from wherever Jenny is called."""
    try:
        return ROOT / path.expanduser()
    except RuntimeError as error:
        raise ValueError("begins with ~ but there is no home folder; write it whole") from error


HTTP = ("http://", "https://")


class Settings(BaseSettings):
    """Every setting, each with its meaning in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    jenny_data: Annotated[Path, AfterValidator(_folder)] = ROOT / ".jenny"
    jenny_zone: Annotated[str, AfterValidator(_zone)] = Field(default_factory=machine_zone)
    jenny_keys: Annotated[SecretStr, AfterValidator(_keys)] = SecretStr("")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    telegram_token: Annotated[SecretStr, AfterValidator(_token)] = SecretStr("")
    telegram_api_url: Annotated[str, _address(HTTP)] = "https://api.telegram.org"
    database_url: Annotated[SecretStr, _secret_address("postgresql://")] = SecretStr("")
    database_admin_url: Annotated[SecretStr, _secret_address("postgresql://")] = SecretStr("")
    redis_url: Annotated[SecretStr, _secret_address("redis://", "rediss://", "unix://")] = (
        SecretStr("")
    )
    neo4j_url: Annotated[str, _address(("bolt://", "neo4j://", "bolt+s://", "neo4j+s://"))] = ""
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr = SecretStr("")
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    google_accounts_url: Annotated[str, _address(HTTP)] = "https://accounts.google.com"
    google_oauth_url: Annotated[str, _address(HTTP)] = "https://oauth2.googleapis.com"
    google_api_url: Annotated[str, _address(HTTP)] = "https://www.googleapis.com"
    model_url: Annotated[str, _address(HTTP)] = ""
    model_name: str = ""
    model_key: SecretStr = SecretStr("")
    model_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    outlook_client_id: str = ""
    outlook_login_url: Annotated[str, _address(HTTP)] = "https://login.microsoftonline.com/common"
    outlook_graph_url: Annotated[str, _address(HTTP)] = "https://graph.microsoft.com/v1.0"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, dotenv_settings)

    @property
    def embedded(self) -> bool:
        """Whether Jenny runs her own servers in the data folder."""
        return not self.database_url.get_secret_value()


def env_file() -> Path:
    """The `.env` that is read: the one beside the launcher."""
    return ROOT / ".env"


def load(file: Path | None = None, given: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment and of `file` (by default the `.env` of `env_file`).

    What is `given`, by the names of the settings, goes before both.

    Raises:
        SettingsError: one sentence a wrong value: its name, what is wrong, what to do.
    """
    first = {name.lower(): value for name, value in (given or {}).items()}
    try:
        return Settings(_env_file=file or env_file(), **first)  # pyright: ignore
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(e, first) for e in error.errors())) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file()} cannot be read: {type(error).__name__}.") from None


def _sentence(error: ErrorDetails, given: Mapping[str, str]) -> str:
    name = str(error["loc"][0]) if error["loc"] else "a setting"
    wrong = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    cure = "answer it anew" if name in given else "correct it in .env or the environment"
    return f"{name.upper()} {wrong}: {cure}."
