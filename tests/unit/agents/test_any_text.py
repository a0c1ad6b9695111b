"""Whatever is written, forwarded or pressed gets an answer, and nothing breaks."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import House

WORDS = st.sampled_from(
    ["remind me", "add", "cancel", "move", "the", "dentist", "milk", "to", "shopping", "tomorrow",
     "at 9", "every monday", "done", "undo", "that", "second", "all", "list", "/tz", "/help", "my",
     "morning", "is", "8", "25:99", "31 february", "what's on", "forget", "\u202e", "👍", "\x00"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=8).map(" ".join))
ACTIONS = st.sampled_from(
    ["tick", "drop", "unbook", "undo", "zone", "part", "say", "meant", "done", "snooze", "when", ""]
)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), forwarded=st.booleans())
async def test_every_message_is_answered(texts: list[str], forwarded: bool) -> None:
    house = House()
    for text in texts:
        incoming = replace(await house.receive("text", text), forwarded=forwarded)
        sent = await house.handle(incoming)
        assert sent
        assert all(outgoing.reply.text.strip() for outgoing in sent)


@settings(max_examples=150, deadline=None)
@given(action=ACTIONS, rest=st.text(max_size=12), message_id=st.integers(0, 9))
async def test_every_press_is_answered_by_one_toast(
    action: str, rest: str, message_id: int
) -> None:
    house = House()
    await house.say("add milk to shopping")
    await house.say("what's on my shopping list?")
    press = await house.receive("press", data=f"{action}:{rest}", message_id=message_id)
    sent = await house.handle(press)
    assert [outgoing.kind for outgoing in sent].count("toast") == 1
