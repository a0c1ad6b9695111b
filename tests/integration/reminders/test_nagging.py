"""It rings until it is done: how often, how long, and not in quiet hours."""

import pytest

from tests.integration.reminders.conftest import Life, at, labels, texts

ASKED = "remind me to take my pills at 1pm and keep reminding me every 10 minutes until I do it"


async def test_it_rings_again_until_it_is_done(life: Life) -> None:
    (said,) = await life.say(ASKED)
    assert said.startswith("Reminder set: take my pills\ntoday, Mon 13 Apr at 13:00 (in 1 h)\n")
    assert "Then every 10 min until it is done, at most 20 times." in said
    rung = await life.until(2026, 4, 13, 13, 25)
    assert at(rung) == ["13 13:00", "13 13:10", "13 13:20"]
    assert texts(rung) == [
        "take my pills",
        "take my pills\n(2nd time; tap Done and I stop)",
        "take my pills\n(3rd time; tap Done and I stop)",
    ]
    toast, edit = await life.press("Done")
    assert toast.reply.text == "Done: take my pills"
    assert edit.reply.text == "take my pills\n✓ Done (Mon 13 Apr at 13:25)"
    assert await life.wait(days=1) == []
    assert life.states() == ["done", "done", "done", "cancelled"]


async def test_done_on_an_earlier_message_ends_it_and_shows_on_the_last(life: Life) -> None:
    await life.say(ASKED)
    first, _, last = await life.until(2026, 4, 13, 13, 20)
    sent = await life.send(first.id, f"done:{first.occurrence_id}")
    assert sorted(outgoing.target_id or 0 for outgoing in sent) == [0, first.id, last.id]
    assert all("✓ Done" in outgoing.reply.text for outgoing in sent if outgoing.kind == "edit")
    assert await life.wait(days=1) == []
    assert texts(await life.send(last.id, f"done:{last.occurrence_id}")) == [
        "That was done already."
    ]


async def test_it_ends_at_its_most(life: Life) -> None:
    await life.say(f"{ASKED}, at most 2 times")
    rung = await life.wait(days=2)
    assert at(rung) == ["13 13:00", "13 13:10", "13 13:20"]
    assert texts(rung)[-1] == "take my pills\n(3rd and last time; tap Done and I stop)"
    assert labels(rung[-1])[0] == "Done"


async def test_a_snooze_holds_it_back_and_then_it_goes_on(life: Life) -> None:
    await life.say(ASKED)
    await life.until(2026, 4, 13, 13, 10)
    await life.press("1 h")
    assert at(await life.until(2026, 4, 13, 14, 30)) == ["13 14:10", "13 14:20", "13 14:30"]
    await life.press("Undo")
    assert at(await life.until(2026, 4, 13, 14, 40)) == ["13 14:40"]


async def test_it_is_silent_in_quiet_hours(life: Life) -> None:
    await life.say("quiet hours from 22:00 to 7:00")
    await life.say("remind me to lock up at 21:45 and keep reminding me every 10 minutes")
    rung = await life.until(2026, 4, 14, 7, 15)
    assert at(rung) == ["13 21:45", "13 21:55", "14 07:00", "14 07:10"]
    assert [outgoing.reply.silent for outgoing in rung] == [False] * 4


async def test_what_is_urgent_sounds_in_quiet_hours(life: Life) -> None:
    await life.say("quiet hours 10pm-7am")
    (said,) = await life.say("remind me to breathe at 23:00")
    assert "comes without a sound" in said
    (said,) = await life.say("it's urgent")
    assert "sounds in quiet hours" in said
    await life.say("remind me to read at 23:01")
    rung = await life.until(2026, 4, 14, 6)
    assert [(o.reply.text, o.reply.silent) for o in rung] == [("breathe", False), ("read", True)]


async def test_quiet_hours_are_off_until_asked_for_and_again(life: Life) -> None:
    await life.say("remind me to breathe at 23:00")
    assert [o.reply.silent for o in await life.until(2026, 4, 13, 23)] == [False]
    assert await life.say("don't disturb me between 10pm and 7am") == [
        "Quiet hours: 22:00 to 07:00. Reminders come without a sound then, and what rings until it"
        " is done waits; say “it's urgent” of one that must sound."
    ]
    assert await life.say("quiet hours off") == ["Quiet hours: off. Every reminder sounds."]
    await life.say("remind me to breathe at 23:30")
    assert [o.reply.silent for o in await life.until(2026, 4, 13, 23, 30)] == [False]


async def test_it_can_be_asked_for_when_it_has_rung(life: Life) -> None:
    await life.say("remind me to call mum at 1pm")
    await life.until(2026, 4, 13, 13)
    (said,) = await life.say("keep reminding me every 5 minutes until I do it")
    assert said.startswith("Changed: call mum, again today, Mon 13 Apr at 13:05")
    assert at(await life.until(2026, 4, 13, 13, 11)) == ["13 13:05", "13 13:10"]


@pytest.mark.parametrize("words", ["stop nagging me", "stop nagging me about my pills"])
async def test_it_stops_without_being_done(life: Life, words: str) -> None:
    await life.say(ASKED)
    await life.until(2026, 4, 13, 13, 5)
    assert await life.say(words) == [
        "I stop: “take my pills” is still open, but I don't ring for it again this time."
    ]
    assert await life.wait(hours=3) == []
    assert (await life.say("done"))[-1].startswith("✓ Done: take my pills")


async def test_after_being_off_it_rings_once_and_goes_on(life: Life) -> None:
    await life.say(ASKED)
    await life.until(2026, 4, 13, 13, 5)
    (late,) = await life.off(hours=3)
    assert late.reply.text == (
        "take my pills\n(due 13:10, 2 h 55 min late)\n(2nd time; tap Done and I stop)"
    )
    assert at(await life.wait(minutes=20)) == ["13 16:15", "13 16:25"]


async def test_the_next_of_a_series_takes_over(life: Life) -> None:
    await life.say("remind me every hour to stretch and keep reminding me every 40 minutes")
    assert at(await life.until(2026, 4, 13, 14, 59)) == [
        "13 13:00",
        "13 13:40",
        "13 14:00",
        "13 14:40",
    ]


@pytest.mark.parametrize(
    ("words", "texts_then"),
    [
        (
            ", skip it if it's more than 1 hour late",
            ["Left out, as you asked: pay (due 13:00, 2 h late)"],
        ),
        (", skip it if it's more than 3 hours late", ["pay\n(due 13:00, 2 h late)"]),
        (", ask me if it's late", ["pay\n(due 13:00, 2 h late)\nDo you still want it?"]),
    ],
)
async def test_late_it_does_as_it_was_told(life: Life, words: str, texts_then: list[str]) -> None:
    await life.say(f"remind me to pay at 1pm{words}")
    assert texts(await life.off(hours=3)) == texts_then


async def test_a_late_one_that_is_asked_about(life: Life) -> None:
    await life.say("remind me to pay at 1pm, ask me if it's late")
    await life.say("remind me to phone at 7pm, ask me if it's late")
    (asked,) = await life.off(hours=3)
    assert labels(asked) == ["Yes, remind me", "No, leave it out"]
    toast, edit = await life.press("yes, remind me")
    assert toast.reply.text == "Here it is."
    assert edit.reply.text == "pay\n(due 13:00, 2 h late)"
    assert labels(edit)[:3] == ["Done", "10 min", "1 h"]
    await life.off(hours=6)
    toast, edit = await life.press("no, leave it out")
    assert toast.reply.text == "Left out: phone"
    assert edit.reply.text == "phone\n✗ Left out (Mon 13 Apr at 21:00)"
    assert life.states() == ["sent", "skipped"]


async def test_the_persons_own_setting_holds_for_what_says_nothing(life: Life) -> None:
    assert await life.say("skip late reminders after 2 hours") == [
        "When it is more than 2 h late, I leave it out and tell you so."
        " A reminder that says otherwise keeps its own way."
    ]
    await life.say("remind me to pay at 1pm")
    await life.say("remind me to call mum at 13:30, even if it's late")
    await life.say("remind me every day at 12:30 to eat")
    (push,) = await life.off(hours=4)
    assert push.reply.text.splitlines() == [
        "While I was off, this fell due:",
        "1. call mum (due 13:30, 2 h 30 min late)",
        "Left out, as you asked:",
        "• eat (due 12:30, 3 h 30 min late)",
        "• pay (due 13:00, 3 h late)",
    ]
    assert labels(push) == ["Done 1", "1 h 1", "Tomorrow 1"]
    assert at(await life.wait(days=1)) == ["14 12:30"]
