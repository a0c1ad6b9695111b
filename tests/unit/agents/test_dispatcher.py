from dataclasses import replace
from datetime import timedelta

import pytest

from agents.memory import MemoryAgent
from agents.reading import LONGEST
from agents.reminders import ReminderAgent
from agents.settings import SettingsAgent
from agents.tasks import TaskAgent
from bot.access import AccessAgent
from core.models import Outgoing, Reply
from tests.fake_calendars import calendar_agent
from tests.house import Forgetful, House


def texts(sent: list[Outgoing]) -> list[str]:
    return [outgoing.reply.text for outgoing in sent]


def labels(outgoing: Outgoing) -> list[str]:
    return [button.label for line in outgoing.reply.buttons for button in line]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("remind me to call mum tomorrow at 9", "Reminder set: call mum"),
        ("add milk and bread to shopping", "Added milk and bread to shopping."),
        ("dentist on thursday at 3pm", "Shall I put this in your calendar?"),
        ("what are my reminders?", "You have no reminders."),
        ("what's on today?", "Nothing is on today."),
        ("help", "Just write what you want, for example:"),
        ("/help", "Just write what you want, for example:"),
        ("/settings", "Time zone: Europe/Berlin, where it is 12:00"),
        ("set my morning to 8", "Your morning is at 08:00 now."),
        ("hello", "Hello! What can I do for you?"),
        ("/frobnicate now", "I don't know the command /frobnicate."),
    ],
)
async def test_each_verb_finds_its_agent(house: House, message: str, said: str) -> None:
    assert (await house.reply(message)).startswith(said)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", "That message was empty."),
        ("   \n", "That message was empty."),
        ("\ufffd", "I see no words in that."),
        ("👍🎉", "I see no words in that."),
        ("?!", "I see no words in that."),
        ("x" * 100_000, "That is a long text (100,000 characters)."),
        ("\u202eתזכיר לי מחר", "I speak English only for now"),
        ("ذكرني غدا", "I speak English only for now"),
        ("asdf qwer", "I can't help with that"),
    ],
)
async def test_odd_messages_get_a_clear_answer(house: House, message: str, said: str) -> None:
    assert (await house.reply(message)).startswith(said)


async def test_a_message_is_kept_word_for_word(house: House) -> None:
    await house.say("add milk to shopping")
    await house.say("x" * (LONGEST + 1))
    kept = [episode.text for episode in house.database.states[house.person.id].episodes.values()]
    assert kept == ["add milk to shopping", "x" * (LONGEST + 1)]


async def test_private_mode_keeps_nothing_of_what_was_said(house: House) -> None:
    house.present = replace(house.present, private=True)
    assert await house.reply("add milk to shopping") == "Added milk to shopping."
    state = house.database.states[house.person.id]
    assert (state.episodes, state.log) == ({}, [])


async def test_private_mode_is_switched_as_the_words_say(house: House) -> None:
    for words, on in (
        ("/private", True),
        ("turn on private mode", True),
        ("private mode off", False),
        ("turn off private mode", False),
        ("/private", True),
        ("leave private mode", False),
        ("keep this private", True),
        ("keep it between us", True),
        ("private mode off", False),
    ):
        assert (await house.reply(words)).startswith(f"Private mode is {'on' if on else 'off'}: ")
        assert house.present.private == on
    assert house.database.states[house.person.id].changes == {}


async def test_two_requests_in_one_message_are_both_answered(house: House) -> None:
    sent = await house.say("remind me to call mum tomorrow at 9 and add milk to shopping")
    assert [o.reply.route for o in sent] == ["reminder.set", "task.add"]
    assert [labels(o) for o in sent] == [["Change"], ["Undo"]]
    await house.press("undo")
    assert await house.open_tasks() == []
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def test_a_message_dealt_with_twice_changes_nothing(house: House) -> None:
    incoming = await house.receive("text", "add milk to shopping")
    first = await house.handle(incoming)
    again = await house.handle(incoming)
    assert (len(first), again) == (1, [])
    assert await house.open_tasks() == ["milk"]


async def test_what_was_refused_changes_nothing_and_offers_no_undo(house: House) -> None:
    (refused,) = await house.say("cancel that")
    assert "no reminder" in refused.reply.text.lower()
    assert refused.reply.buttons == ()


async def test_cancel_that_is_about_the_last_thing(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    said = await house.reply("cancel that")
    assert said.startswith("Cancelled")
    assert "call mum" in said
    await house.press("undo")
    assert "call mum" in await house.reply("what are my reminders?")


async def test_undo_in_words_goes_back_step_by_step(house: House) -> None:
    await house.say("add milk to shopping")
    await house.say("add bread to shopping")
    for left in (["milk"], []):
        sent = await house.say("undo that")
        assert f"Taken back:\nAdded {'bread' if left else 'milk'} to shopping." in texts(sent)
        assert await house.open_tasks() == left
    assert texts(await house.say("undo")) == ["There is nothing to take back."]


async def test_undo_in_words_names_what_it_takes_back(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    assert await house.reply("undo") == (
        "Taken back:\nReminder set: call mum\ntomorrow, Tue 14 Apr at 09:00"
    )
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def test_undo_in_words_names_what_it_cannot_take_back(house: House) -> None:
    await house.say("remind me to call mum in 10 minutes")
    await house.wait(timedelta(minutes=10))
    assert await house.reply("undo") == (
        "It has already rung, so it can't be undone:\n"
        "Reminder set: call mum\ntoday, Mon 13 Apr at 12:10"
    )


async def test_a_reminder_that_has_rung_cannot_be_undone(house: House) -> None:
    await house.say("remind me to call mum in 10 minutes")
    press = await house.pressing("undo")
    house.clock.move_to(house.clock.now() + timedelta(minutes=10))
    (due,) = await house.database.due(house.clock.now(), 10)
    async with house.unit() as work:
        await work.occurrences.claim(due.occurrence_id)
    toast, edit = await house.handle(press)
    assert toast.reply.text == "It has already rung, so it can't be undone."
    assert "Undo" not in labels(edit)


async def test_undo_pressed_twice_says_so(house: House) -> None:
    await house.say("add milk to shopping")
    press = await house.pressing("undo")
    await house.handle(press)
    again = await house.receive("press", data=press.data, message_id=press.message_id)
    toast, *_ = await house.handle(again)
    assert toast.reply.text == "There is nothing to take back any more."


ODD = ["", "nonsense", "undo:x", "tick:77", "say:99", "meant:1:x", "zone:x", f"undo:{'9' * 30}"]


@pytest.mark.parametrize("data", ODD)
async def test_every_press_gets_a_toast(house: House, data: str) -> None:
    await house.say("hello")
    (toast,) = await house.handle(await house.receive("press", data=data))
    assert toast.kind == "toast"
    assert toast.reply.text


async def test_what_was_forwarded_is_no_order_and_the_choice_is_done(house: House) -> None:
    forwarded = replace(await house.receive("text", "buy cheese"), forwarded=True)
    (asked,) = await house.handle(forwarded)
    assert "forwarded" in asked.reply.text
    assert labels(asked) == ["Remember it", "Add a task"]
    assert await house.open_tasks() == []
    press = await house.pressing("add a task")
    sent = await house.handle(press)
    assert texts(sent) == ["Add a task", "Added buy cheese to tasks."]
    again = await house.receive("press", data=press.data, message_id=press.message_id)
    (toast,) = await house.handle(again)
    assert "too old" in toast.reply.text
    assert await house.open_tasks() == ["buy cheese"]


async def test_what_cannot_be_read_is_said_to_be_so(house: House) -> None:
    (said,) = await house.handle(await house.receive("unsupported", data="sticker"))
    assert said.reply.text.startswith("I can't do anything with a sticker yet")
    photo = await house.receive("unsupported", "add milk to shopping", data="photo")
    assert texts(await house.handle(photo)) == [
        "I can't do anything with a photo yet; it stays here in the chat. Its words I can read:",
        "Added milk to shopping.",
    ]


async def test_an_edit_corrects_what_came_of_the_message(house: House) -> None:
    first = await house.receive("text", "add milk to shopping")
    await house.handle(first)
    edit = await house.receive("edit", "add oat milk to shopping", message_id=first.message_id)
    (said,) = await house.handle(edit)
    assert said.reply.text == "Added oat milk to shopping."
    assert await house.open_tasks() == ["oat milk"]


async def test_an_edit_of_what_has_changed_since_says_so(house: House) -> None:
    first = await house.receive("text", "add milk to shopping")
    await house.handle(first)
    await house.say("done with milk")
    edit = await house.receive("edit", "add oat milk to shopping", message_id=first.message_id)
    (said,) = await house.handle(edit)
    assert said.reply.text.startswith("Something has changed since that message")
    assert await house.open_tasks() == []


async def test_an_edit_waits_for_its_original(house: House) -> None:
    edit = await house.receive("edit", "add oat milk to shopping", message_id=77)
    assert await house.handle(edit) == []
    assert await house.handle(edit) == []
    original = await house.receive("text", "add milk to shopping", message_id=77)
    await house.handle(original)
    assert texts(await house.handle(edit)) == ["Added oat milk to shopping."]
    assert await house.open_tasks() == ["oat milk"]


async def test_an_edit_whose_original_never_comes_is_a_message_of_its_own(house: House) -> None:
    edit = await house.receive("edit", "add oat milk to shopping", message_id=77)
    house.clock.move_to(house.clock.now() + timedelta(seconds=11))
    assert texts(await house.handle(edit)) == ["Added oat milk to shopping."]


async def test_what_never_arrived_is_told_at_the_next_contact(house: House) -> None:
    await house.say("hello")
    async with house.unit() as work:
        lost = Outgoing(
            key="x", conversation_id=house.talk.id, kind="push", reply=Reply(text="⏰ call mum")
        )
        await work.outbox.put(lost, house.clock.now())
        await work.outbox.fail(await work.outbox.number("x"), "gone")
    sent = await house.say("what are my tasks?")
    assert texts(sent)[1] == "This could not be delivered to you:\n• ⏰ call mum"
    assert len(await house.say("what are my tasks?")) == 1


async def test_every_step_is_logged_by_name_and_id_only(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("what's on today?")
    log = house.database.states[house.person.id].log
    assert [(step.kind, step.agent) for step in log] == [
        ("SET_REMINDER", "reminders"),
        ("CHECKED_CALENDAR", "calendar"),
    ]
    assert log[0].target is not None
    assert log[0].target.isdecimal()


def test_every_button_belongs_to_one_agent(house: House) -> None:
    agents = (
        *(ReminderAgent(), TaskAgent(), SettingsAgent(house.clock)),
        calendar_agent(house.database, house.clock, Forgetful()),
    )
    actions = [action for agent in (*agents, MemoryAgent, AccessAgent) for action in agent.actions]
    assert sorted(actions) == sorted(set(actions))
