import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.render import LIMIT
from bot.terminal import Addressee, JsonScreen, PlainScreen, TerminalDoor
from core.clock import SimulatedClock
from core.models import Button, File, Outgoing, Reply

NOW = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
REPLY = Reply(
    text="Reminder set",
    buttons=((Button(label="Done", data="done:1"), Button(label="10 min", data="s:1")),),
    route="reminder.set",
)
OUTGOING = Outgoing(key="k", conversation_id=1, kind="reply", reply=REPLY, id=12, owner_id=3)


async def anna(owner_id: int) -> Addressee:
    return Addressee(name="anna", zone="Europe/Berlin")


async def unnoticed(parts: int) -> None:
    raise AssertionError("the terminal sends whole messages")


@pytest.fixture
def lines() -> list[str]:
    return []


async def shown(lines: list[str], *messages: Outgoing) -> list[dict[str, object]]:
    door = TerminalDoor(SimulatedClock(NOW), anna, JsonScreen(lines.append))
    for message in messages:
        await door.send(message, unnoticed)
    return [json.loads(line) for line in lines]


async def test_a_reply_is_one_line_in_the_form_of_the_contract(lines: list[str]) -> None:
    (event,) = await shown(lines, OUTGOING)
    assert event == {
        "event": "reply",
        "to": "anna",
        "at": "2026-03-28T21:00:00+01:00",
        "message": 12,
        "text": "Reminder set",
        "buttons": [["Done", "10 min"]],
        "route": "reminder.set",
        "silent": False,
        "files": [],
    }


async def test_only_replies_tell_their_route(lines: list[str]) -> None:
    others = [replace(OUTGOING, kind="push"), replace(OUTGOING, kind="toast")]
    edit = replace(OUTGOING, kind="edit", target_id=5, target_message_id=5)
    events = await shown(lines, *others, edit)
    assert ["route" in event for event in events] == [False, False, False]
    assert [event["message"] for event in events] == [12, 12, 5]


async def test_a_long_message_is_several_events_with_the_buttons_last(lines: list[str]) -> None:
    long = replace(OUTGOING, reply=replace(REPLY, text="word " * 2000))
    events = await shown(lines, long)
    assert len(events) == 3
    assert "".join(str(event["text"]) for event in events) == "word " * 2000
    assert all(len(str(event["text"])) <= LIMIT for event in events)
    assert [event["buttons"] for event in events] == [[], [], [["Done", "10 min"]]]


async def test_a_repeat_is_labelled(lines: list[str]) -> None:
    (event,) = await shown(lines, replace(OUTGOING, uncertain=True))
    assert str(event["text"]).startswith("This may be a repeat")


async def test_the_receipt_names_the_message(lines: list[str]) -> None:
    door = TerminalDoor(SimulatedClock(NOW), anna, JsonScreen(lines.append))
    receipt = await door.send(OUTGOING, unnoticed)
    assert (receipt.message_id, receipt.at) == (12, NOW)


async def test_people_see_buttons_as_hints_and_files_on_disk(
    lines: list[str], tmp_path: Path
) -> None:
    door = TerminalDoor(SimulatedClock(NOW), anna, PlainScreen(lines.append, tmp_path / "exports"))
    file = File(name="../all.json", content=b"{}")
    await door.send(replace(OUTGOING, reply=replace(REPLY, files=(file,))), unnoticed)
    saved = tmp_path / "exports" / "all.json"
    assert lines == ["anna: Reminder set", "    [Done]  [10 min]", f"    saved as {saved}"]
    assert saved.read_bytes() == b"{}"
    assert saved.stat().st_mode & 0o777 == 0o600


async def test_people_see_an_edit_only_as_the_outcome_of_a_press(
    lines: list[str], tmp_path: Path
) -> None:
    door = TerminalDoor(SimulatedClock(NOW), anna, PlainScreen(lines.append, tmp_path / "exports"))
    edit = replace(OUTGOING, kind="edit", reply=Reply(text="Deleted."), target_message_id=5)
    long = replace(edit, reply=Reply(text="x" * (LIMIT + 1)))
    toast = replace(OUTGOING, kind="toast", reply=Reply(text="Done."))
    for message in (edit, toast, long, replace(OUTGOING, reply=Reply(text="Added.")), edit):
        await door.send(message, unnoticed)
    assert lines == ["anna: (Done.)", f"anna: {'x' * LIMIT}", "anna: x", "anna: Added."]


def test_ready_follows_each_line(lines: list[str]) -> None:
    JsonScreen(lines.append).ready(3)
    assert lines == ['{"event": "ready", "line": 3}']
