"""What leaves by the Telegram door is what the person sees."""

import random
from datetime import UTC, datetime

import pytest
from telegram import Bot

from bot.render import REPEAT
from bot.telegram.door import COMMANDS, REPEATED_FILE, TelegramDoor
from core.errors import Refused, Rejected
from core.models import Button, Conversation, File, Mark, Outgoing, OutgoingKind, Reply
from tests.botapi.people import People
from tests.botapi.wording import units
from tests.botapi.world import World

ANNA = 501
NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
BUTTONS = ((Button(label="Done", data="done:1"), Button(label="10 min", data="snooze:1:10m")),)


def outgoing(
    reply: Reply,
    kind: OutgoingKind = "reply",
    target: int | None = None,
    callback: str | None = None,
    *,
    parts_sent: int = 0,
    uncertain: bool = False,
) -> Outgoing:
    return Outgoing(
        key="reply:1:0",
        conversation_id=1,
        kind=kind,
        reply=reply,
        door="telegram",
        chat_id=ANNA,
        target_message_id=target,
        callback_id=callback,
        parts_sent=parts_sent,
        uncertain=uncertain,
    )


class Parts:
    """Counts the parts that the door says have arrived."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    async def __call__(self, number: int) -> None:
        self.numbers.append(number)


async def test_text_arrives_verbatim(door: TelegramDoor, world: World) -> None:
    text = "<b>5 < 6</b> *not bold* _x_ `y` [z](http://a) & 😀 \u05e9\u05dc\u05d5\u05dd"
    receipt = await door.send(outgoing(Reply(text=text)), Parts())
    (kept,) = world.from_bot(ANNA)
    assert kept.text == text
    assert "entities" not in kept.message
    assert receipt.message_id == kept.message["message_id"]


async def test_marks_arrive_as_entities(door: TelegramDoor, world: World) -> None:
    marks = (
        Mark(kind="bold", start=2, end=6),
        Mark(kind="date_time", start=10, end=14, instant=NOON),
    )
    await door.send(outgoing(Reply(text="😀 mum: at 9:00", marks=marks)), Parts())
    (kept,) = world.from_bot(ANNA)
    assert kept.message["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "date_time", "offset": 11, "length": 4, "unix_time": 1776168000},
    ]


async def test_what_no_wire_takes_is_made_harmless(door: TelegramDoor, world: World) -> None:
    await door.send(outgoing(Reply(text="a\0b\ud800c")), Parts())
    assert world.texts(ANNA) == ["a\ufffdb\ufffdc"]


async def test_buttons_carry_their_data(door: TelegramDoor, world: World) -> None:
    await door.send(outgoing(Reply(text="Water the plants", buttons=BUTTONS)), Parts())
    (kept,) = world.from_bot(ANNA)
    assert kept.message["reply_markup"]["inline_keyboard"] == [
        [
            {"text": "Done", "callback_data": "done:1"},
            {"text": "10 min", "callback_data": "snooze:1:10m"},
        ]
    ]


async def test_a_long_text_arrives_in_parts(door: TelegramDoor, world: World) -> None:
    rolls = random.Random(4)  # noqa: S311 - a text, not a secret
    text = " ".join("x" * rolls.randint(1, 12) for _ in range(15_000))[:100_000].strip()
    told = Parts()
    receipt = await door.send(outgoing(Reply(text=text, buttons=BUTTONS)), told)
    kept = world.from_bot(ANNA)
    assert " ".join(part.text for part in kept) == text
    assert [part.labels for part in kept[:-1]] == [[]] * (len(kept) - 1)
    assert kept[-1].labels == [["Done", "10 min"]]
    assert told.numbers == list(range(1, len(kept)))
    assert receipt.message_id == kept[-1].message["message_id"]


async def test_it_goes_on_behind_the_parts_that_arrived(door: TelegramDoor, world: World) -> None:
    reply = Reply(text="a" * 4096 + "b" * 4096 + "c", buttons=BUTTONS)
    await door.send(outgoing(reply, parts_sent=1), Parts())
    assert world.texts(ANNA) == ["b" * 4096, "c"]


async def test_markup_and_emoji_arrive_as_they_were_typed(door: TelegramDoor, world: World) -> None:
    bit = "*b* _i_ `c` <b>&amp;</b> [l](http://x) \\ ~s~ ||sp|| 🧪👩\u200d🔬 "
    text = (bit * 120)[:3999] + "!"
    receipt = await door.send(outgoing(Reply(text=text, buttons=BUTTONS), "push"), Parts())
    first, last = world.from_bot(ANNA)
    assert "".join((first.text + last.text).split()) == "".join(text.split())
    assert max(units(first.text), units(last.text)) <= 4096
    assert (first.labels, last.labels) == ([], [["Done", "10 min"]])
    assert "entities" not in first.message
    assert receipt.message_id == last.message["message_id"]


async def test_a_repeat_says_so_once(door: TelegramDoor, world: World) -> None:
    reply = Reply(text="a" * 4096 + "b" * 3000 + "\n\n" + "c" * 3000)
    await door.send(outgoing(reply, parts_sent=1, uncertain=True), Parts())
    assert world.texts(ANNA) == [REPEAT + "b" * 3000, "c" * 3000]


async def test_files_arrive_as_documents(door: TelegramDoor, world: World) -> None:
    files = (File(name="a.json", content=b"{}"), File(name="b.txt", content=b"\0\xff"))
    await door.send(outgoing(Reply(text="Here", files=files, buttons=BUTTONS)), Parts())
    text, first, second = world.from_bot(ANNA)
    assert (text.text, text.labels) == ("Here", [["Done", "10 min"]])
    assert (first.message["document"]["file_name"], first.content) == ("a.json", b"{}")
    assert (second.message["document"]["file_name"], second.content) == ("b.txt", b"\0\xff")
    assert (first.labels, second.labels) == ([], [])


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("calendar 2026-04-13 to 2026-04-19.ics", "calendar 2026-04-13 to 2026-04-19.ics"),
        ("Kaffee mit Jörg 100%.ics", "Kaffee mit Jörg 100%.ics"),
        ('"x"; y\nz.ics', "_x__ y_z.ics"),
    ],
)
async def test_a_file_keeps_its_name(
    door: TelegramDoor, world: World, name: str, arrives: str
) -> None:
    await door.send(outgoing(Reply(text="", files=(File(name=name, content=b"x"),))), Parts())
    (sent,) = world.from_bot(ANNA)
    assert (sent.message["document"]["file_name"], sent.content) == (arrives, b"x")


async def test_a_file_without_a_text_carries_buttons_and_remark(
    door: TelegramDoor, world: World
) -> None:
    reply = Reply(text="", files=(File(name="a.json", content=b"{}"),), buttons=BUTTONS)
    await door.send(outgoing(reply, uncertain=True), Parts())
    (kept,) = world.from_bot(ANNA)
    assert (kept.message["caption"], kept.labels) == (REPEATED_FILE, [["Done", "10 min"]])


async def test_silence_is_passed_on(door: TelegramDoor, world: World) -> None:
    await door.send(outgoing(Reply(text="psst", silent=True)), Parts())
    await door.send(outgoing(Reply(text="hey")), Parts())
    assert [kept.silent for kept in world.from_bot(ANNA)] == [True, False]


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_of_nothing_nothing_is_sent(door: TelegramDoor, world: World, text: str) -> None:
    receipt = await door.send(outgoing(Reply(text=text)), Parts())
    assert (receipt.message_id, world.from_bot(ANNA)) == (None, [])


async def test_an_edit_changes_the_message_in_its_place(door: TelegramDoor, world: World) -> None:
    first = await door.send(outgoing(Reply(text="Water", buttons=BUTTONS)), Parts())
    again = await door.send(outgoing(Reply(text="Done."), "edit", first.message_id), Parts())
    (kept,) = world.from_bot(ANNA)
    assert (kept.text, kept.labels, again.message_id) == ("Done.", [], first.message_id)


async def test_an_edit_that_changes_nothing_is_fine(door: TelegramDoor, world: World) -> None:
    reply = Reply(text="Water", buttons=BUTTONS)
    first = await door.send(outgoing(reply), Parts())
    again = await door.send(outgoing(reply, "edit", first.message_id), Parts())
    assert again.message_id == first.message_id
    assert world.texts(ANNA) == ["Water"]


async def test_an_edit_without_text_changes_the_buttons(door: TelegramDoor, world: World) -> None:
    first = await door.send(outgoing(Reply(text="Water", buttons=BUTTONS)), Parts())
    await door.send(outgoing(Reply(text=""), "edit", first.message_id), Parts())
    (kept,) = world.from_bot(ANNA)
    assert (kept.text, kept.labels) == ("Water", [])


async def test_a_long_edit_goes_on_in_new_messages(door: TelegramDoor, world: World) -> None:
    first = await door.send(outgoing(Reply(text="Water")), Parts())
    reply = Reply(text="a" * 4096 + "b", buttons=BUTTONS)
    last = await door.send(outgoing(reply, "edit", first.message_id), Parts())
    changed, added = world.from_bot(ANNA)
    assert (changed.text, changed.labels) == ("a" * 4096, [])
    assert (added.text, added.labels) == ("b", [["Done", "10 min"]])
    assert last.message_id == added.message["message_id"]


async def test_what_never_arrived_cannot_be_edited(door: TelegramDoor) -> None:
    with pytest.raises(Rejected):
        await door.send(outgoing(Reply(text="Done."), "edit", None), Parts())
    with pytest.raises(Rejected, match="not found"):
        await door.send(outgoing(Reply(text="Done."), "edit", 4711), Parts())


async def test_a_press_is_answered_with_a_toast(
    door: TelegramDoor, world: World, people: People
) -> None:
    await door.send(outgoing(Reply(text="Water", buttons=BUTTONS)), Parts())
    press = people.press(ANNA, "Done")
    await door.send(outgoing(Reply(text="Done!"), "toast", callback=press.id), Parts())
    assert world.presses[press.id].toast == "Done!"


async def test_a_long_toast_is_cut(door: TelegramDoor, world: World, people: People) -> None:
    await door.send(outgoing(Reply(text="Water", buttons=BUTTONS)), Parts())
    press = people.press(ANNA, "Done")
    await door.send(outgoing(Reply(text="y" * 300), "toast", callback=press.id), Parts())
    assert world.presses[press.id].toast == "y" * 199 + "…"


async def test_a_press_nobody_waits_for_any_more_is_fine(door: TelegramDoor) -> None:
    receipt = await door.send(outgoing(Reply(text="Done!"), "toast", callback="gone"), Parts())
    assert receipt.message_id is None


async def test_the_menu_is_offered(door: TelegramDoor, world: World) -> None:
    await door.offer_commands()
    assert [c["command"] for c in world.commands] == [name for name, _ in COMMANDS]


async def test_typing_is_shown(door: TelegramDoor, world: World) -> None:
    chat = Conversation(id=1, owner_id=1, door="telegram", chat_id=ANNA)
    await door.busy(chat)
    assert world.actions == [(ANNA, "typing")]


async def test_typing_that_fails_is_of_no_consequence(
    door: TelegramDoor, world: World, people: People
) -> None:
    people.block(ANNA)
    await door.busy(Conversation(id=1, owner_id=1, door="telegram", chat_id=ANNA))
    await door.busy(Conversation(id=2, owner_id=1, door="terminal", chat_id=0))
    assert world.actions == []


async def test_the_server_may_be_any(telegram: Bot, address: str) -> None:
    assert telegram.base_url.startswith(address)
    assert (await telegram.get_me()).username == "jenny_stand_in_bot"


async def test_a_message_that_held_a_secret_is_deleted_in_the_chat(
    door: TelegramDoor, world: World, people: People
) -> None:
    said = people.say(ANNA, "https://cloud.example.org anna secret")
    await door.send(outgoing(Reply(text="Connected.", erases=said)), Parts())
    # Gone already, it is no reason to send the reply again.
    await door.send(outgoing(Reply(text="Once more.", erases=said)), Parts())
    assert world.texts(ANNA) == ["Connected.", "Once more."]
    assert said not in world.chat(ANNA)


async def test_a_file_that_was_sent_is_fetched_as_it_is(
    door: TelegramDoor, world: World, people: People
) -> None:
    number = people.document(ANNA, "trip.ics", b"BEGIN:VCALENDAR")
    sent = world.chat(ANNA)[number].message["document"]["file_id"]
    assert await door.fetch(sent) == b"BEGIN:VCALENDAR"
    with pytest.raises(Refused, match="Send it once more"):
        await door.fetch("unknown")


@pytest.mark.parametrize("size", [5_000_001, 20_000_001])
async def test_a_file_that_is_too_large_is_told_so_with_the_way(
    door: TelegramDoor, world: World, people: People, size: int
) -> None:
    number = people.document(ANNA, "archive.ics", bytes(size))
    sent = world.chat(ANNA)[number].message["document"]["file_id"]
    with pytest.raises(Refused, match=r"5 MB at most.*calendars import FILE"):
        await door.fetch(sent)
