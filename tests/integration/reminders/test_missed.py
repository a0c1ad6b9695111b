"""After being off: one message for what was missed, each with its buttons; never a storm, never
silence. Also over clock changes, and with a clock that was wrong."""

from datetime import datetime, timedelta

import pytest

from core.models import Outgoing
from core.zones import instant_of
from tests.integration.reminders.conftest import BERLIN, NOON, Life, at, labels, texts


async def set_four(life: Life) -> None:
    """Two habits and two of their own time, all within the next hour."""
    await life.say("remind me to call mum at 12:01")
    await life.say("remind me every day at 12:02 to take pills")
    await life.say("remind me to water the plants at 12:03")
    await life.say("remind me every hour to stretch")


async def test_off_for_13_seconds_nothing_is_late(life: Life) -> None:
    await life.say("remind me to call mum in 5 seconds")
    await life.say("remind me to feed the cat in 8 seconds")
    sent = await life.off(seconds=13)
    assert texts(sent) == ["call mum", "feed the cat"]
    assert await life.off(seconds=1) == []


async def test_off_for_3_minutes_one_alone_says_how_late_it_is(life: Life) -> None:
    await life.say("remind me to call mum at 12:01")
    (push,) = await life.off(minutes=4)
    assert push.reply.text == "call mum\n(due 12:01, 3 min late)"
    assert labels(push)[0] == "Done"


async def test_off_for_3_minutes_several_come_in_one(life: Life) -> None:
    await set_four(life)
    (push,) = await life.off(minutes=5, seconds=30)
    assert push.reply.text.splitlines() == [
        "While I was off, this fell due:",
        "1. call mum (due 12:01, 4 min late)",
        "2. take pills (due 12:02, 3 min late)",
        "3. water the plants (due 12:03, 2 min late)",
    ]
    assert [[b.label for b in line] for line in push.reply.buttons] == [
        ["Done 1", "1 h 1", "Tomorrow 1"],
        ["Done 2", "1 h 2", "Tomorrow 2"],
        ["Done 3", "1 h 3", "Tomorrow 3"],
        ["All done"],
    ]


async def test_off_for_3_hours_repeats_are_one_and_all_goes_on(life: Life) -> None:
    await set_four(life)
    (push,) = await life.off(hours=3, minutes=30)
    assert push.reply.text.splitlines()[1:] == [
        "1. call mum (due 12:01, 3 h 29 min late)",
        "2. take pills (due 12:02, 3 h 28 min late)",
        "3. water the plants (due 12:03, 3 h 27 min late)",
        "4. stretch (due 15:00, 30 min late; 2 earlier, too)",
    ]
    assert at(await life.until(2026, 4, 13, 17)) == ["13 16:00", "13 17:00"]
    assert "take pills" in texts(await life.until(2026, 4, 14, 13))


async def test_off_for_3_days_they_are_told_by_days(life: Life) -> None:
    await set_four(life)
    await life.say("remind me on wednesday at 10 to vote")
    (push,) = await life.off(days=3, minutes=10)
    assert push.reply.text.splitlines() == [
        "While I was off, this fell due:",
        "Mon 13 Apr",
        "1. call mum (due Mon 13 Apr at 12:01, 3 days late)",
        "2. water the plants (due Mon 13 Apr at 12:03, 3 days late)",
        "Yesterday, Wed 15 Apr",
        "3. vote (due yesterday, Wed 15 Apr at 10:00, 1 day 2 h late)",
        "Today",
        "4. stretch (due 12:00, 10 min late; 71 earlier, too)",
        "5. take pills (due 12:02, 8 min late; 3 earlier, too)",
    ]


async def test_an_answer_to_one_leaves_the_others(life: Life) -> None:
    await set_four(life)
    await life.off(minutes=10)
    toast, edit = await life.press("Done 2")
    assert (toast.reply.text, edit.kind) == ("Done: take pills", "edit")
    assert edit.reply.text.splitlines()[1:] == [
        "1. call mum (due 12:01, 9 min late)",
        "2. take pills ✓ Done (Mon 13 Apr at 12:10)",
        "3. water the plants (due 12:03, 7 min late)",
    ]
    assert labels(edit) == [
        "Done 1", "1 h 1", "Tomorrow 1", "Done 3", "1 h 3", "Tomorrow 3", "All done", "Undo",
    ]  # fmt: skip
    toast, edit = await life.press("1 h 3")
    assert edit.reply.text.splitlines()[3] == (
        "3. water the plants 💤 Snoozed until today, Mon 13 Apr at 13:10 (Mon 13 Apr at 12:10)"
    )
    assert labels(edit) == ["Done 1", "1 h 1", "Tomorrow 1", "Undo"]
    await life.press("Undo")
    toast, edit = await life.press("All done")
    assert toast.reply.text == "All done."
    assert edit.reply.text.count("✓ Done") == 3
    assert labels(edit) == ["Undo"]
    assert at(await life.until(2026, 4, 13, 13, 30)) == ["13 13:00"]


async def test_the_receipt_of_one_message_is_that_of_all(life: Life) -> None:
    await set_four(life)
    (push,) = await life.off(minutes=10)
    rows = life.rows("select state, message_id from occurrences where due_at < '2026-04-13 10:05Z'")
    assert [(row["state"], row["message_id"]) for row in rows] == [("sent", push.id)] * 3


async def test_words_ask_which_of_several_is_meant(life: Life) -> None:
    await set_four(life)
    await life.off(minutes=10)
    (asked,) = await life.say("done")
    assert asked.startswith("Which one do you mean?")
    assert "2. take pills" in asked
    _, said = await life.say("snooze the second one")
    assert said.startswith("Snoozed: take pills\n")
    _, said = await life.say("done with the first one")
    assert said == "✓ Done: call mum"
    edit, said = await life.say("snooze the plants for 1 hour")
    assert said.startswith("Snoozed: water the plants\n")
    assert "3. water the plants 💤 Snoozed until" in edit


async def test_a_hundred_missed_are_few_messages(life: Life) -> None:
    for minute in range(45):
        await life.say(f"remind me to do thing {minute:02}x at 13:{minute:02}")
    sent = await life.off(hours=4)
    assert len(sent) == 2
    told = "\n".join(texts(sent))
    assert all(f"thing {minute:02}x" in told for minute in range(45))
    assert max(len(labels(outgoing)) for outgoing in sent) <= 100


async def test_snoozed_and_series_of_one_reminder_are_told_once(life: Life) -> None:
    await life.say("remind me every day at 1pm to eat")
    await life.say("remind me to call mum at 14:00")
    await life.wait(hours=1)
    await life.press("1 h")
    (push,) = await life.off(days=1, hours=2)
    assert push.reply.text.splitlines()[-1] == "2. eat (due 13:00, 2 h late; 1 earlier, too)"
    assert at(await life.wait(days=1)) == ["15 13:00"]


@pytest.mark.parametrize(
    ("start", "change", "first"),
    [
        # Clocks go forward on 29 March and back on 25 October.
        (datetime(2026, 3, 28, 12), datetime(2026, 3, 30, 12), datetime(2026, 3, 31, 9)),
        (datetime(2026, 10, 24, 12), datetime(2026, 10, 26, 12), datetime(2026, 10, 27, 9)),
    ],
)
async def test_off_over_a_clock_change(
    life: Life, start: datetime, change: datetime, first: datetime
) -> None:
    life.clock.move_to(instant_of(start, BERLIN))
    await life.say("remind me every day at 9 to take pills")
    (push,) = await life.start_at(instant_of(change, BERLIN))
    assert push.reply.text == "take pills\n(due 09:00, 3 h late; 1 earlier, too)"
    (push,) = await life.until(first.year, first.month, first.day, 9)
    assert push.reply.text == "take pills"


async def test_a_clock_that_was_ahead_silences_no_series(life: Life) -> None:
    await life.say("remind me every day at 9 to take pills")
    ahead = await life.off(days=3)
    assert texts(ahead) == ["take pills\n(due 09:00, 3 h late; 2 earlier, too)"]
    assert await life.start_at(NOON + timedelta(hours=1)) == []
    assert rung(await life.wait(days=5)) == [
        "14 09:00 take pills", "15 09:00 take pills", "17 09:00 take pills", "18 09:00 take pills",
    ]  # fmt: skip


async def test_a_clock_set_back_rings_nothing_twice(life: Life) -> None:
    await life.say("remind me to call mum in 20 minutes")
    await life.say("remind me every day at 12:30 to eat")
    assert len(await life.wait(hours=1)) == 2
    assert await life.start_at(NOON) == []
    assert rung(await life.wait(days=1, hours=1)) == ["14 12:30 eat"]


def rung(sent: list[Outgoing]) -> list[str]:
    return [f"{when} {text}" for when, text in zip(at(sent), texts(sent), strict=True)]


async def test_what_is_urgent_comes_first_and_alone(life: Life) -> None:
    await set_four(life)
    await life.say("remind me to take the pot off the stove at 12:04, it's urgent")
    alone, together = await life.off(minutes=30)
    assert alone.reply.text == "take the pot off the stove\n(due 12:04, 26 min late)"
    assert together.reply.text.startswith("While I was off")
    assert "pot" not in together.reply.text
