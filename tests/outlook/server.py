"""Runs the stand-in on a free loopback port, for a house that knows it by its settings alone."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn

from core.clock import Clock
from tests.botapi.server import Cuttable
from tests.outlook.app import application
from tests.outlook.login import Tokens
from tests.outlook.world import World


@dataclass(frozen=True, kw_only=True)
class Served:
    """The far side, and where it is."""

    url: str
    world: World
    tokens: Tokens


@contextmanager
def serving(clock: Clock) -> Generator[Served]:
    """Serve an empty mailbox until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    world, tokens = World(), Tokens(clock=clock, graph=url)
    config = uvicorn.Config(
        application(world, tokens), http=Cuttable, lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Served(url=url, world=world, tokens=tokens)
    finally:
        server.force_exit = server.should_exit = True
        thread.join()
