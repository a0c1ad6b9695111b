"""Runs the stand-in on a free loopback port, in a thread of its own."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn

from core.calendars import Access
from integrations.google.login import Registration, Tokens
from tests.botapi.server import Cuttable
from tests.google.app import application
from tests.google.world import CLIENT_ID, CLIENT_SECRET, World


@contextmanager
def serving(world: World) -> Generator[Registration]:
    """Serve `world` until the block ends; what Jenny has to know of it."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    config = uvicorn.Config(application(world), http=Cuttable, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield registered(f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        # Connections stay open, and some answers never come.
        server.force_exit = server.should_exit = True
        thread.join()


def registered(url: str) -> Registration:
    """Jenny, known to the Google at that address."""
    return Registration(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        accounts_url=url,
        oauth_url=url,
        api_url=url,
    )


def access_to(world: World) -> Access:
    """The way in, as after a consent."""
    access, refresh = world.let_in()
    tokens = Tokens(access=access, refresh=refresh)
    return Access(name=world.email, address=world.email, secret=tokens.written())


@pytest.fixture
def world() -> World:
    """One person's Google."""
    return World()


@pytest.fixture
def google(world: World) -> Generator[Registration]:
    """That Google, served. What is not as its description says fails the test."""
    with serving(world) as registration:
        yield registration
    assert world.wrong == []
