"""`./jenny run`."""

from app.logs import configure
from app.service import serve
from app.settings import load


def run() -> None:
    """The service, until it is told to stop.

    Raises:
        OperatorError: a setting or a server is wrong; with the cure.
    """
    settings = load()
    configure(settings.log_level)
    serve(settings)
