"""`./jenny calendars`: calendars of other services from the shell."""

import json
import sys
from collections.abc import Awaitable, Callable
from getpass import getpass
from pathlib import Path

import typer

from agents.calendar_accounts import Connected, connected_in_words, lines
from agents.calendar_files import Brought, bring_in, whole_of
from agents.days import days_asked
from agents.wording import amount
from app.commands.consent import by_consent
from app.commands.household import admitted, in_the_house, person_called
from app.wiring import House
from core.calendars import Changes, Provider
from core.errors import CalendarError, Refused, WrongUsage
from core.stores.calendars import Account, Calendar
from core.zones import zone as zone_called
from understanding import understand


def add(address: str, user: str, name: str) -> None:
    """Connect a calendar and read it: Google or Outlook by consent in the browser, CalDAV by an app
    password. That comes from the terminal or from standard input, never from the command line,
    where others could see it.

    Raises:
        Refused: the server or the password is wrong, or nobody has agreed; nothing is kept.
    """
    if address.lower() in ("google", "outlook"):
        provider: Provider = "google" if address.lower() == "google" else "outlook"

        async def agreed(house: House) -> Connected:
            return await by_consent(house.calendars.connecting, provider)

        _connect(agreed, name)
        return
    if not user and "@" not in address:
        raise WrongUsage("Say who you are there: ./jenny calendars add ADDRESS --user NAME.")
    password = getpass("App password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not password:
        raise Refused("Without an app password I can't connect. Nothing was kept.")

    async def signed_in(house: House) -> Connected:
        return await house.calendars.connecting.by_password(address, user or address, password)

    _connect(signed_in, name)


def _connect(enter: Callable[[House], Awaitable[Connected]], name: str) -> None:
    """Keep the account that `enter` opens, and read it."""

    async def work(house: House) -> tuple[Connected, list[Calendar]]:
        owner_id = await admitted(house, name)
        found = await enter(house)
        async with house.database.transaction(owner_id) as unit:
            await unit.calendars.open(found.account, found.calendars, house.clock.now())
        await house.calendars.sync.once()
        async with house.database.transaction(owner_id) as unit:
            return found, await unit.calendars.all()

    found, calendars = in_the_house(work)
    typer.echo(connected_in_words(found))
    failed = [calendar for calendar in calendars if calendar.failures]
    if failed:
        raise Refused("; ".join(f"{calendar.name}: {calendar.trouble}" for calendar in failed))


def list_calendars(name: str, *, as_json: bool) -> None:
    """Every calendar in a line, or as JSON lines."""

    async def work(house: House) -> list[str]:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            calendars = await unit.calendars.all()
        if as_json:
            return [json.dumps(_shown(calendar)) for calendar in calendars]
        told = lines(calendars, house.clock.now())
        return [
            f"{one.account_id or '-'}  {line}" for one, line in zip(calendars, told, strict=True)
        ]

    for line in in_the_house(work):
        typer.echo(line)


def sync(name: str) -> None:
    """Send and fetch at once, whatever the pauses; lists what each account has now.

    Raises:
        Refused: not every calendar could be read, with the reasons; the others are up to date.
    """

    async def work(house: House) -> list[Calendar]:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            accounts = await unit.calendars.accounts()
        for account in accounts:
            try:
                await house.calendars.readings.relist(owner_id, account.id)
            except CalendarError as error:
                typer.echo(f"{account.name}: {error}", err=True)
        async with house.database.transaction(owner_id) as unit:
            await unit.calendars.hurry(house.clock.now())
        await house.calendars.sync.once()
        async with house.database.transaction(owner_id) as unit:
            return [one for one in await unit.calendars.all() if one.account_id is not None]

    calendars = in_the_house(work)
    failed = [one for one in calendars if one.included and (one.failures or one.revoked)]
    done = sum(one.included for one in calendars) - len(failed)
    typer.echo(f"{amount(done, 'calendar')} up to date.")
    if failed:
        raise Refused("; ".join(f"{one.name}: {one.trouble}" for one in failed))


def remove(account: str, name: str, *, ask: bool) -> None:
    """Disconnect an account: its secret and all that is known of its events go.

    Raises:
        Refused: there is no such account.
    """

    async def find(house: House) -> tuple[int, Account]:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            known = await unit.calendars.accounts()
        found = [one for one in known if account in (str(one.id), one.name)]
        if not found:
            raise Refused(f"There is no account {account}: `./jenny calendars list` shows them.")
        return owner_id, found[0]

    async def work(house: House) -> str:
        owner_id, found = await find(house)
        if ask and not typer.confirm(f"Disconnect {found.name}?", err=True):
            raise Refused("Nothing was disconnected.")
        return await house.calendars.connecting.disconnect(owner_id, found)

    typer.echo(in_the_house(work))


def import_file(file: Path, name: str, *, ask: bool) -> None:
    """Show what is in an .ics file and put it into the default calendar.

    Raises:
        Refused: it cannot be read, or holds no events.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error

    async def work(house: House) -> tuple[Brought, Changes]:
        found = house.calendars.files.read(content)
        if not found.events:
            raise Refused(f"{file} holds no events that I can read.")
        question = f"Put {amount(len(found.events), 'event')} into the calendar?"
        if ask and not typer.confirm(question, err=True):
            raise Refused("Nothing was put in.")
        owner_id = await admitted(house, name)
        async with house.database.transaction(owner_id) as unit:
            brought = await bring_in(found.events, unit, house.clock.now())
        await house.calendars.sync.once()
        return brought, found

    brought, found = in_the_house(work)
    unread = f", {found.unread} unreadable" if found.unread else ""
    typer.echo(f"{brought.told()}{unread}.")


def export(words: str, name: str) -> None:
    """The events of a time such as "this week", or all, as one .ics file on standard output.

    Raises:
        Refused: the words name no days.
    """

    async def work(house: House) -> bytes:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            if words:
                zone = (await unit.people.get()).zone
                asked = understand(words, now=house.clock.now(), zone=zone_called(zone))
                found = days_asked(asked.times, zone)
                if found is None:
                    raise Refused(f"{words} names no days. For example: this week.")
                shown = await unit.events.between(*found, zone)
            else:
                shown = await unit.events.all()
            events = await whole_of(shown, unit)
        return house.calendars.files.write(events)

    sys.stdout.buffer.write(in_the_house(work))


def _shown(calendar: Calendar) -> dict[str, object]:
    return {
        "account": calendar.account_id,
        "provider": calendar.provider,
        "name": calendar.name,
        "included": calendar.included,
        "default": calendar.is_default,
        "writable": calendar.writable,
        "synced_at": calendar.synced_at and calendar.synced_at.isoformat(),
        "trouble": calendar.trouble,
    }
