"""The stand-in answers as the Bot API does; what tests rely on is tested here."""

from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest

from tests.botapi.people import People
from tests.botapi.wording import units
from tests.botapi.world import TOKEN, World
from tests.integration.bot.mail import ANNA

Json = dict[str, Any]


def bold(offset: int, length: int) -> Json:
    return {"type": "bold", "offset": offset, "length": length}


async def call(address: str, method: str, token: str = TOKEN, **asked: object) -> tuple[int, Json]:
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post(f"/bot{token}/{method}", json=asked)
        return answer.status_code, answer.json()


async def test_errors_have_the_form_of_the_bot_api(address: str) -> None:
    assert await call(address, "getMe", token="1:x") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert await call(address, "getMee") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )


@pytest.mark.parametrize(
    ("asked", "description"),
    [
        ({"chat_id": ANNA}, "message text is empty"),
        ({"chat_id": ANNA, "text": " \n "}, "message text is empty"),
        ({"chat_id": ANNA, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": ANNA, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": 4711, "text": "x"}, "chat not found"),
        ({"text": "x"}, "chat_id is empty"),
        (
            {
                "chat_id": ANNA,
                "text": "x",
                "entities": [{"type": "bold", "offset": 0, "length": 2}],
            },
            "ENTITY_BOUNDS_INVALID",
        ),
        (
            {
                "chat_id": ANNA,
                "text": "😀",
                "entities": [{"type": "bold", "offset": 1, "length": 1}],
            },
            "Entity beginning or ending in the middle of a UTF-16 symbol",
        ),
        (
            {
                "chat_id": ANNA,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused(
    address: str, world: World, asked: Json, description: str
) -> None:
    code, answer = await call(address, "sendMessage", **asked)
    assert (code, answer["description"]) == (400, f"Bad Request: {description}")
    assert world.texts(ANNA) == []


async def test_a_text_of_just_the_limit_is_kept(address: str, world: World) -> None:
    code, _ = await call(address, "sendMessage", chat_id=ANNA, text="😀" * 2048)
    assert (code, units(world.texts(ANNA)[0])) == (200, 4096)


async def test_blanks_around_a_text_go_and_entities_move_along(address: str, world: World) -> None:
    await call(address, "sendMessage", chat_id=ANNA, text="  mum  ", entities=[bold(2, 3)])
    (kept,) = world.from_bot(ANNA)
    assert (kept.text, kept.message["entities"]) == ("mum", [bold(0, 3)])


async def test_updates_come_until_they_are_acknowledged(telegram: Bot, people: People) -> None:
    for text in ("one", "two", "three"):
        people.say(ANNA, text)
    first = await telegram.get_updates(limit=2)
    again = await telegram.get_updates(limit=2)
    assert [u.update_id for u in first] == [u.update_id for u in again]
    rest = await telegram.get_updates(offset=first[-1].update_id + 1)
    assert [u.effective_message.text for u in rest if u.effective_message] == ["three"]
    assert await telegram.get_updates(offset=rest[-1].update_id + 1) == ()


async def test_an_update_can_come_twice_and_late(telegram: Bot, people: People) -> None:
    people.say(ANNA, "one")
    (first,) = await telegram.get_updates()
    people.say(ANNA, "two")
    people.replay(first.update_id)
    later = await telegram.get_updates(offset=first.update_id + 1)
    assert [u.update_id - first.update_id for u in later] == [1, 0]


async def test_while_a_webhook_is_set_nobody_polls(address: str, telegram: Bot) -> None:
    await call(address, "setWebhook", url="https://example.org")
    code, answer = await call(address, "getUpdates")
    assert (code, answer["description"].partition(";")[0]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active",
    )
    await telegram.delete_webhook()
    assert (await telegram.get_webhook_info()).url == ""
    assert await telegram.get_updates() == ()


async def test_only_what_a_bot_asked_for_reaches_it(telegram: Bot, people: People) -> None:
    await telegram.get_updates(allowed_updates=["callback_query"])
    people.say(ANNA, "Hello")
    assert await telegram.get_updates() == ()


async def test_a_file_can_be_fetched(telegram: Bot, people: People) -> None:
    people.document(ANNA, "a.txt", b"content")
    (update,) = await telegram.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"content"


async def test_a_draft_lives_in_a_private_chat(telegram: Bot, world: World) -> None:
    assert await telegram.send_message_draft(ANNA, 7, "Thinking …")
    assert world.drafts == {ANNA: "Thinking …"}


async def test_a_message_of_a_person_cannot_be_edited(telegram: Bot, people: People) -> None:
    number = people.say(ANNA, "Hello")
    with pytest.raises(BadRequest, match="can't be edited"):
        await telegram.edit_message_text("Bye", ANNA, number)


async def test_processes_move_people_over_http(address: str, telegram: Bot) -> None:
    async with httpx.AsyncClient(base_url=address) as control:
        (number,) = (await control.post("/control/say", json={"chat": 7, "text": "Hello"})).json()
        edit = {"chat": 7, "message": number, "text": "Hello!"}
        await control.post("/control/act/edit", json=edit)
        await control.post("/control/act/sticker", json={"chat": 7})
        await control.post("/control/update", json={"update_id": 1, "message": {"odd": True}})
        updates = (await control.post(f"/bot{TOKEN}/getUpdates")).json()["result"]
        await telegram.send_message(7, "Good morning")
        await control.post("/control/fault", json={"method": "sendMessage", "code": 500})
        shown = (await control.get("/control/wait", params={"chat": 7, "text": "morning"})).json()
        state = (await control.get("/control/state")).json()
    kinds = [next(kind for kind in update if kind != "update_id") for update in updates]
    assert kinds == ["message", "edited_message", "message", "message"]
    assert [message["text"] for message in shown] == ["Good morning"]
    assert state["calls"] == {"getUpdates": 1, "sendMessage": 1}
