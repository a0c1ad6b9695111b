"""Calendars of other services: their providers, and what keeps them in step."""

from dataclasses import dataclass
from random import Random

from agents.calendar_accounts import Connecting, Providers
from agents.calendar_consent import Consents
from agents.calendar_papers import Papers
from app.keyring import KeyRing
from app.settings import Settings
from core.calendars import CalendarFiles, Loopback
from core.clock import Clock
from core.ports import Attachments
from integrations.caldav.provider import CalDavProvider
from integrations.google.login import Registration
from integrations.google.provider import GoogleProvider
from integrations.ical.files import IcsFiles
from integrations.outlook.login import Endpoints
from integrations.outlook.provider import OutlookProvider
from scheduler.calendars.accounts import Accounts
from scheduler.calendars.reading import Readings
from scheduler.calendars.sync import CalendarSync
from scheduler.calendars.writing import Writings
from storage.calendar_boards import CalendarBoards
from storage.database import PostgresDatabase


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendars:
    """What commands and the service use of them."""

    sync: CalendarSync
    readings: Readings
    connecting: Connecting
    consents: Consents
    papers: Papers
    files: CalendarFiles


def calendars(
    settings: Settings,
    database: PostgresDatabase,
    keys: KeyRing,
    clock: Clock,
    loopback: Loopback,
    attachments: Attachments | None = None,
) -> Calendars:
    """The parts over all providers."""
    known = providers(settings, clock)
    chance = Random()  # noqa: S311 - pauses are no secret
    accounts = Accounts(database, known.all(), keys)
    readings = Readings(database, accounts, clock, chance)
    writings = Writings(database, accounts, readings, clock, chance)
    files = IcsFiles(clock)
    connecting = Connecting(database, known, loopback, keys, clock)
    return Calendars(
        sync=CalendarSync(CalendarBoards(database), readings, writings, clock),
        readings=readings,
        connecting=connecting,
        consents=Consents(database, connecting, clock),
        papers=Papers(database, files, attachments),
        files=files,
    )


def providers(settings: Settings, clock: Clock) -> Providers:
    """Everybody whose calendars can be connected; Google and Outlook want to know us first."""
    google = GoogleProvider(
        Registration(
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret.get_secret_value(),
            accounts_url=settings.google_accounts_url,
            oauth_url=settings.google_oauth_url,
            api_url=settings.google_api_url,
        )
    )
    outlook = OutlookProvider(
        Endpoints(
            client_id=settings.outlook_client_id,
            login=settings.outlook_login_url,
            graph=settings.outlook_graph_url,
        ),
        clock,
    )
    return Providers(
        password=CalDavProvider(clock), consent={google.name: google, outlook.name: outlook}
    )
