from dataclasses import replace

import pytest

from core.models import Outgoing
from core.requests import Context, PartsOfDay, Request
from tests.house import House


@pytest.fixture
def newcomer(house: House) -> House:
    house.present = replace(house.present, introduced=False)
    return house


def labels(outgoing: Outgoing) -> list[str]:
    return [button.label for line in outgoing.reply.buttons for button in line]


async def test_the_first_message_is_answered_before_anything_is_asked(newcomer: House) -> None:
    answer, welcome = await newcomer.say("add milk to shopping")
    assert answer.reply.text == "Added milk to shopping."
    assert labels(answer) == ["Undo"]
    assert "Europe/Berlin, where it is 12:00. Is that right?" in welcome.reply.text
    assert labels(welcome)[:2] == ["Yes, that's my zone", "Another zone"]
    assert len(labels(welcome)) == 6
    assert len(await newcomer.say("add bread to shopping")) == 1


async def test_start_alone_gives_the_welcome_alone(newcomer: House) -> None:
    (welcome,) = await newcomer.say("/start")
    assert welcome.reply.text.startswith("I'm Jenny")
    (again,) = await newcomer.say("/start")
    assert again.reply.text.startswith("I'm Jenny")


async def test_an_example_is_dealt_with_as_if_it_had_been_sent(newcomer: House) -> None:
    await newcomer.say("/start")
    toast, reply = await newcomer.press("add milk and bread to shopping")
    assert toast.kind == "toast"
    assert reply.reply.text == "Added milk and bread to shopping."
    assert await newcomer.open_tasks() == ["milk", "bread"]


async def test_the_zone_is_confirmed_by_a_tap(newcomer: House) -> None:
    await newcomer.say("/start")
    toast, edit = await newcomer.press("yes that s my zone")
    assert toast.reply.text == "Good, Europe/Berlin it is."
    assert len(labels(edit)) == 4


async def test_the_language_of_talk_is_picked_by_a_tap(house: House) -> None:
    await house.say("/start")
    _, choices = await house.press("language")
    assert "Deutsch" in labels(choices)
    toast, edit = await house.press("deutsch")
    assert toast.reply.text == "Deutsch it is."
    assert edit.reply.text.startswith("Talk is in Deutsch now.")
    assert "Language of talk: Deutsch" in await house.reply("/settings")


async def test_another_zone_is_taken_by_its_city_and_reminders_keep_their_clock(
    house: House,
) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("/start")
    _, asked = await house.press("another zone")
    assert "Which city" in asked.reply.text
    said = await house.reply("lisbon")
    assert said == (
        "Your time zone is Europe/Lisbon, where it is 11:00. 1 reminder keeps its clock time there."
    )
    assert "Tomorrow, Tue 14 Apr\n1. call mum, 09:00" in await house.reply("my reminders")


async def test_a_question_for_the_zone_does_not_swallow_other_requests(house: House) -> None:
    await house.say("/start")
    await house.press("another zone")
    assert await house.reply("what are my tasks?") == "There is nothing to do."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/tz America/New_York", "Your time zone is America/New_York, where it is 06:00."),
        ("/tz new york", "Your time zone is America/New_York, where it is 06:00."),
        ("my time zone is asia/tokyo", "Your time zone is Asia/Tokyo, where it is 19:00."),
        ("/tz Atlantis", "I don't know the time zone “Atlantis”."),
        ("set my evening to 7", "Your evening is at 19:00 now."),
        ("my morning starts at 7:30", "Your morning is at 07:30 now."),
        ("set my lunch to 1", "Your lunch is at 13:00 now."),
        ("set my night to 10pm", "Your night is at 22:00 now."),
        ("late reminders: ask me", "When it is late, I ask whether you still want it."),
        ("ask me about late reminders", "When it is late, I ask whether you still want it."),
    ],
)
async def test_settings_are_set_in_words(house: House, words: str, said: str) -> None:
    assert (await house.reply(words)).startswith(said)


async def test_settings_are_set_by_buttons_and_taken_back(house: House) -> None:
    await house.say("/settings")
    _, hours = await house.press("morning")
    assert "07:00" in labels(hours)
    toast, shown = await house.press("07:00")
    assert toast.reply.text == "Your morning is at 07:00 now."
    assert "morning 07:00" in shown.reply.text
    toast, hours = await house.press("undo")
    assert toast.reply.text == "Undone."
    assert house.present.parts.morning.hour == 9


class Unsure:
    """Understands everything as a task, and is not sure of it."""

    def __call__(
        self, text: str, *, now: object, zone: object, context: Context, parts: PartsOfDay
    ) -> Request:
        return Request(route="task.add", confidence=0.4, alternatives=("memory.store",))


async def test_doubt_is_asked_about_with_the_likeliest_as_buttons() -> None:
    house = House(understand=Unsure())
    (asked,) = await house.say("cheese for the dog")
    assert labels(asked) == ["Add a task", "Remember it"]
    assert await house.open_tasks() == []
    toast, done = await house.press("add a task")
    assert toast.reply.text == "Add a task"
    assert done.reply.text == "Added cheese for the dog to tasks."
