"""`./jenny init`: writes `.env` with the owner's answers and with generated secrets."""

import asyncio
import getpass
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import typer
from cryptography.fernet import Fernet
from dotenv import dotenv_values

from app.settings import Settings, env_file, load, machine_zone
from bot.telegram.client import connected, username
from core.errors import ServerDown, SettingsError

GENERATED = ("APP_DB_PASSWORD", "ADMIN_DB_PASSWORD", "REDIS_PASSWORD", "NEO4J_PASSWORD")
EXAMPLE = ".env.example"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What the owner chose; empty means: as it was, or not at all."""

    token: str = ""
    zone: str = ""
    model_url: str = ""
    model_name: str = ""
    model_key: str = ""

    def named(self) -> dict[str, str]:
        """By the names of the settings, without what is empty."""
        values = {
            "TELEGRAM_TOKEN": self.token,
            "JENNY_ZONE": self.zone,
            "MODEL_URL": self.model_url,
            "MODEL_NAME": self.model_name,
            "MODEL_KEY": self.model_key,
        }
        return {name: value.strip() for name, value in values.items() if value.strip()}


def init(answers: Answers, *, ask: bool) -> None:
    """Write `.env` (mode 600). What is set already stays, unless it is answered anew.

    Raises:
        SettingsError: an answer is wrong; nothing is written.
        TokenRefused: Telegram does not know the token; nothing is written.
    """
    path = env_file()
    known = {name: value for name, value in dotenv_values(path).items() if value}
    given = answers.named()
    if ask:
        given = _asked(given, known)
    made = {name: secrets.token_hex(24) for name in GENERATED}
    made |= {"JENNY_KEYS": _own_key(path), "JENNY_ZONE": machine_zone()}
    values = made | known | given
    draft = path.with_name(".env.new")
    _write(draft, values)
    try:
        settings = load(draft, given)
        told = asyncio.run(_greeted(settings))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    typer.echo(f"{path} is written. {told}")


def _asked(given: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """What is not given as an option is asked for; an empty answer leaves it as it is."""
    if "TELEGRAM_TOKEN" not in given:
        kept = " (Enter keeps the one you have)" if "TELEGRAM_TOKEN" in known else ""
        given["TELEGRAM_TOKEN"] = getpass.getpass(
            f"Bot token from @BotFather, Enter for none{kept}: "
        ).strip()
    if "JENNY_ZONE" not in given:
        proposed = known.get("JENNY_ZONE", machine_zone())
        given["JENNY_ZONE"] = typer.prompt("Your time zone", default=proposed)
    if "MODEL_URL" not in given:
        given["MODEL_URL"] = typer.prompt(
            "Address of a language model, Enter for none",
            default=known.get("MODEL_URL", ""),
            show_default=False,
        )
        if given["MODEL_URL"]:
            given["MODEL_NAME"] = typer.prompt("Its name", default=known.get("MODEL_NAME", ""))
            given["MODEL_KEY"] = getpass.getpass("Its key, Enter for none: ").strip()
    return {name: value for name, value in given.items() if value}


def _own_key(path: Path) -> str:
    """The key that an embedded Jenny already uses, so that both modes read the same backups."""
    try:
        return " ".join((path.parent / ".jenny" / "keys").read_text("utf-8").split())
    except FileNotFoundError:
        return Fernet.generate_key().decode()


async def _greeted(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return "Without a bot token there is no Telegram; ./jenny chat works."
    try:
        async with connected(token, settings.telegram_api_url) as bot:
            name = await username(bot)
    except ServerDown as error:
        return f"The token is not checked yet: {error}"
    return f"Your bot is @{name}: start ./jenny run, then ./jenny pair."


def _write(path: Path, values: dict[str, str]) -> None:
    """The example with `values` filled in, so that every line keeps its explanation."""
    left = dict(values)
    lines: list[str] = []
    for line in (env_file().parent / EXAMPLE).read_text("utf-8").splitlines():
        name = line.partition("=")[0]
        known = name in left and not line.startswith("#")
        lines.append(f"{name}={_quoted(left.pop(name))}" if known else line)
    lines += [f"{name}={_quoted(value)}" for name, value in left.items()]
    path.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(lines) + "\n")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error


def _quoted(value: str) -> str:
    if "\n" in value or "'" in value:
        raise SettingsError("A setting cannot hold a line break or an apostrophe.")
    return f"'{value}'" if set(value) & set(' #"$\\') else value
