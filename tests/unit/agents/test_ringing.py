from datetime import UTC, datetime, timedelta

import pytest

from core.models import Outgoing
from tests.house import House

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def labels(outgoing: Outgoing) -> list[str]:
    return [button.label for line in outgoing.reply.buttons for button in line]


async def states(house: House) -> list[str]:
    return [
        getattr(row, "state", "")
        for (table, _), row in house.database.states[house.person.id].rows.items()
        if table == "occurrences"
    ]


@pytest.fixture
async def rung(house: House) -> House:
    """“call mum” has just rung."""
    await house.say("remind me to call mum in 20 minutes")
    (push,) = await house.wait(20 * MINUTE)
    assert (push.kind, push.reply.text) == ("push", "call mum")
    assert labels(push) == ["Done", "10 min", "1 h", "Tonight", "Tomorrow", "Other…"]
    return house


async def test_done_shows_on_the_message_and_when(rung: House) -> None:
    toast, edit = await rung.press("done")
    assert toast.reply.text == "Done: call mum"
    assert edit.reply.text == "call mum\n✓ Done (Mon 13 Apr at 12:20)"
    assert labels(edit) == ["Undo"]
    assert await states(rung) == ["done"]


async def test_the_second_press_says_what_has_happened(rung: House) -> None:
    press = await rung.pressing("done")
    await rung.handle(press)
    again = await rung.receive("press", data=press.data, message_id=press.message_id)
    (toast,) = await rung.handle(again)
    assert toast.reply.text == "That was done already."


async def test_a_press_on_one_that_was_snoozed_says_until_when(rung: House) -> None:
    done, snooze = await rung.pressing("done"), await rung.pressing("10 min")
    await rung.handle(snooze)
    (toast,) = await rung.handle(done)
    assert toast.reply.text == "It is snoozed until today, Mon 13 Apr at 12:30."
    await rung.wait(10 * MINUTE)
    late = await rung.receive("press", data=done.data, message_id=done.message_id)
    (toast,) = await rung.handle(late)
    assert toast.reply.text == "It was snoozed, and has rung again since."


async def test_done_can_be_undone_and_the_buttons_come_back(rung: House) -> None:
    await rung.press("done")
    _, edit = await rung.press("undo")
    assert edit.reply.text == "call mum"
    assert labels(edit) == ["Done", "10 min", "1 h", "Tonight", "Tomorrow", "Other…"]
    assert await states(rung) == ["sent"]


@pytest.mark.parametrize(
    ("label", "again"),
    [
        ("10 min", datetime(2026, 4, 13, 10, 30, tzinfo=UTC)),
        ("1 h", datetime(2026, 4, 13, 11, 20, tzinfo=UTC)),
        ("Tonight", datetime(2026, 4, 13, 18, tzinfo=UTC)),
        ("Tomorrow", datetime(2026, 4, 14, 7, tzinfo=UTC)),
    ],
)
async def test_snoozing_by_button(rung: House, label: str, again: datetime) -> None:
    toast, edit = await rung.press(label)
    assert toast.reply.text.startswith("It rings again to")
    assert edit.reply.text.startswith("call mum\n💤 Snoozed until to")
    assert labels(edit) == ["Undo"]
    (push,) = await rung.wait(timedelta(days=2))
    assert (push.created_at, push.reply.text) == (again, "call mum")


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("snooze", 10),
        ("snooze 25 min", 25),
        ("snooze until 1pm", 40),
        ("snooze it for an hour", 60),
    ],
)
async def test_snoozing_in_words(rung: House, words: str, minutes: int) -> None:
    edit, said = await rung.say(words)
    assert edit.reply.text.startswith("call mum\n💤 Snoozed until today")
    assert said.reply.text.startswith("Snoozed: call mum\ntoday")
    (push,) = await rung.wait(timedelta(days=2))
    assert push.created_at == datetime(2026, 4, 13, 10, 20, tzinfo=UTC) + minutes * MINUTE


async def test_done_in_words(rung: House) -> None:
    edit, said = await rung.say("done")
    assert edit.reply.text == "call mum\n✓ Done (Mon 13 Apr at 12:20)"
    assert said.reply.text == "✓ Done: call mum"
    assert await rung.reply("snooze 10 min") == "That was done already."


async def test_nothing_that_rang_cannot_be_snoozed(house: House) -> None:
    said = await house.reply("snooze 10 min")
    assert said == "Nothing has rung that I could do that with."


async def test_a_snooze_leaves_the_series_alone(house: House) -> None:
    await house.say("remind me every day at 1pm to eat")
    await house.wait(HOUR)
    await house.press("1 h")
    rung = await house.wait(timedelta(days=2))
    assert [o.created_at for o in rung] == [
        datetime(2026, 4, 13, 12, tzinfo=UTC),
        datetime(2026, 4, 14, 11, tzinfo=UTC),
        datetime(2026, 4, 15, 11, tzinfo=UTC),
    ]


async def test_done_of_a_series_tells_of_the_next(house: House) -> None:
    await house.say("remind me every day at 1pm to eat")
    await house.wait(HOUR)
    _, said = await house.say("done")
    assert said.reply.text == "✓ Done: eat\nNext: tomorrow, Tue 14 Apr at 13:00"


async def test_cancelling_a_series_cancels_what_was_snoozed(house: House) -> None:
    await house.say("remind me every day at 1pm to eat")
    await house.wait(HOUR)
    await house.press("1 h")
    await house.say("cancel the eat reminder")
    assert await house.wait(timedelta(days=3)) == []


async def test_what_has_rung_cannot_be_undone(house: House) -> None:
    await house.say("remind me to call mum in 20 minutes")
    press = await house.pressing("undo")
    await house.wait(30 * MINUTE)
    toast, *_ = await house.handle(press)
    assert toast.reply.text == "It has already rung, so it can't be undone."


async def test_a_ringing_does_not_close_a_question(house: House) -> None:
    await house.say("remind me to call mum in 20 minutes")
    await house.say("remind me to feed the cat")
    await house.wait(30 * MINUTE)
    said = await house.reply("tonight")
    assert said.startswith("Reminder set: feed the cat")


async def test_what_is_snoozed_can_be_done_by_its_name(rung: House) -> None:
    await rung.press("Tomorrow")
    assert await rung.reply("done with mum") == "✓ Done: call mum"
    assert await states(rung) == ["done", "cancelled"]
    assert await rung.wait(48 * HOUR) == []
