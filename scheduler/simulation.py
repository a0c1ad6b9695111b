"""Moving a simulated clock: everything that falls due on the way rings, in order, at its instant,
through the same claim and delivery as live. People of the terminal only; no Redis."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from core.clock import SimulatedClock
from core.ports import DueBoard
from scheduler.due import DueClaims


async def advance(
    clock: SimulatedClock,
    target: datetime,
    board: DueBoard,
    claims: DueClaims,
    deliver: Callable[[], Awaitable[object]],
) -> None:
    """Move `clock` to `target`, the target included.

    Raises:
        ValueError: when `target` lies before the present instant.
    """
    while True:
        ahead = await board.instants(clock.now(), target, 1, terminal_only=True)
        clock.move_to(ahead[0] if ahead else target)
        await claims.ring_due(terminal_only=True)
        await deliver()
        if not ahead:
            return
