"""`./jenny pair` and `./jenny people`: who may talk to Jenny."""

import json
import sys

import segno
import typer

from app.commands.household import admitted, in_the_house
from app.wiring import House
from bot.access import HouseOwner
from bot.pairing import Pairing, Ticket
from bot.telegram.client import connected, username
from core.errors import Refused, SettingsError
from storage.access import OfferStore


def pair(name: str, *, as_json: bool) -> None:
    """Print a link and a code that let one account in as the person called `name`.

    Raises:
        JennyError: there is no bot token, or the name is no name.
    """

    async def issue(house: House) -> tuple[Ticket, str]:
        token = house.settings.telegram_token.get_secret_value()
        if not token:
            raise SettingsError("There is no bot yet: run ./jenny init with a token of @BotFather.")
        owner_id = await admitted(house, name)
        told = HouseOwner(house.database, house.boards, house.clock)
        key = house.keys.derived("accounts")
        pairing = Pairing(OfferStore(house.database), told, house.limiter, key, house.clock)
        async with connected(token, house.settings.telegram_api_url) as bot:
            bot_name = await username(bot)
        return await pairing.issue(owner_id), bot_name

    ticket, bot_name = in_the_house(issue)
    link = ticket.link(bot_name)
    if as_json:
        until = ticket.expires_at.isoformat()
        typer.echo(json.dumps({"link": link, "code": ticket.code, "expires_at": until}))
        return
    typer.echo(f"Open {link}\nor send @{bot_name} this code: {ticket.code}")
    if sys.stdout.isatty():
        segno.make(link, error="l").terminal(compact=True)
    typer.echo("It works once, for 10 minutes, while ./jenny run is on.")


def people(revoke: int, *, as_json: bool) -> None:
    """List the accounts that may talk to Jenny, or shut the account with the number `revoke` out.

    Raises:
        Refused: there is no such account.
    """

    async def work(house: House) -> list[dict[str, object]]:
        if revoke and await house.gate.revoke(revoke) is None:
            raise Refused(f"There is no account number {revoke}: ./jenny people shows them.")
        return [
            {
                "number": identity.id,
                "person": name,
                "door": identity.door,
                "account": identity.account_id,
                "state": identity.state,
                "since": identity.paired_at.isoformat(),
            }
            for name, identity in await house.gate.people()
        ]

    rows = in_the_house(work)
    if as_json:
        typer.echo(json.dumps(rows))
        return
    if not rows:
        typer.echo("Nobody is paired yet: ./jenny pair lets an account in.")
    for row in rows:
        line = f"{row['number']:>3}  {row['person']:<12} {row['door']} {row['account']}"
        typer.echo(f"{line}  {row['state']}, since {str(row['since'])[:10]}")
