"""Events are proposed, and a tap or a word decides."""

from datetime import timedelta

import pytest

from tests.house import House, labels

DRAFT = "Shall I put this in your calendar?\n"


async def test_a_draft_names_weekday_date_zone_and_place_and_waits(house: House) -> None:
    (draft,) = await house.say("dinner at Luigi's on thursday at 7pm")
    assert draft.reply.text == f"{DRAFT}dinner, Thu 16 Apr at 19:00 (Europe/Berlin), at Luigi's"
    assert labels(draft) == ["Create", "Change", "Cancel"]
    assert await house.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."
    toast, edit = await house.press("Create")
    assert toast.reply.text == edit.reply.text
    assert edit.reply.text == "In your calendar: dinner, Thu 16 Apr at 19:00, at Luigi's."
    assert labels(edit) == ["Undo"]
    assert "19:00 📅 dinner (Luigi's)" in await house.reply("what's on thursday?")


async def test_today_is_named_with_its_date(house: House) -> None:
    assert "today, Mon 13 Apr at 15:00 (Europe/Berlin)" in await house.reply("dentist today at 3pm")


async def test_what_it_overlaps_is_said_exactly(house: House) -> None:
    await house.done("standup tomorrow from 9:30 to 10:15")
    await house.done("vacation from 14 to 16 april")
    said = await house.reply("lunch with Anna tomorrow from 10 to 11")
    vacation = "⚠ On the same day: vacation, Tue 14 Apr – Thu 16 Apr"
    assert said.splitlines()[2:] == [vacation, "⚠ It overlaps “standup”: 10:00–10:15 (15 min)."]
    said = await house.reply("haircut tomorrow at 9")
    assert said.splitlines()[3:] == [
        "⚠ It overlaps “standup”: 09:30–10:00 (30 min, if one without an end takes an hour)."
    ]
    # One begins as the other ends.
    said = await house.reply("tea tomorrow from 10:15 to 11")
    assert said.splitlines()[2:] == [vacation]
    said = await house.reply("fair on 15 april")
    assert said.splitlines()[2:] == [vacation]


async def test_what_is_past_is_said_to_be(house: House) -> None:
    assert (await house.reply("dentist yesterday at 3pm")).endswith("⚠ That is in the past.")


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("at 4", "dentist, Thu 16 Apr at 16:00 (Europe/Berlin)"),
        ("at 9", "dentist, Thu 16 Apr at 09:00 (Europe/Berlin)"),
        ("tomorrow", "dentist, tomorrow, Tue 14 Apr at 15:00 (Europe/Berlin)"),
        ("make it an hour", "dentist, Thu 16 Apr at 15:00–16:00 (Europe/Berlin)"),
        ("until 5", "dentist, Thu 16 Apr at 15:00–17:00 (Europe/Berlin)"),
        ("from 2 to 4", "dentist, Thu 16 Apr at 14:00–16:00 (Europe/Berlin)"),
        ("an hour later", "dentist, Thu 16 Apr at 16:00 (Europe/Berlin)"),
        ("friday at 10", "dentist, Fri 17 Apr at 10:00 (Europe/Berlin)"),
        ("at Main Street 5", "dentist, Thu 16 Apr at 15:00 (Europe/Berlin), at Main Street 5"),
        ("with Anna", "dentist with Anna, Thu 16 Apr at 15:00 (Europe/Berlin)"),
        ("call it checkup", "checkup, Thu 16 Apr at 15:00 (Europe/Berlin)"),
        ("rename it to checkup", "checkup, Thu 16 Apr at 15:00 (Europe/Berlin)"),
        ("haircut friday at 12:30", "haircut, Fri 17 Apr at 12:30 (Europe/Berlin)"),
    ],
)
async def test_change_asks_and_takes_words(house: House, words: str, becomes: str) -> None:
    (draft,) = await house.say("dentist on thursday at 3pm")
    toast, asked = await house.press("Change")
    assert toast.reply.text == "What shall I change?"
    assert asked.reply.text.startswith("What shall I change? For example:")
    (changed,) = await house.say(words)
    assert changed.reply.text == DRAFT + becomes
    toast, edit = await house.press_again(draft, "Create")
    assert toast.reply.text == edit.reply.text
    assert edit.reply.text == "That draft was changed since; the newest one is further down."
    await house.press("Create")
    title = becomes.partition(",")[0]
    assert title in await house.reply("what's on this week?")


async def test_words_that_change_nothing_are_asked_for_again(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    await house.press("Change")
    assert "What shall I change?" in await house.reply("something nicer")
    assert "at Luigi's" in await house.reply("at Luigi's")


async def test_without_a_tap_on_change_a_time_corrects_the_draft(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    said = await house.reply("make it friday")
    assert said == f"{DRAFT}dentist, Fri 17 Apr at 15:00 (Europe/Berlin)"
    assert await house.reply("yes") == "In your calendar: dentist, Fri 17 Apr at 15:00."
    _, edit = await house.press("Undo")
    assert "Undone" in edit.reply.text
    assert await house.reply("what's on this week?") == ("Nothing is on from today to Sun 19 Apr.")


@pytest.mark.parametrize("words", ["no", "never mind", "cancel that", "No, thanks."])
async def test_a_no_drops_the_draft(house: House, words: str) -> None:
    (draft,) = await house.say("dentist on thursday at 3pm")
    assert await house.reply(words) == "All right. Nothing is put in: dentist."
    (toast,) = await house.press_again(draft, "Create")
    assert toast.reply.text == "That was cancelled already."
    assert await house.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."


async def test_cancel_is_a_button_too(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    toast, edit = await house.press("Cancel")
    assert toast.reply.text == "Cancelled."
    assert (edit.reply.text, labels(edit)) == ("All right. Nothing is put in: dentist.", [])


async def test_drafts_wait_side_by_side(house: House) -> None:
    (first,) = await house.say("dentist on thursday at 3pm")
    await house.done("lunch with Tom on friday at 12:30")
    _, edit = await house.press_again(first, "Create")
    assert edit.reply.text == "In your calendar: dentist, Thu 16 Apr at 15:00."


async def test_a_move_is_a_draft_with_its_own_label_and_undo(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (draft,) = await house.say("move the dentist to friday")
    assert draft.reply.text == (
        "Shall I change this in your calendar?\n"
        "dentist, Fri 17 Apr at 15:00 (Europe/Berlin)\n"
        "It is Thu 16 Apr at 15:00 now."
    )
    assert labels(draft) == ["Move", "Change", "Cancel"]
    await house.say("at 5pm")
    _, edit = await house.press("Move")
    assert edit.reply.text == ("Changed: dentist, Fri 17 Apr at 17:00. It was Thu 16 Apr at 15:00.")
    await house.press("Undo")
    assert "15:00 📅 dentist" in await house.reply("what's on thursday?")


async def test_a_move_of_what_is_gone_says_so(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (draft,) = await house.say("move the dentist to friday")
    await house.say("delete the dentist")
    await house.press("Cancel")
    await house.say("delete the dentist appointment on thursday")
    await house.press("Delete")
    (toast,) = await house.press_again(draft, "Move")
    assert toast.reply.text in (
        "That event is not in the calendar any more.",
        "That was cancelled already.",
    )


async def test_a_deletion_asks_and_comes_back(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (asked,) = await house.say("cancel the dentist appointment")
    assert asked.reply.text == "Shall I delete dentist, Thu 16 Apr at 15:00?"
    assert labels(asked) == ["Delete", "Keep"]
    toast, edit = await house.press("Keep")
    assert edit.reply.text == "All right, everything stays as it is."
    await house.say("cancel the dentist appointment")
    assert await house.reply("yes") == "Deleted dentist, Thu 16 Apr at 15:00."
    (toast,) = await house.press_again(asked, "Delete")
    assert toast.reply.text == "That event is not in the calendar any more."
    await house.press("Undo")
    assert "dentist" in await house.reply("what's on thursday?")


async def test_an_event_is_put_in_at_once_by_those_who_want_it(house: House) -> None:
    await house.say("/settings")
    toast, _ = await house.press("Events at once")
    assert toast.reply.text == "New events: I put them into the calendar at once"
    (said,) = await house.say("dentist on thursday at 3pm")
    assert said.reply.text == "In your calendar: dentist, Thu 16 Apr at 15:00."
    assert labels(said) == ["Undo"]
    (draft,) = await house.say("move the dentist to friday")
    assert labels(draft) == ["Move", "Change", "Cancel"]
    await house.say("/settings")
    await house.press("Ask before events")
    assert (await house.reply("haircut friday at 12")).startswith(DRAFT)


async def test_an_edit_replaces_the_draft_of_its_message(house: House) -> None:
    incoming = await house.receive("text", "dentist on thursday at 3pm")
    (old,) = await house.handle(incoming)
    edit = await house.receive("edit", "dentist on friday at 3pm", message_id=incoming.message_id)
    (draft,) = await house.handle(edit)
    assert draft.reply.text == f"{DRAFT}dentist, Fri 17 Apr at 15:00 (Europe/Berlin)"
    toast, _ = await house.press_again(old, "Create")
    assert toast.reply.text.startswith("That draft was changed since")
    assert await house.events() == []


async def test_an_edit_of_what_changed_a_draft_changes_it_anew(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    later = await house.receive("text", "at 6")
    (old,) = await house.handle(later)
    edit = await house.receive("edit", "at 5", message_id=later.message_id)
    (draft,) = await house.handle(edit)
    assert draft.reply.text == f"{DRAFT}dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"
    toast, _ = await house.press_again(old, "Create")
    assert toast.reply.text.startswith("That draft was changed since")
    assert await house.reply("yes") == "In your calendar: dentist, Thu 16 Apr at 17:00."
    assert await house.events() == ["dentist"]


async def test_an_edit_that_is_no_change_any_more_leaves_the_draft_before(house: House) -> None:
    (first,) = await house.say("dentist on thursday at 3pm")
    later = await house.receive("text", "at 6")
    await house.handle(later)
    await house.handle(
        await house.receive("edit", "add milk to shopping", message_id=later.message_id)
    )
    _, shown = await house.press_again(first, "Create")
    assert shown.reply.text == "In your calendar: dentist, Thu 16 Apr at 15:00."


async def test_an_edit_of_an_earlier_change_is_a_change_of_the_newest_draft(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    earlier = await house.receive("text", "at 6")
    await house.handle(earlier)
    await house.say("make it friday")
    edit = await house.receive("edit", "at 5", message_id=earlier.message_id)
    (draft,) = await house.handle(edit)
    assert draft.reply.text == f"{DRAFT}dentist, Fri 17 Apr at 17:00 (Europe/Berlin)"


async def test_an_edit_leaves_what_was_created_of_its_message(house: House) -> None:
    incoming = await house.receive("text", "dentist on thursday at 3pm")
    await house.handle(incoming)
    await house.press("Create")
    edit = await house.receive("edit", "dentist on friday at 3pm", message_id=incoming.message_id)
    (said,) = await house.handle(edit)
    assert said.reply.text.startswith("Something has changed since that message")
    assert await house.reply("what's on thursday?") == "Thu 16 Apr\n15:00 📅 dentist"


async def test_a_verb_agrees_to_its_own_button_alone(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    assert "Nothing is put in" in await house.reply("delete it")
    assert await house.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."
    await house.say("dentist on thursday at 3pm")
    await house.say("create it")
    await house.say("delete the dentist on thursday")
    await house.say("create it")
    assert "dentist" in await house.reply("what's on thursday?")


async def test_a_yes_long_after_the_question_is_none(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    await house.wait(timedelta(hours=2))
    await house.say("ok")
    assert await house.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."


class TestKeepingTimeFree:
    @pytest.mark.parametrize(
        ("words", "drafted"),
        [
            ("block 2 hours friday afternoon", "Blocked, Fri 17 Apr at 15:00–17:00"),
            ("block 2 hours on friday afternoon for writing", "writing, Fri 17 Apr at 15:00–17:00"),
            ("block 30 minutes tomorrow morning", "Blocked, tomorrow, Tue 14 Apr at 06:00–06:30"),
            ("block friday afternoon for writing", "writing, Fri 17 Apr at 12:00–18:00"),
            ("block 1 hour on friday at 12:30", "Blocked, Fri 17 Apr at 12:30–13:30"),
            ("block 2 hours on friday", "Blocked, Fri 17 Apr at 09:00–11:00"),
            ("block 2 hours from 3pm tomorrow", "Blocked, tomorrow, Tue 14 Apr at 15:00–17:00"),
            ("block 2 hours before noon tomorrow", "Blocked, tomorrow, Tue 14 Apr at 10:00–12:00"),
            ("block half a day tomorrow", "Blocked, tomorrow, Tue 14 Apr at 09:00–13:30"),
            ("block a day this week", "Blocked, tomorrow, Tue 14 Apr at 09:00–18:00"),
            (
                "reserve 2 hours for the report tomorrow",
                "report, tomorrow, Tue 14 Apr at 09:00–11:00",
            ),
        ],
    )
    async def test_it_takes_the_first_time_that_is_free(
        self, house: House, words: str, drafted: str
    ) -> None:
        await house.done("workshop on friday from 12:00 to 15:00")
        (asked,) = await house.say(words)
        assert asked.reply.text.splitlines()[1] == f"{drafted} (Europe/Berlin)"
        assert labels(asked) == ["Create", "Change", "Cancel"]

    @pytest.mark.parametrize(
        ("words", "drafted"),
        [
            ("block 2 hours every friday", "Blocked, Fri 17 Apr at 15:00–17:00"),
            ("block 2 hours every friday for the thesis", "thesis, Fri 17 Apr at 15:00–17:00"),
        ],
    )
    async def test_a_series_begins_where_its_first_day_has_room(
        self, house: House, words: str, drafted: str
    ) -> None:
        await house.done("workshop on friday from 9:00 to 15:00")
        (asked,) = await house.say(words)
        assert asked.reply.text.splitlines()[1] == f"{drafted} (Europe/Berlin), every Friday"

    async def test_without_a_day_or_with_several_it_asks_for_them(self, house: House) -> None:
        for words in ("block half a day", "block 2 hours"):
            assert (await house.reply(words)).startswith("On which day?")
        assert "Name them all" in await house.reply("block 3 days next week")
        assert await house.events() == []

    async def test_nothing_is_drafted_where_nothing_is_free(self, house: House) -> None:
        await house.done("workshop on friday from 11:00 to 17:00")
        assert await house.reply("block 2 hours friday afternoon") == (
            "I find no 2 h that are free Fri 17 Apr at 12:00–18:00. Name another time."
        )
        assert await house.reply("block 2 hours yesterday") == (
            "I find no 2 h that are free yesterday, Sun 12 Apr at 09:00–18:00. Name another time."
        )

    async def test_of_several_days_the_first_that_has_room(self, house: House) -> None:
        await house.done("workshop on monday 20 april from 9:00 to 18:00")
        assert "Blocked, Tue 21 Apr at 09:00–11:00" in await house.reply("block 2 hours next week")
        await house.wait(timedelta(days=3))
        assert "Blocked, today, Thu 16 Apr at" in await house.reply("block 2 hours this week")


@pytest.mark.parametrize("hour", ["8am", "8"])
async def test_the_hour_behind_the_new_day_belongs_to_it(house: House, hour: str) -> None:
    await house.done("dentist on 24 april at 3pm")
    await house.done("dentist tomorrow at 11am")
    said = await house.done(f"move the dentist on 24 april to 25 april at {hour}", "Move")
    assert said == "Changed: dentist, Sat 25 Apr at 08:00. It was Fri 24 Apr at 15:00."


@pytest.mark.parametrize(
    ("words", "lands"),
    [
        ("move the dentist on thursday to friday", "Fri 17 Apr at 15:00"),
        ("move the dentist on thursday to friday at 5pm", "Fri 17 Apr at 17:00"),
    ],
)
async def test_from_one_weekday_to_another_is_no_series(
    house: House, words: str, lands: str
) -> None:
    await house.done("dentist on thursday at 3pm")
    said = await house.done(words, "Move")
    assert said == f"Changed: dentist, {lands}. It was Thu 16 Apr at 15:00."
