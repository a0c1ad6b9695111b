"""`./jenny pair` and `./jenny people`: who may talk to Jenny."""

import json
import re
import sys
from dataclasses import asdict, dataclass

import segno
import typer

from app.commands.household import admitted, in_the_house
from app.wiring import House
from bot.access import HouseOwner
from bot.pairing import Pairing, Ticket
from bot.telegram.client import connected, username
from core.errors import Refused, SettingsError, WrongUsage
from storage.access import OfferStore

NOBODY = "Nobody is paired yet: ./jenny pair lets an account in."
NO_NUMBER = "--revoke takes the number of an account, the first thing in its line:"
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account that may talk to Jenny, or could; `since` is ISO 8601."""

    number: int
    person: str
    door: str
    account: int
    state: str
    since: str

    def __str__(self) -> str:
        whose = f"{self.number:>3}  {self.person:<12} {self.door} {self.account}"
        return f"{whose}  {self.state}, since {self.since[:10]}"


def people(revoke: str, *, as_json: bool) -> None:
    """List the accounts that may talk to Jenny, or shut the one with the number `revoke` out.

    Raises:
        WrongUsage: `revoke` is no number; with the accounts and theirs.
        Refused: there is no such account.
    """

    async def work(house: House) -> list[Account]:
        if _NUMBER.fullmatch(revoke) and await house.gate.revoke(int(revoke)) is None:
            raise Refused(f"There is no account number {revoke}: ./jenny people shows them.")
        return [
            Account(
                number=identity.id,
                person=name,
                door=identity.door,
                account=identity.account_id,
                state=identity.state,
                since=identity.paired_at.isoformat(),
            )
            for name, identity in await house.gate.people()
        ]

    accounts = in_the_house(work)
    shown = [str(account) for account in accounts] or [NOBODY]
    if revoke and not _NUMBER.fullmatch(revoke):
        raise WrongUsage("\n".join([NO_NUMBER, *shown]))
    typer.echo(json.dumps([asdict(one) for one in accounts]) if as_json else "\n".join(shown))
