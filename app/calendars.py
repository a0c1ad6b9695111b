"""Calendars of other services: their providers, and what keeps them in step."""

from dataclasses import dataclass
from random import Random

from agents.calendar_accounts import Connecting
from app.keyring import KeyRing
from core.calendars import CalendarFiles, CalendarProvider, Provider
from core.clock import Clock
from integrations.caldav.provider import CalDavProvider
from integrations.ical.files import IcsFiles
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
    files: CalendarFiles


def calendars(database: PostgresDatabase, keys: KeyRing, clock: Clock) -> Calendars:
    """The parts over all providers."""
    caldav = CalDavProvider(clock)
    providers: dict[Provider, CalendarProvider] = {caldav.name: caldav}
    chance = Random()  # noqa: S311 - pauses are no secret
    accounts = Accounts(database, providers, keys)
    readings = Readings(database, accounts, clock, chance)
    writings = Writings(database, accounts, readings, clock, chance)
    return Calendars(
        sync=CalendarSync(CalendarBoards(database), readings, writings, clock),
        readings=readings,
        connecting=Connecting(database, providers, caldav, keys, clock),
        files=IcsFiles(clock),
    )
