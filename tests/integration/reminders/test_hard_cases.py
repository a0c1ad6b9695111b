"""What breaks reminders elsewhere: two taps at once, old messages, clocks that change or are wrong,
quiet hours abroad, days that few months have, and texts that are as long as can be."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.render import parts
from core.models import Outgoing
from tests.integration.reminders.conftest import Life, at, labels, texts

DONE = "call mum\n✓ Done"


async def rung(life: Life) -> Outgoing:
    """“call mum” has rung at 12:20."""
    await life.say("remind me to call mum in 20 minutes")
    (push,) = await life.wait(minutes=20)
    return push


async def test_two_taps_in_the_same_moment_are_one(life: Life) -> None:
    push = await rung(life)
    data = f"done:{push.occurrence_id}"
    before = len(life.door.sent)
    await asyncio.gather(life.send(push.id, data), life.send(push.id, data))
    toasts = [o.reply.text for o in life.door.sent[before:] if o.kind == "toast"]
    assert sorted(toasts) == ["Done: call mum", "That was done already."]
    assert life.states() == ["done"]


async def test_done_and_later_in_the_same_moment_are_one_of_both(life: Life) -> None:
    push = await rung(life)
    await asyncio.gather(
        life.send(push.id, f"done:{push.occurrence_id}"),
        life.send(push.id, f"snooze:{push.occurrence_id}:1h"),
    )
    again = await life.wait(hours=2)
    assert (life.states()[0], len(again)) in (("done", 0), ("snoozed", 1))


async def test_a_message_of_last_week_is_answered(life: Life) -> None:
    push = await rung(life)
    await life.wait(days=8)
    toast, edit = await life.send(push.id, f"done:{push.occurrence_id}")
    assert toast.reply.text == "Done: call mum"
    assert edit.reply.text == f"{DONE} (Tue 21 Apr at 12:20)"
    (toast,) = [o for o in await life.send(push.id, f"snooze:{push.occurrence_id}:1h")][:1]
    assert toast.reply.text == "That was done already."


async def test_it_rings_on_through_the_night_in_which_clocks_change(life: Life) -> None:
    """Ten minutes are ten minutes: after 01:50 comes 03:00, and 02:xx comes twice in October."""
    life.clock.move_to(datetime(2027, 3, 27, 22, tzinfo=UTC))
    await life.say("remind me to feed Tom at 1:40am and keep reminding me every 10 minutes")
    rang = await life.wait(hours=3, minutes=5)
    assert at(rang) == ["28 01:40", "28 01:50", "28 03:00"]
    await life.press("1 h")
    assert at(await life.wait(hours=1, minutes=11)) == ["28 04:05", "28 04:15"]
    await life.press("Done")
    life.clock.move_to(datetime(2027, 10, 30, 22, tzinfo=UTC))
    await life.say("remind me to feed Tom at 2:50am and keep reminding me every 30 minutes")
    rang = await life.wait(hours=5)
    assert at(rang)[:4] == ["31 02:50", "31 02:20", "31 02:50", "31 03:20"]


async def test_24_hours_are_not_tomorrow_at_this_time_when_clocks_change(life: Life) -> None:
    """Saturday noon in Berlin; on Sunday the clocks go forward."""
    life.clock.move_to(datetime(2027, 3, 27, 11, tzinfo=UTC))
    await life.say("remind me in 24 hours to call mum")
    await life.say("remind me tomorrow at this time to call dad")
    rang = await life.wait(days=2)
    assert [*zip(at(rang), [one.reply.text for one in rang], strict=True)] == [
        ("28 12:00", "call dad"),
        ("28 13:00", "call mum"),
    ]


async def test_tomorrow_by_tap_keeps_its_hour_when_clocks_change(life: Life) -> None:
    life.clock.move_to(datetime(2027, 3, 27, 11, tzinfo=UTC))
    await life.say("remind me to call mum in 20 minutes")
    await life.wait(minutes=20)
    await life.press("Tomorrow")
    assert at(await life.wait(days=2)) == ["28 09:00"]


@pytest.mark.parametrize("back", [1, 26])
async def test_a_clock_set_back_and_forward_keeps_a_snooze(life: Life, back: int) -> None:
    await rung(life)
    await life.press("1 h")
    there = life.clock.now()
    assert await life.start_at(there - timedelta(hours=back)) == []
    assert await life.start_at(there) == []
    assert at(await life.wait(hours=2)) == ["13 13:20"]


async def test_a_clock_that_was_ahead_rings_a_snooze_once(life: Life) -> None:
    await rung(life)
    await life.press("1 h")
    there = life.clock.now()
    (early,) = await life.start_at(there + timedelta(hours=5))
    assert early.reply.text.startswith("call mum\n(due 13:20, 4 h late)")
    assert await life.start_at(there) == []
    assert await life.wait(hours=6) == []


async def test_quiet_hours_over_midnight_are_those_of_the_place(life: Life) -> None:
    """Tokyo is seven hours ahead: 22:00 there is 15:00 in Berlin."""
    await life.say("quiet hours from 22 to 7")
    await life.say("I'm in Tokyo until Friday")
    await life.say("remind me to lock up at 9:50pm and keep reminding me every 20 minutes")
    await life.say("remind me to breathe at 11:30pm")
    rang = await life.wait(hours=12, minutes=25)
    assert [(o.reply.text.split("\n")[0], o.reply.silent) for o in rang] == [
        ("lock up", False),
        ("breathe", True),
        ("lock up", False),
        ("lock up", False),
    ]
    assert at(rang) == ["13 14:50", "13 16:30", "14 00:00", "14 00:20"]


async def test_off_while_one_is_left_out_nothing_of_it_is_told(life: Life) -> None:
    await life.say("remind me of yoga every day at 7")
    await life.say("skip yoga tomorrow")
    assert await life.off(hours=22) == []
    assert at(await life.wait(days=2)) == ["15 07:00", "16 07:00"]


async def test_the_29th_of_february_comes_every_four_years(life: Life) -> None:
    (said,) = await life.say("remind me every 29 february at 9am to write to Leap")
    assert "Tue 29 Feb 2028 at 09:00" in said
    assert "Sun 29 Feb 2032 at 09:00" in said
    rang = await life.wait(days=366 * 6)
    assert [f"{o.created_at:%Y-%m-%d}" for o in rang if o.created_at] == [
        "2028-02-29",
        "2032-02-29",
    ]


async def test_the_31st_comes_in_months_that_have_one(life: Life) -> None:
    await life.say("remind me every 31st at 9am to count the till")
    rang = await life.wait(days=230)
    assert [f"{o.created_at:%m-%d}" for o in rang if o.created_at] == [
        "05-31", "07-31", "08-31", "10-31",
    ]  # fmt: skip


async def test_a_text_as_long_as_can_be_rings_verbatim(life: Life) -> None:
    """Markup, emoji of two units and line breaks; Telegram takes 4,096 units in one message."""
    bit = "*b* _i_ `c` <b>&amp;</b> [l](http://x) \\ ~s~ ||sp|| 🧪👩‍🔬\n"
    text = ("x" + bit * 100)[:3990].strip()
    (said,) = await life.say(f"remind me in 20 minutes to {text}")
    assert text in said
    (push,) = await life.wait(minutes=20)
    assert push.reply.text == text
    shown = parts(push.reply)
    assert len(shown) > 1
    assert "".join("".join(part.text.split()) for part in shown) == "".join(text.split())
    assert all(len(part.text.encode("utf-16-le")) <= 2 * 4096 for part in shown)
    assert [b.label for row in shown[-1].buttons for b in row] == labels(push)
    _, edit = await life.press("Done")
    assert edit.reply.text.endswith("✓ Done (Mon 13 Apr at 12:20)")
    assert texts(await life.wait(days=1)) == []
