"""An account with the stand-in, entered."""

from dataclasses import dataclass

from core.calendars import Access
from core.clock import Clock
from integrations.outlook.login import Endpoints
from integrations.outlook.login import Tokens as Ours
from integrations.outlook.provider import OutlookProvider
from tests.outlook.app import Wire, application
from tests.outlook.login import CLIENT, Tokens
from tests.outlook.telling import GRAPH
from tests.outlook.world import World

ENDPOINTS = Endpoints(client_id=CLIENT, login="https://login.test/common", graph=GRAPH)


@dataclass(frozen=True, kw_only=True)
class Microsoft:
    """The far side and the way to it."""

    world: World
    tokens: Tokens
    wire: Wire
    provider: OutlookProvider

    def access(self) -> Access:
        """A way in that somebody has been given before."""
        given = self.tokens.give()
        until = self.tokens.access[given["access_token"]]
        ours = Ours(refresh=given["refresh_token"], access=given["access_token"], until=until)
        address = self.world.address
        return Access(name=address, address=address, secret=ours.written())


def microsoft(clock: Clock) -> Microsoft:
    """A stand-in with an empty mailbox."""
    world, tokens = World(), Tokens(clock=clock)
    wire = Wire(app=application(world, tokens))
    provider = OutlookProvider(ENDPOINTS, clock, wire)
    return Microsoft(world=world, tokens=tokens, wire=wire, provider=provider)
