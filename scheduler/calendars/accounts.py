"""The way into an account: its secret is opened for as long as it is needed."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from core.calendars import Access, CalendarDoor, CalendarProvider, Provider, Vault
from core.errors import CalendarMissing
from core.stores import Database
from core.stores.calendars import Account


class Accounts:
    """Opens the accounts of people with whoever keeps them."""

    def __init__(
        self, database: Database, providers: Mapping[Provider, CalendarProvider], vault: Vault
    ) -> None:
        self._database = database
        self._providers = providers
        self._vault = vault

    @asynccontextmanager
    async def door(self, owner_id: int, account_id: int) -> AsyncGenerator[CalendarDoor]:
        """The account, opened. No transaction is open meanwhile.

        Raises:
            CalendarMissing: the account was disconnected.
        """
        async with self._database.transaction(owner_id) as work:
            account = await work.copies.account(account_id)
        if account is None:
            raise CalendarMissing("That account is not connected any more.")

        async def renew(secret: str) -> None:
            locked = self._vault.encrypt(secret.encode())
            async with self._database.transaction(owner_id) as work:
                await work.copies.relock(account_id, locked)

        provider = self._providers[account.provider]
        async with provider.open(self._access(account), renew) as door:
            yield door

    def _access(self, account: Account) -> Access:
        secret = self._vault.decrypt(account.locked).decode()
        return Access(name=account.name, address=account.address, secret=secret)
