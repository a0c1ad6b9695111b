from core.tasks import Task
from tests.house import House, labels


async def test_several_things_go_on_one_list(house: House) -> None:
    (reply,) = await house.say("add milk and bread to shopping")
    assert reply.reply.text == "Added milk and bread to shopping."
    assert reply.reply.route == "task.add"
    assert labels(reply) == ["Undo"]
    assert await house.open_tasks() == ["milk", "bread"]


async def test_a_list_is_shown_with_a_button_for_each(house: House) -> None:
    await house.say("add milk and bread to shopping")
    (shown,) = await house.say("what's on my shopping list?")
    assert shown.reply.text == "Shopping\n☐ milk\n☐ bread"
    assert [b.label for line in shown.reply.buttons for b in line] == ["milk", "bread"]


async def test_a_tap_ticks_and_the_second_says_so(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("what's on my shopping list?")
    press = await house.pressing("MILK!")
    toast, edit = sorted(await house.handle(press), key=lambda o: o.kind, reverse=True)
    assert (toast.kind, toast.reply.text) == ("toast", "Done: milk")
    assert (edit.kind, edit.reply.text) == ("edit", "Shopping\n☑ milk\n☐ bread")
    assert labels(edit) == ["✓ milk", "bread", "Undo"]
    assert await house.open_tasks() == ["bread"]
    again = await house.receive("press", data=press.data, message_id=press.message_id)
    said, same = sorted(await house.handle(again), key=lambda o: o.kind, reverse=True)
    assert said.reply.text == "“milk” was done already."
    assert same.reply.text == "Shopping\n☑ milk\n☐ bread"
    assert await house.open_tasks() == ["bread"]


async def test_a_tick_can_be_undone_and_the_list_comes_back(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("what's on my shopping list?")
    await house.press("milk")
    shown = await house.press("undo")
    assert [o.reply.text for o in shown] == ["Undone.", "Shopping\n☐ milk\n☐ bread"]
    assert await house.open_tasks() == ["milk", "bread"]


async def test_tasks_are_ticked_by_their_words(house: House) -> None:
    await house.say("add milk and bread to shopping")
    assert await house.reply("done with milk") == "✓ Done: milk. 1 item left on shopping."
    assert await house.open_tasks() == ["bread"]


async def test_tasks_are_ticked_by_their_place_on_the_list(house: House) -> None:
    await house.say("add milk, bread and eggs to shopping")
    await house.say("what's on my shopping list?")
    await house.say("the second one is done")
    assert await house.open_tasks() == ["milk", "eggs"]


async def test_of_several_that_fit_the_person_chooses(house: House) -> None:
    await house.say("add oat milk and cow milk to shopping")
    (asked,) = await house.say("done with milk")
    assert asked.reply.text == "Which one is done?"
    assert await house.open_tasks() == ["oat milk", "cow milk"]
    await house.press("cow milk")
    assert await house.open_tasks() == ["oat milk"]


async def test_what_is_on_no_list_is_said_to_be_on_none(house: House) -> None:
    await house.say("add milk to shopping")
    said = await house.reply("done with the cheese")
    assert said == "I find no open task like “cheese”. There is “milk”."
    assert await house.open_tasks() == ["milk"]


async def test_a_task_is_removed_from_its_list(house: House) -> None:
    await house.say("add milk and bread to shopping")
    said = await house.reply("remove bread from shopping")
    assert said == "Removed bread from shopping. 1 item left on shopping."
    assert await house.open_tasks() == ["milk"]


async def test_a_task_keeps_the_day_by_which_it_is_due(house: House) -> None:
    said = await house.reply("add pay rent to my tasks by friday")
    assert said == "Added pay rent to tasks, due Fri 17 Apr."


async def test_an_empty_list_is_said_to_be_empty(house: House) -> None:
    assert await house.reply("what's on my shopping list?") == "There is nothing on shopping."
    assert await house.reply("what are my tasks?") == "There is nothing to do."


async def test_undo_of_one_item_leaves_what_came_later(house: House) -> None:
    await house.say("add milk to shopping")
    first = await house.pressing("undo")
    await house.say("add bread to shopping")
    toast, edit = await house.handle(first)
    assert toast.reply.text == "Undone."
    assert edit.reply.text == "Added milk to shopping.\n\n↩ Undone."
    assert await house.open_tasks() == ["bread"]


async def test_what_has_changed_since_is_not_undone(house: House) -> None:
    await house.say("add milk to shopping")
    first = await house.pressing("undo")
    await house.say("done with milk")
    toast, edit = await house.handle(first)
    assert "changed since" in toast.reply.text
    assert edit.reply.buttons == ()
    assert await house.open_tasks() == []


async def test_a_whole_list_is_removed_only_after_a_question(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("add pay rent to my tasks")
    (asked,) = await house.say("clear my shopping list")
    assert asked.reply.text == "Shall I remove 2 items from shopping?"
    keep = await house.pressing("keep")
    await house.handle(keep)
    assert len(await house.open_tasks()) == 3
    await house.say("clear my shopping list")
    await house.press("delete")
    assert await house.open_tasks() == ["pay rent"]
    await house.press("undo")
    assert len(await house.open_tasks()) == 3
    (asked,) = await house.say("delete all my tasks")
    assert asked.reply.text == "Shall I remove 3 items from all lists?"


async def test_done_does_not_take_what_was_not_meant(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("done with milk")
    (asked,) = await house.say("done")
    assert asked.reply.text == "Which one is done?"
    assert await house.open_tasks() == ["bread"]


async def test_priority_and_list_are_changed(house: House) -> None:
    await house.say("add milk to shopping")
    assert await house.reply("make milk high priority") == (
        "Changed: milk (high priority) (on shopping)"
    )
    await house.say("move milk to my groceries list")
    assert await house.reply("what's on my groceries list?") == "Groceries\n☐ milk (high priority)"


async def test_what_is_missing_is_asked_for(house: House) -> None:
    assert (await house.reply("add to shopping")).startswith("What shall I put on shopping?")
    assert await house.reply("remove milk from shopping") == "shopping is empty."
    assert await house.reply("done with milk") == "There is no open task."


async def test_a_list_of_150_comes_in_pages(house: House) -> None:
    async with house.unit() as work:
        for number in range(1, 151):
            await work.tasks.add(Task(title=f"thing {number} " + "x" * 40), house.clock.now())
    (shown,) = await house.say("what are my tasks?")
    assert shown.reply.text.startswith("Tasks\n☐ thing 1 ")
    assert shown.reply.text.endswith("☐ thing 20 " + "x" * 40 + "\n\n1 to 20 of 150")
    assert len(shown.reply.buttons) == 21
    assert labels(shown)[0].endswith("…")
    assert labels(shown)[-1] == "More ›"
    for _ in range(7):
        _, shown = await house.press("more")
    assert shown.reply.text.endswith("141 to 150 of 150")
    assert labels(shown)[-1] == "‹ Back"
    await house.say("the second one is done")
    assert len(await house.open_tasks()) == 149
    assert "thing 142 " + "x" * 40 not in await house.open_tasks()


async def test_of_choices_to_remove_the_pressed_one_goes(house: House) -> None:
    await house.say("add oat milk and cow milk to shopping")
    await house.say("remove milk from shopping")
    await house.press("oat milk")
    assert await house.open_tasks() == ["cow milk"]


async def test_a_day_that_is_said_with_a_task_is_kept_and_shown(house: House) -> None:
    said = await house.reply("buy milk tomorrow")
    assert said == "Added buy milk to tasks, due tomorrow, Tue 14 Apr."
    assert await house.reply("what's on my list?") == "Tasks\n☐ buy milk, due tomorrow, Tue 14 Apr"
    assert await house.reply("what's on tomorrow?") == "Tomorrow, Tue 14 Apr\n☐ buy milk"


async def test_what_is_on_the_list_is_not_put_there_twice(house: House) -> None:
    await house.say("add milk to shopping")
    assert await house.reply("add Milk to shopping") == "Already on shopping: Milk."
    said = await house.reply("add bread and milk to shopping")
    assert said == "Added bread to shopping. Already on shopping: milk."
    assert await house.open_tasks() == ["milk", "bread"]


async def test_everything_goes_only_after_a_yes(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("bread is done")
    said = await house.reply("delete everything")
    assert said == "Shall I remove 1 item from all lists?"
    assert await house.open_tasks() == ["milk"]


async def test_a_slip_of_the_finger_finds_the_task_and_the_list(house: House) -> None:
    await house.say("add bananas and the dentist form to my errands list")
    assert "the dentist form" in await house.reply("done with the dentsit")
    added = "Added stamps to errands."
    assert (await house.reply("add stamps to my erands list")).startswith(added)
    assert await house.open_tasks() == ["bananas", "stamps"]


async def test_two_that_a_slip_may_mean_are_asked_about(house: House) -> None:
    await house.say("add Marinas book to my errands list")
    await house.say("add Marines film to my errands list")
    (asked,) = await house.say("done with marinos")
    assert [b.label for line in asked.reply.buttons for b in line] == [
        "Marinas book",
        "Marines film",
    ]


async def test_what_is_searched_nearby_is_no_task(house: House) -> None:
    await house.say("add milk to shopping")
    assert await house.reply("search milk") == "milk (on shopping)"
    said = await house.reply("search for restaurants nearby")
    assert said.startswith("I can't help with that.")
