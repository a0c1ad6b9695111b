"""Runs the stand-in on a free loopback port: in the test's own loop, or as a process."""

import argparse
import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.botapi.app import application
from tests.botapi.limits import Limits
from tests.botapi.world import TOKEN, World


class Cuttable(H11Protocol):
    """Hands the connection to the app, so that a fault can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        # asyncio forgets this on accepted sockets, and then every answer takes 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "transport": transport}


@asynccontextmanager
async def serving(world: World, port: int = 0) -> AsyncGenerator[str]:
    """Serve `world` on this event loop; yields the address, such as http://127.0.0.1:40001."""
    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    config = uvicorn.Config(application(world), http=Cuttable, lifespan="off", log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # Whoever polls would be waited for; the server's own farewell takes too long for a test.
        for accepting in server.servers:
            accepting.close()
        for connection in list(server.server_state.connections):
            cast(Cuttable, connection).transport.abort()
        tasks = list(server.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _forever(world: World, port: int) -> None:
    async with serving(world, port) as address:
        print(address, flush=True)  # noqa: T201 - whoever started the process reads it
        await asyncio.Event().wait()


def main() -> None:
    """`python -m tests.botapi.server`: prints its address, serves until it is ended."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--token", default=TOKEN)
    options.add_argument("--limits", action="store_true", help="refuse what comes too fast")
    chosen = options.parse_args()
    world = World(chosen.token, limits=Limits() if chosen.limits else None)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_forever(world, chosen.port))


if __name__ == "__main__":
    main()
