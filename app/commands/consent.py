"""Consent from the shell: the browser finds back to this machine, or its address is pasted."""

import asyncio
import os
import sys
from collections.abc import Callable

import typer

from agents.calendar_accounts import Connected, Connecting
from core.calendars import Provider
from core.errors import Refused

MINUTES = 15
CHUNK = 65_536
PAGE = "Thank you. You can close this page; the terminal tells what came of it."
UNSAID = "Nobody has agreed in time, so nothing was connected. Try again."


async def by_consent(connecting: Connecting, provider: Provider) -> Connected:
    """Print the page of `provider`, and wait for what it leads to.

    Raises:
        Refused: it can't be had, or nobody has agreed.
    """
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def come(address: str) -> None:
        if address and not answer.done():
            answer.set_result(address)

    async def heard(address: str) -> str:
        come(address)
        return PAGE

    question = await connecting.ask(provider, heard)
    typer.echo(f"Open this page and agree:\n{question.url}")
    typer.echo("If it ends at a page that does not load, paste its whole address here.", err=True)
    stop = _listen(come)
    try:
        async with asyncio.timeout(MINUTES * 60):
            return await connecting.by_consent(question.locked, await answer)
    except TimeoutError as error:
        raise Refused(UNSAID) from error
    finally:
        stop()


def _listen(come: Callable[[str], None]) -> Callable[[], None]:
    """Hand the first line of standard input that holds something to `come`; what is returned ends
    that."""
    loop, number, held = asyncio.get_running_loop(), sys.stdin.fileno(), bytearray()

    def read() -> None:
        more = os.read(number, CHUNK)
        held.extend(more)
        line, found, _ = bytes(held).lstrip().partition(b"\n")
        if found or not more:
            loop.remove_reader(number)
            come(line.decode("utf-8", "replace").strip())

    try:
        loop.add_reader(number, read)
    except PermissionError:
        # A file is always ready.
        come(os.read(number, CHUNK).decode("utf-8", "replace").partition("\n")[0].strip())

    def stop() -> None:
        loop.remove_reader(number)

    return stop
