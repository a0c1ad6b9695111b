"""The servers of this run: Jenny's own in the data folder, or those that the settings name."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from app.embedded.lease import Servers, lease
from app.settings import Settings
from core.errors import ServerDown, SettingsError
from storage.migrate import HEAD, migrate, revision

# Containers start together: PostgreSQL may come a little later than Jenny.
PATIENCE_SECONDS = 60.0


@contextmanager
def servers(settings: Settings) -> Generator[Servers]:
    """Where PostgreSQL and Redis are, with the tables up to date.

    Raises:
        OperatorError: one of them cannot be had; with the cure.
    """
    if settings.embedded:
        with lease(settings.jenny_data) as own:
            yield own
        return
    named = Servers(
        database_url=settings.database_url.get_secret_value(),
        admin_url=settings.database_admin_url.get_secret_value(),
        redis_url=settings.redis_url.get_secret_value(),
    )
    if not named.admin_url or not named.redis_url:
        raise SettingsError(
            "DATABASE_URL is set, so DATABASE_ADMIN_URL and REDIS_URL are needed too: set them in"
            " .env or the environment."
        )
    _bring_up_to_date(named)
    yield named


def _bring_up_to_date(named: Servers) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            # The app's role exists only after the first migration.
            if revision(named.admin_url) != HEAD:
                migrate(named.admin_url, named.database_url)
            return
        except ServerDown:
            if time.monotonic() > limit:
                raise
            time.sleep(1)
