from tests.fakes import ScriptedModel
from tests.house import House


async def test_the_chat_is_free_while_a_model_thinks() -> None:
    model = ScriptedModel("Cows.")
    model.gate.clear()
    house = House(model=model)
    assert await house.say("where does cheese come from?") == []
    assert await house.reply("add milk to shopping") == "Added milk to shopping."
    model.gate.set()
    await house.dispatcher.idle()
    (late,) = await house.door.drain(house.database)
    assert late.reply.text == "Cows."


async def test_what_was_cut_off_is_answered_after_the_restart_and_once() -> None:
    model = ScriptedModel("Cows.", "Cows.")
    model.gate.clear()
    house = House(model=model)
    incoming = await house.receive("text", "where does cheese come from?")
    async with house.dispatcher:
        assert await house.handle(incoming) == []
    model.gate.set()
    for _ in range(2):
        await house.dispatcher.handle(incoming)
        await house.dispatcher.idle()
    (late,) = await house.door.drain(house.database)
    assert late.reply.text == "Cows."


async def test_a_failure_beside_the_chat_is_answered_all_the_same() -> None:
    house = House(model=ScriptedModel())
    await house.say("where does cheese come from?")
    await house.dispatcher.idle()
    (sorry,) = await house.door.drain(house.database)
    assert sorry.reply.text.startswith("Something went wrong on my side")
