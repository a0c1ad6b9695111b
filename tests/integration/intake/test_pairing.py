"""The only way in: a link or a code, once, within ten minutes, and not by guessing."""

import asyncio
import re
from datetime import timedelta

import pytest

from agents.agent import Turn
from bot.access import AccessAgent
from bot.pairing import ALPHABET, TRIES_BY_ONE, TRIES_IN_ALL, Ticket
from core.errors import Refused
from core.models import Incoming, Person
from core.requests import Request
from tests.integration.intake.conftest import (
    ANNA,
    BEN,
    MALLORY,
    NO_REDIS,
    NOON,
    BuildHouse,
    House,
    rows,
)


def wrong(ticket: Ticket, number: int = 0) -> str:
    """A code that is not that of `ticket`, another one for each number."""
    turned = ALPHABET[(ALPHABET.index(ticket.code[0]) + 1 + number) % len(ALPHABET)]
    return turned + ticket.code[1:]


async def came_in(house: House, account_id: int, text: str) -> bool:
    return await house.pairing.redeem(account_id, "Ben", text) is not None


async def ticket_for(house: House, name: str = "ben") -> Ticket:
    owner_id = await house.boards.admit(name, "Europe/Lisbon", is_owner=False, at=NOON)
    return await house.pairing.issue(owner_id)


async def test_a_link_lets_an_account_in_as_that_person(house: House) -> None:
    ticket = await ticket_for(house)
    house.people.say(BEN, "hello?")
    house.people.say(BEN, f"/start {ticket.token}")
    house.people.say(BEN, "remind me")
    house.poll()
    await house.echo.until(lambda: len(house.echo.heard) == 2)
    assert house.echo.texts() == ["/start", "remind me"]
    ben = await house.boards.person("ben")
    assert {incoming.owner_id for incoming in house.echo.heard} == {ben}


@pytest.mark.parametrize("form", ["{0}", "{1}", "{2}"])
async def test_a_typed_code_does_the_same(house: House, form: str) -> None:
    code = (await ticket_for(house)).code
    house.people.say(BEN, form.format(code, code.lower(), code.replace("-", " ")))
    house.poll()
    await house.echo.until(lambda: house.echo.texts() == ["/start"])


async def test_a_ticket_is_hard_to_guess_and_not_kept(house: House, admin_url: str) -> None:
    ticket = await ticket_for(house)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,64}", ticket.token)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", ticket.code)
    assert ticket.link("jenny_bot") == f"https://t.me/jenny_bot?start={ticket.token}"
    kept = str(rows(admin_url, "select p::text from pairings p"))
    for secret in (ticket.token, ticket.code, ticket.code.replace("-", "")):
        assert secret not in kept
        assert secret.encode().hex() not in kept
    other = await ticket_for(house)
    assert (other.token, other.code) != (ticket.token, ticket.code)


@pytest.mark.parametrize("by", ["link", "code"])
async def test_a_ticket_works_once(house: House, by: str) -> None:
    ticket = await ticket_for(house)
    text = f"/start {ticket.token}" if by == "link" else ticket.code
    assert await came_in(house, BEN, text)
    assert not await came_in(house, MALLORY, f"/start {ticket.token}")
    assert not await came_in(house, MALLORY, ticket.code)


async def test_two_at_once_are_one(house: House) -> None:
    ticket = await ticket_for(house)
    both = await asyncio.gather(
        came_in(house, BEN, ticket.code), came_in(house, MALLORY, ticket.code)
    )
    assert sorted(both) == [False, True]


@pytest.mark.parametrize("by", ["link", "code"])
async def test_a_ticket_is_void_after_ten_minutes(house: House, by: str) -> None:
    early, late = await ticket_for(house), await ticket_for(house)
    texts = [t.code if by == "code" else f"/start {t.token}" for t in (early, late)]
    house.clock.move_to(NOON + timedelta(minutes=9, seconds=59))
    assert await came_in(house, BEN, texts[0])
    house.clock.move_to(NOON + timedelta(minutes=10))
    assert not await came_in(house, MALLORY, texts[1])


async def test_five_tries_by_one_account_make_it_void(house: House) -> None:
    ticket = await ticket_for(house)
    for number in range(TRIES_BY_ONE - 1):
        assert not await came_in(house, MALLORY, wrong(ticket, number))
    lucky = await ticket_for(house)
    assert await came_in(house, BEN, lucky.code)
    assert not await came_in(house, MALLORY, wrong(ticket, TRIES_BY_ONE))
    assert not await came_in(house, MALLORY, ticket.code)
    assert not await came_in(house, MALLORY, f"/start {ticket.token}")


async def test_four_wrong_tries_still_leave_the_right_one(house: House) -> None:
    ticket = await ticket_for(house)
    for number in range(TRIES_BY_ONE - 1):
        assert not await came_in(house, BEN, wrong(ticket, number))
    assert await came_in(house, BEN, ticket.code)


async def test_twenty_tries_by_many_make_it_void(house: House) -> None:
    ticket = await ticket_for(house)
    for number in range(TRIES_IN_ALL):
        assert not await came_in(house, MALLORY + number, wrong(ticket, number))
    assert not await came_in(house, BEN, ticket.code)


async def test_nineteen_tries_by_many_do_not(house: House) -> None:
    ticket = await ticket_for(house)
    for number in range(TRIES_IN_ALL - 1):
        assert not await came_in(house, MALLORY + number, wrong(ticket, number))
    assert await came_in(house, BEN, ticket.code)


async def test_without_redis_five_tries_in_all_make_it_void(build: BuildHouse) -> None:
    house = await build(NO_REDIS)
    first = await ticket_for(house)
    for number in range(TRIES_BY_ONE - 1):
        assert not await came_in(house, MALLORY + number, wrong(first, number))
    assert await came_in(house, BEN, first.code)
    second = await ticket_for(house)
    for number in range(TRIES_BY_ONE):
        assert not await came_in(house, MALLORY + number, wrong(second, number))
    assert not await came_in(house, ANNA, second.code)


@pytest.mark.parametrize(
    "text", ["hello", "let me in please", "/start", "/help", "1234567", "x" * 100_000, "\ud83d\0"]
)
async def test_what_is_no_ticket_is_no_try(house: House, text: str) -> None:
    ticket = await ticket_for(house)
    for _ in range(TRIES_IN_ALL):
        assert not await came_in(house, MALLORY, text)
    assert await came_in(house, BEN, ticket.code)


async def test_a_broken_link_is_a_try_and_breaks_nothing(house: House) -> None:
    await ticket_for(house)
    assert not await came_in(house, MALLORY, "/start \ud83dx")


async def test_the_owner_is_told_who_came_in_and_can_revoke_by_tap(
    house: House, admin_url: str
) -> None:
    await house.intake.receive([_hello(1)])
    ticket = await ticket_for(house)
    identity = await house.pairing.redeem(BEN, "Benjamin", ticket.code)
    assert identity is not None
    [notice] = rows(admin_url, "select owner_id, body, kind from outbox where kind = 'push'")
    assert notice["owner_id"] == house.owner_id
    assert f"“Benjamin” (Telegram account {BEN}) can now talk to me as ben." in str(notice["body"])
    assert f"revoke:{identity.id}" in str(notice["body"])
    agent = AccessAgent(house.gate)
    turn = await _turn(house)
    async with house.database.transaction(house.owner_id) as work:
        for _ in range(2):
            shown = await agent.press(turn, "revoke", str(identity.id), work)
            assert shown.edit is not None
            assert str(BEN) in shown.edit.text
    assert await house.gate.known([BEN]) == {}


@pytest.mark.parametrize("argument", ["999999", "", "x", "-1"])
async def test_only_the_owner_revokes_and_only_what_there_is(house: House, argument: str) -> None:
    agent, turn = AccessAgent(house.gate), await _turn(house)
    [(_, anna)] = await house.gate.people()
    async with house.database.transaction(house.owner_id) as work:
        with pytest.raises(Refused, match="no such account"):
            await agent.press(turn, "revoke", argument, work)
        guest = await _turn(house, is_owner=False)
        with pytest.raises(Refused, match="Only the owner"):
            await agent.press(guest, "revoke", str(anna.id), work)
    assert ANNA in await house.gate.known([ANNA])


async def _turn(house: House, *, is_owner: bool = True) -> Turn:
    async with house.database.transaction(house.owner_id) as work:
        talk = await work.people.open_conversation("telegram", ANNA, NOON)
    return Turn(
        person=Person(id=house.owner_id, name="owner", zone="UTC", is_owner=is_owner),
        conversation=talk,
        incoming=Incoming(
            inbox_id=1,
            owner_id=house.owner_id,
            conversation_id=talk.id,
            kind="press",
            received_at=NOON,
        ),
        request=Request(route="other"),
        now=NOON,
    )


def _hello(update_id: int) -> dict[str, object]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": 1,
            "date": 1,
            "from": {"id": ANNA, "is_bot": False, "first_name": "Anna"},
            "chat": {"id": ANNA, "type": "private"},
            "text": "hello",
        },
    }
