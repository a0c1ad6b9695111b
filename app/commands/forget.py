"""`./jenny memory forget`: erased from every store, with a receipt."""

import json
import sys
from collections.abc import Sequence

import typer

from agents.wording import amount, listed
from app.commands.household import in_the_house, person_called
from app.commands.shown import fitted
from app.wiring import House
from core.errors import Refused, WrongUsage
from core.forgetting import Choice, Forgotten, State
from memory.forget import forget as forget_chosen
from memory.forget import forget_all, receipt_json
from memory.scrubbing import receipt_line
from storage.poller import SERVICE, taken

ALL = 1_000_000
MOST_SHOWN = 20


def forget(words: str, name: str, *, everything: bool, as_json: bool, ask: bool) -> None:
    """Erase the facts and messages that fit `words`, or everything, and print the receipt.

    Raises:
        WrongUsage: neither words nor --all are given.
        Refused: nobody has that name, nothing fits, or the person says no.
    """
    if not words.strip() and not everything:
        raise WrongUsage("Forget what? Give words, or --all for everything.")
    ask = ask and sys.stdin.isatty()

    async def work(house: House) -> tuple[Forgotten, State]:
        owner_id = await person_called(house, name)
        if everything:
            done = await _all(house, owner_id, ask=ask)
        else:
            done = await _fitting(house, owner_id, words, ask=ask)
        await house.projector.drain()
        return done, await _scrubbed(house, owner_id)

    receipt, state = in_the_house(work)
    if as_json:
        typer.echo(json.dumps(receipt_json(receipt)))
        return
    typer.echo(_told(receipt, state))


async def _scrubbed(house: House, owner_id: int) -> State:
    """How far the files are free of it: a service sees to that, or nobody but this command."""
    if not await taken(house.servers.database_url, SERVICE):
        await house.scrubber.drain()
    async with house.database.transaction(owner_id) as unit:
        receipts = await unit.erasures.listed(1)
    return receipts[0].state if receipts else "done"


async def _all(house: House, owner_id: int, *, ask: bool) -> Forgotten:
    if ask:
        _confirm("Forget everything that is remembered, for good?")
    async with house.database.transaction(owner_id) as unit:
        return await forget_all(unit, house.clock.now())


async def _fitting(house: House, owner_id: int, words: str, *, ask: bool) -> Forgotten:
    async with house.database.transaction(owner_id) as unit:
        choice = await unit.erasures.fitting(words)
        facts = await unit.erasures.examples(Choice(facts=choice.facts), ALL)
    if not choice.facts and not choice.mentions:
        raise Refused("Nothing that is remembered fits these words.")
    if ask:
        _show([*facts, *choice.quotes])
        _confirm("Forget this for good?")
    async with house.database.transaction(owner_id) as unit:
        await unit.erasures.hold()
        now_there = await unit.erasures.fitting(words)
        if ask and now_there != choice:
            raise Refused("That has changed meanwhile, and nothing was forgotten: try it again.")
        return await forget_chosen(unit, house.clock.now(), None, now_there)


def _show(texts: Sequence[str]) -> None:
    """Each text once: a fact is often the very words of its message."""
    lines = list(dict.fromkeys(fitted(f"- {text}") for text in texts))
    for line in lines[:MOST_SHOWN]:
        typer.echo(line, err=True)
    if len(lines) > MOST_SHOWN:
        typer.echo(f"… and {len(lines) - MOST_SHOWN} more", err=True)


def _confirm(question: str) -> None:
    if not typer.confirm(question, err=True):
        raise Refused("Nothing was forgotten.")


def _told(receipt: Forgotten, state: State) -> str:
    gone = (
        (receipt.memories, "fact"),
        (receipt.episodes, "message"),
        (receipt.relations, "relation"),
    )
    parts = [amount(number, noun) for number, noun in gone if number]
    told = f"Forgotten for good: {listed(parts) or 'nothing, for nothing was remembered'}."
    if receipt.remains:
        told += f" What remains: {listed(receipt.remains)} with the same words."
    return f"{told}\n{receipt_line(receipt.id, state)}" if receipt.id else told
