"""`./jenny run`."""

import sys
from urllib.parse import urlsplit

from app.logs import configure
from app.service import serve
from app.settings import Settings, load


def run() -> None:
    """The service, until it is told to stop.

    Raises:
        OperatorError: a setting or a server is wrong; with the cure.
    """
    settings = load()
    configure(settings.log_level)
    if sys.stderr.isatty():
        sys.stderr.write(f"{_heading(settings)}\n")
    serve(settings)


def _heading(settings: Settings) -> str:
    """What begins, where its data are, which doors are open, and how to stop it."""
    server = urlsplit(settings.database_url.get_secret_value()).hostname
    data = settings.jenny_data if settings.embedded else f"PostgreSQL at {server}"
    token = settings.telegram_token.get_secret_value()
    doors = "Telegram and ./jenny chat" if token else "./jenny chat (./jenny init adds Telegram)"
    return f"Jenny's service. Data: {data}. Doors: {doors}. Ctrl-C stops it."
