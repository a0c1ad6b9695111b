"""`./jenny init`: writes `.env` with the owner's answers and with generated secrets."""

import asyncio
import getpass
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typer
from cryptography.fernet import Fernet
from dotenv import dotenv_values, set_key

from agents.moving import move
from app.commands.household import in_the_house, owner
from app.settings import Settings, env_file, load, machine_zone
from app.wiring import House
from bot.telegram.client import connected, username
from core.errors import ServerDown, SettingsError

PASSWORDS = ("APP_DB_PASSWORD", "ADMIN_DB_PASSWORD", "REDIS_PASSWORD", "NEO4J_PASSWORD")
SECRETS = (*PASSWORDS, "JENNY_KEYS", "TELEGRAM_TOKEN", "MODEL_KEY")
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
    """Write `.env` (mode 600), show what changes, and move the owner to the zone that is answered.

    Whatever `.env` holds already stays, line by line, unless it is answered anew.

    Raises:
        SettingsError: an answer is wrong; nothing is written.
        TokenRefused: Telegram does not know the token; nothing is written.
        OperatorError: `.env` is written, and the owner's data cannot be reached.
    """
    path = env_file()
    known = {name: value for name, value in dotenv_values(path).items() if value}
    given = answers.named()
    if ask:
        given |= _asked(given, known)
    draft = path.with_name(".env.new")
    try:
        new = _drafted(draft, known, given)
        settings = load(draft, given)
        told = asyncio.run(_greeted(settings))
        os.replace(draft, path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    typer.echo(f"{path} {'is written' if new else 'stays as it is'}. {told}")
    for name, value in new.items():
        typer.echo(f"  {_change(name, known.get(name, ''), value)}")
    if "JENNY_ZONE" in given and _has_data(settings):
        typer.echo(_moved(settings.jenny_zone))


def _asked(given: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """What is not given as an option is asked for; an empty answer leaves it as it is."""
    asked: dict[str, str] = {}
    if "TELEGRAM_TOKEN" not in given:
        kept = "to keep the one you have" if "TELEGRAM_TOKEN" in known else "for none"
        asked["TELEGRAM_TOKEN"] = getpass.getpass(f"Bot token from @BotFather, Enter {kept}: ")
    if "JENNY_ZONE" not in given:
        proposed = known.get("JENNY_ZONE", machine_zone())
        zone = typer.prompt("Your time zone", default=proposed)
        # Who is somewhere else already, and said so in a chat, stays there.
        asked["JENNY_ZONE"] = "" if zone == proposed else zone
    if "MODEL_URL" not in given:
        asked |= _asked_model(known)
    return {name: value.strip() for name, value in asked.items() if value.strip()}


def _asked_model(known: dict[str, str]) -> dict[str, str]:
    before = known.get("MODEL_URL", "")
    kept = f"to keep {before}" if before else "for none"
    url: str = typer.prompt(
        f"Address of a language model, Enter {kept}", default=before, show_default=False
    )
    if not url.strip():
        return {}
    name: str = typer.prompt("Its name", default=known.get("MODEL_NAME", ""))
    kept = "to keep the one you have" if "MODEL_KEY" in known else "for none"
    return {
        "MODEL_URL": url,
        "MODEL_NAME": name,
        "MODEL_KEY": getpass.getpass(f"Its key, Enter {kept}: "),
    }


def _drafted(draft: Path, known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Write `draft`: the present `.env`, or the example, with what is new; returns the new."""
    data = os.environ.get("JENNY_DATA") or known.get("JENNY_DATA") or ".jenny"
    made = {name: secrets.token_hex(24) for name in PASSWORDS}
    made |= {"JENNY_KEYS": _own_key(Path(data)), "JENNY_ZONE": machine_zone()}
    values = {name: value for name, value in made.items() if name not in known} | dict(given)
    new = {name: value for name, value in values.items() if known.get(name) != value}
    path = env_file()
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    shutil.copyfile(path if path.exists() else path.with_name(EXAMPLE), draft)
    for name, value in new.items():
        if set(value) & set("\n\\'"):
            raise SettingsError(f"{name} cannot hold a line break, a backslash or an apostrophe.")
        # Docker reads the same file, and not every reader of it knows quotes.
        set_key(draft, name, value, quote_mode="always" if set(value) & set(' #"$') else "never")
    return new


def _own_key(data: Path) -> str:
    """The key that an embedded Jenny already uses, so that both modes read the same backups."""
    try:
        return " ".join((env_file().parent / data.expanduser() / "keys").read_text("utf-8").split())
    except (FileNotFoundError, RuntimeError):
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


def _change(name: str, before: str, after: str) -> str:
    """What happens to a setting, without the value of a secret."""
    if name not in SECRETS:
        return f"{name}: {before} → {after}" if before else f"{name}: {after}"
    if name in (*PASSWORDS, "JENNY_KEYS"):
        return f"{name}: generated"
    return f"{name}: {'replaced' if before else 'set'}"


def _has_data(settings: Settings) -> bool:
    return not settings.embedded or (settings.jenny_data / "postgres" / "data").exists()


def _moved(zone: str) -> str:
    """Let the owner live in `zone` from now on, as if they had said so."""

    async def work(house: House) -> str:
        owner_id = await owner(house)
        async with house.database.transaction(owner_id) as unit:
            return await move(unit, zone, house.clock.now())

    return in_the_house(work)
