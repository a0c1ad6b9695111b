"""The buttons below a ringing, and what pressing them twice or late says."""

import pytest

from tests.integration.reminders.conftest import Life, at, labels, texts

BUTTONS = ["Done", "10 min", "1 h", "Tonight", "Tomorrow", "Other…"]


@pytest.fixture
async def rung(life: Life) -> Life:
    """“call mum” has rung at 12:20."""
    await life.say("remind me to call mum in 20 minutes")
    (push,) = await life.wait(minutes=20)
    assert (push.reply.text, labels(push)) == ("call mum", BUTTONS)
    return life


async def test_every_button_answers_with_a_toast_and_shows_the_outcome(rung: Life) -> None:
    toast, edit = await rung.press("Done")
    assert (toast.kind, toast.reply.text) == ("toast", "Done: call mum")
    assert (edit.kind, edit.reply.text) == ("edit", "call mum\n✓ Done (Mon 13 Apr at 12:20)")
    assert rung.states() == ["done"]


@pytest.mark.parametrize(
    ("label", "again"),
    [
        ("10 min", "13 12:30"),
        ("1 h", "13 13:20"),
        ("Tonight", "13 20:00"),
        ("Tomorrow", "14 09:00"),
    ],
)
async def test_snooze_is_one_ringing_more(rung: Life, label: str, again: str) -> None:
    _, edit = await rung.press(label)
    assert edit.reply.text.startswith("call mum\n💤 Snoozed until to")
    assert edit.reply.text.endswith("(Mon 13 Apr at 12:20)")
    pushes = await rung.wait(days=3)
    assert at(pushes) == [again]
    assert labels(pushes[0]) == BUTTONS


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("in 25 minutes", "13 12:45"),
        ("at 5pm", "13 17:00"),
        ("tomorrow at 8", "14 08:00"),
        ("friday", "17 09:00"),
        ("40 minutes", "13 13:00"),
    ],
)
async def test_other_takes_a_time_in_words(rung: Life, words: str, again: str) -> None:
    toast, asked = await rung.press("Other…")
    assert toast.reply.text == "When?"
    assert asked.reply.text.startswith("When shall “call mum” ring again?")
    edit, said = await rung.say(words)
    assert edit.startswith("call mum\n💤 Snoozed until ")
    assert said.startswith("Snoozed: call mum\n")
    assert at(await rung.wait(days=7)) == [again]


async def test_other_and_no_time_changes_nothing_and_the_buttons_stay(rung: Life) -> None:
    await rung.press("Other…")
    await rung.say("hello")
    assert rung.states() == ["sent"]
    toast, _ = await rung.press("Done")
    assert toast.reply.text == "Done: call mum"


async def test_pressing_twice_says_what_has_happened(rung: Life) -> None:
    number = rung.door.sent[-1].occurrence_id
    message = rung.door.sent[-1].id
    await rung.press("1 h")
    for data in (f"done:{number}", f"snooze:{number}:10m", f"other:{number}"):
        assert texts(await rung.send(message, data)) == [
            "It is snoozed until today, Mon 13 Apr at 13:20."
        ]
    await rung.wait(hours=1)
    assert texts(await rung.send(message, f"done:{number}")) == [
        "It was snoozed, and has rung again since."
    ]
    await rung.press("Done")
    assert rung.states() == ["done", "done"]
    assert texts(await rung.send(message, f"done:{number}")) == ["That was done already."]
    assert texts(await rung.send(message, "done:123456")) == ["I no longer know that reminder."]


async def test_an_old_message_of_a_series_is_still_answered(life: Life) -> None:
    await life.say("remind me every day at 9 to take pills")
    monday = (await life.until(2026, 4, 14, 9))[0]
    await life.until(2026, 4, 17, 9)
    toast, edit = await life.send(monday.id, f"done:{monday.occurrence_id}")
    assert toast.reply.text == "Done: take pills"
    assert edit.reply.text == "take pills\n✓ Done (Fri 17 Apr at 09:00)"
    assert life.states() == ["done", "sent", "sent", "sent", "scheduled"]


async def test_a_snooze_never_shifts_the_series(life: Life) -> None:
    await life.say("remind me every day at 1pm to eat")
    await life.wait(hours=1)
    await life.press("Tonight")
    assert at(await life.wait(days=2)) == ["13 20:00", "14 13:00", "15 13:00"]
    await life.press("Tomorrow")
    assert at(await life.until(2026, 4, 17, 14)) == ["16 09:00", "16 13:00", "17 13:00"]


async def test_a_snooze_outlives_the_end_of_its_series(life: Life) -> None:
    await life.say("remind me every day at 1pm until 14 april to eat")
    first = (await life.wait(hours=1))[0]
    await life.wait(days=1)
    await life.press("Done")
    toast, _ = await life.send(first.id, f"snooze:{first.occurrence_id}:1h")
    assert toast.reply.text == "It rings again today, Tue 14 Apr at 14:00."
    assert at(await life.wait(days=3)) == ["14 14:00"]


async def test_undo_brings_the_buttons_back_and_takes_the_snooze_away(rung: Life) -> None:
    await rung.press("1 h")
    toast, edit = await rung.press("Undo")
    assert toast.reply.text == "Undone."
    assert (edit.reply.text, labels(edit)) == ("call mum", BUTTONS)
    assert await rung.wait(days=2) == []
