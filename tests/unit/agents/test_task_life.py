"""Tasks as people speak of them: quick adds, views, changes, repetition, reminders."""

from datetime import timedelta

import pytest

from core.tasks import Task
from tests.house import House, labels


async def tasks(house: House) -> list[Task]:
    async with house.unit() as work:
        return await work.tasks.open()


async def only(house: House) -> Task:
    (task,) = await tasks(house)
    return task


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "Pay rent every 1st p1 #home",
            "Added Pay rent (high priority) to home, every month on the 1st, next Fri 1 May.",
        ),
        (
            "buy milk @shop tomorrow",
            "Added buy milk to tasks, due tomorrow, Tue 14 Apr, @shop.",
        ),
        (
            "water plants every! 3 days",
            "Added water plants to tasks, every 3 days after it is done, next today.",
        ),
        (
            "water plants 3 days after I do it",
            "Added water plants to tasks, every 3 days after it is done, next today.",
        ),
        ("add milk, eggs", "Added milk and eggs to shopping."),
        ("i need milk", "Added milk to shopping."),
        ("we're out of coffee", "Added coffee to shopping."),
        ("call mum tomorrow p2",
         "Added call mum (medium priority) to tasks, due tomorrow, Tue 14 Apr."),
        ("- pay bills p1\n- call mum tomorrow",
         "Added pay bills (high priority) and call mum, due tomorrow, Tue 14 Apr to tasks."),
        ("party:\n- 🎈 balloons\n- <b>cake</b> & *tea*",
         "Added 🎈 balloons and <b>cake</b> & *tea* to party."),
        ("party:\n- cake\n- wine", "Added cake and wine to party."),
    ],
)  # fmt: skip
async def test_a_line_is_enough(house: House, said: str, answer: str) -> None:
    assert await house.reply(said) == answer


async def test_a_reminder_stays_a_reminder(house: House) -> None:
    said = await house.reply("remind me to pay rent tomorrow at 9 #home")
    assert said.startswith("Reminder set:")
    said = await house.reply("remind me tomorrow at 9 to read this:\n- one\n- two")
    assert said.startswith("Reminder set: read this:\n- one\n- two\ntomorrow, Tue 14 Apr at 09:00")
    assert await house.open_tasks() == []


async def test_what_repeats_comes_back_and_goes_with_the_tick(house: House) -> None:
    await house.say("Pay rent every 1st p1 #home")
    await house.say("#home")
    toast, shown = sorted(await house.press("pay rent"), key=lambda o: o.kind, reverse=True)
    assert toast.reply.text == "Done: Pay rent. It is due again Mon 1 Jun."
    assert shown.reply.text.startswith("Home\n☑ Pay rent (high priority)")
    assert str((await only(house)).due) == "2026-06-01"
    await house.press("✓ pay rent")
    assert str((await only(house)).due) == "2026-05-01"


async def test_undo_of_a_tick_takes_back_what_came_again(house: House) -> None:
    await house.say("water plants every! 3 days")
    before = await tasks(house)
    said = await house.reply("done with the plants")
    assert said == "✓ Done: water plants. It is due again Thu 16 Apr. 1 item left on tasks."
    await house.press("undo")
    assert await tasks(house) == before


async def test_a_tap_sets_a_reminder_and_the_tick_cancels_it(house: House) -> None:
    await house.say("add pay rent to my tasks by friday")
    _, asked = await house.press("remind me")
    assert asked.reply.text == "When shall I remind you of “pay rent”?"
    assert labels(asked) == ["Fri 17 Apr at 09:00", "In 1 hour", "Tonight", "Tomorrow"]
    _, said = await house.press("Fri 17 Apr at 09:00")
    assert said.reply.text == "Reminder set: pay rent\nFri 17 Apr at 09:00 (in 3 days 21 h)"
    done = await house.reply("done with rent")
    assert "Its reminder is cancelled." in done
    assert await house.wait(timedelta(days=5)) == []
    assert await house.reply("what are my reminders?") == "You have no reminders."


@pytest.mark.parametrize("by_words", [False, True])
async def test_done_on_its_reminder_ticks_it(house: House, by_words: bool) -> None:
    await house.say("add pay rent to my tasks by friday")
    await house.press("remind me")
    await house.press("In 1 hour")
    await house.wait(timedelta(hours=1))
    if by_words:
        assert await house.reply("done") == "✓ Done: pay rent\nIts task is ticked off, too."
    else:
        toast, _ = await house.press("Done")
        assert toast.reply.text == "Done: pay rent. Its task is ticked off, too."
    assert await house.open_tasks() == []
    await house.press("Undo")
    assert await house.open_tasks() == ["pay rent"]


async def test_the_day_has_a_tick_for_each_task(house: House) -> None:
    await house.say("pay rent today p1")
    await house.say("water the plants today p2")
    await house.say("remind me to call mum at 5pm")
    (day,) = await house.say("what's on today?")
    assert labels(day) == ["pay rent", "water the plants"]
    toast, shown = await house.press("pay rent")
    assert toast.reply.text == "Done: pay rent"
    assert shown.target_id == day.id
    assert "call mum" in shown.reply.text
    assert "pay rent" not in shown.reply.text
    assert labels(shown) == ["water the plants", "Undo"]
    again, _ = await house.press_again(day, "pay rent")
    assert again.reply.text == "“pay rent” was done already."


async def test_the_answer_in_words_links_the_reminder_and_opening_sets_it_again(
    house: House,
) -> None:
    await house.say("add pay rent to my tasks")
    await house.press("remind me")
    await house.say("tomorrow at 8")
    assert (await only(house)).reminder_id is not None
    await house.say("done with rent")
    assert await house.reply("reopen rent") == "Open again: pay rent. Its reminder is set again."
    (rang,) = await house.wait(timedelta(days=1))
    assert rang.reply.text == "pay rent"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("move rent to friday", "Changed: pay rent, due Fri 17 Apr (on tasks)"),
        ("make rent priority 1", "Changed: pay rent (high priority) (on tasks)"),
        ("add a note to rent: iban in the drawer",
         "Changed: pay rent (on tasks)\nNote: iban in the drawer"),
        ("tag rent with home", "Changed: pay rent, @home (on tasks)"),
        ("rename rent to pay Bob", "Changed: pay Bob (on tasks)"),
        ("move rent to flat", "Changed: pay rent (on flat)"),
        ("make rent repeat every friday",
         "Changed: pay rent, every Friday, next Fri 17 Apr (on tasks)"),
        ("delete rent", "Removed pay rent from tasks. No items left on tasks."),
    ],
)  # fmt: skip
async def test_words_change_a_task(house: House, said: str, answer: str) -> None:
    await house.say("add pay rent to my tasks")
    assert await house.reply(said) == answer
    await house.press("undo")
    task = await only(house)
    assert (task.title, task.due, task.priority, task.notes, task.tags, task.rule) == (
        "pay rent", None, None, "", (), None,
    )  # fmt: skip


async def test_taps_change_a_task_in_place(house: House) -> None:
    await house.say("add pay rent to my tasks")
    await house.press("change")
    _, shown = await house.press("high")
    assert shown.reply.text.startswith("pay rent (high priority) (on tasks)")
    _, shown = await house.press("due tomorrow")
    assert "\nDue tomorrow, Tue 14 Apr\n" in shown.reply.text
    (toast, *_) = await house.press("high")
    assert toast.reply.text == "It is so already."


async def test_places_mean_the_list_as_it_was_shown(house: House) -> None:
    await house.say("add milk, bread and eggs to shopping")
    await house.say("what's on my shopping list?")
    await house.say("mark the first one as done")
    await house.say("delete the second task")
    assert await house.open_tasks() == ["eggs"]
    assert await house.reply("mark the first one as done") == "“milk” is done already."


async def test_views(house: House) -> None:
    await house.say("Pay rent p1 @home by today")
    await house.say("buy milk tomorrow")
    house.clock.move_to(house.clock.now() + timedelta(days=1))
    assert (await house.reply("what's overdue?")).startswith("Overdue\n☐ Pay rent")
    assert await house.reply("tasks for today") == (
        "Overdue\n☐ Pay rent (high priority), overdue since yesterday, Mon 13 Apr, @home"
        "\n\nDue today\n☐ buy milk"
    )
    assert (await house.reply("tasks tagged home")).startswith("@home\n☐ Pay rent")
    assert (await house.reply("p1 tasks")).startswith("High priority\n☐ Pay rent")
    following = await house.reply("what should I do next?")
    assert "Why: it is overdue since yesterday, Mon 13 Apr." in following
    assert await house.reply("how many tasks do I have?") == (
        "You have 2 open tasks: 2 on tasks. 1 overdue, 1 due today."
    )
    assert await house.reply("find task passport") == "I find no task with “passport”."
    await house.say("done with milk")
    assert await house.reply("what did I get done this week?") == (
        "Done (Mon 13 Apr – Sun 19 Apr): 1 task\n☑ buy milk (tasks), Tue 14 Apr"
    )


async def test_whole_lists(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("done with milk")
    assert await house.reply("what are my lists?") == "Your lists:\n• shopping: 1 open, 1 done"
    assert (
        await house.reply("rename the shopping list to food")
        == "The list shopping is now called food."
    )
    assert await house.reply("clear completed tasks") == "Removed 1 done item from all lists."
    asked = await house.reply("delete the food list")
    assert asked == "Shall I remove the list food, 1 open item and all?"
    await house.press("delete")
    assert await house.open_tasks() == []
    await house.press("undo")
    assert await house.open_tasks() == ["bread"]


async def test_the_tap_on_what_was_removed_shows_the_list_as_it_is(house: House) -> None:
    await house.say("add milk and bread to shopping")
    (shown,) = await house.say("what's on my shopping list?")
    await house.say("remove milk from shopping")
    toast, edit = sorted(await house.press_again(shown, "milk"), key=lambda o: o.kind, reverse=True)
    assert toast.reply.text == "That task is not there any more."
    assert edit.reply.text == "Shopping\n☐ bread"


async def test_a_long_title_fits_on_lines_and_is_kept_whole(house: House) -> None:
    title = "x" * 4000
    await house.say(f"todo: {title}")
    assert [task.title for task in await tasks(house)] == [title]
    assert len(await house.reply("what are my tasks?")) < 200


async def test_a_day_that_is_past_is_kept_and_said(house: House) -> None:
    said = await house.reply("add pay rent to my tasks due 10 april 2026")
    assert said.endswith("That is past, so it is overdue.")
    assert str((await only(house)).due) == "2026-04-10"


async def test_the_agenda_tells_what_is_over_and_stays_one_message(house: House) -> None:
    await house.say("remind me to call mum today at 13:00")
    await house.wait(timedelta(hours=2))
    assert await house.reply("what's on today?") == "Today\n13:00 ⏰ call mum (rang)"
    async with house.unit() as work:
        for number in range(100):
            due = house.clock.now().date()
            await work.tasks.add(Task(title=f"{number} " + "y" * 300, due=due), house.clock.now())
    said = await house.reply("today")
    assert len(said) < 4096
    assert "more" in said.splitlines()[-1]
