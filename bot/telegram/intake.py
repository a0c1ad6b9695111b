"""A batch of updates → the inbox → the lanes. Access is checked before anything is kept."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.access import Strangers
from bot.lanes import Lanes
from bot.pairing import Pairing
from bot.telegram.updates import Unreadable, Update, read
from core.clock import Clock
from core.errors import ServerDown
from core.intake import Arrival, Backlog, Gate
from core.models import Identity

log = structlog.get_logger()


class Intake:
    """Lets in whom it may concern. `source` is "telegram:<bot id>"."""

    def __init__(
        self,
        *,
        source: str,
        gate: Gate,
        backlog: Backlog,
        pairing: Pairing,
        strangers: Strangers,
        lanes: Lanes,
        clock: Clock,
    ) -> None:
        self.source = source
        self._gate = gate
        self._backlog = backlog
        self._pairing = pairing
        self._strangers = strangers
        self._lanes = lanes
        self._clock = clock

    async def resume(self) -> None:
        """Take up what was kept and not dealt with.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        await self._lanes.replay(self._backlog, self.source)

    async def receive(self, batch: Sequence[object]) -> int | None:
        """Keep what may come in; from then on the batch can be acknowledged.

        Returns the highest update id of the batch, None when none can be read. The same batch
        again changes nothing.

        Raises:
            ServerDown: PostgreSQL is away, and the batch must not be acknowledged.
        """
        updates = _readable(batch)
        try:
            await self._keep(updates)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - one update must not deafen Jenny for ever
            log.error("batch_refused", error=type(error).__name__, updates=len(updates))
            await self._keep_singly(updates)
        return max((update.update_id for update in updates), default=None)

    async def _keep_singly(self, updates: Sequence[Update]) -> None:
        for update in updates:
            try:
                await self._keep([update])
            except ServerDown:
                raise
            except Exception as error:  # noqa: BLE001 - the others are not to blame
                kind = type(error).__name__
                log.error("update_passed_over", update_id=update.update_id, error=kind)

    async def _keep(self, updates: Sequence[Update]) -> None:
        wanted = [update for update in updates if update.arrival is not None]
        known = await self._gate.known({u.account_id for u in wanted if u.account_id is not None})
        arrivals: list[Arrival] = []
        strangers: list[int] = []
        for update in wanted:
            arrival = await self._admitted(update, known)
            if arrival is not None:
                arrivals.append(arrival)
            elif update.account_id is not None and not update.fault:
                strangers.append(update.account_id)
        for incoming in await self._gate.accept(self.source, arrivals, self._clock.now()):
            self._lanes.add(incoming)
        if strangers:
            await self._strangers.greet(strangers)

    async def _admitted(self, update: Update, known: dict[int, Identity]) -> Arrival | None:
        """What to keep of `update`; None when a stranger sent it."""
        arrival = update.arrival
        if arrival is None or arrival.account_id in known:
            return arrival
        if arrival.kind != "text":
            return None
        identity = await self._pairing.redeem(arrival.account_id, update.display_name, arrival.text)
        if identity is None:
            return None
        known[identity.account_id] = identity
        log.info("account_paired", owner_id=identity.owner_id, identity_id=identity.id)
        # The ticket has done its work; what remains is that somebody has just come in.
        return replace(arrival, text="/start")


def _readable(batch: Sequence[object]) -> list[Update]:
    """The updates in their order, each once; what cannot be read is logged by its number alone."""
    updates: dict[int, Update] = {}
    for raw in batch:
        try:
            update = read(raw)
        except Unreadable as error:
            log.error("update_without_number", fault=str(error))
            continue
        if update.fault:
            log.error("update_set_aside", update_id=update.update_id, fault=update.fault)
        updates.setdefault(update.update_id, update)
    return [updates[number] for number in sorted(updates)]
