"""What Jenny reads of a raw update, and what she does not read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.updates import NAME_LIMIT, WANTED, Unreadable, Update, read
from core.intake import Arrival

ANNA = 4_000_000_001
Json = dict[str, object]


def message(**content: object) -> Json:
    sender = {"id": ANNA, "is_bot": False, "first_name": "Anna"}
    return {
        "message_id": 11,
        "date": 1,
        "from": sender,
        "chat": {"id": ANNA, "type": "private"},
    } | content


def arrival(raw: object) -> Arrival:
    found = read(raw).arrival
    assert found is not None
    return found


def test_a_text_is_read_whole() -> None:
    assert read({"update_id": 7, "message": message(text="call mum")}) == Update(
        update_id=7,
        account_id=ANNA,
        display_name="Anna",
        arrival=Arrival(update_id=7, account_id=ANNA, kind="text", text="call mum", message_id=11),
    )


def test_an_edit_names_the_message_that_it_corrects() -> None:
    found = arrival({"update_id": 7, "edited_message": message(text="call dad", edit_date=2)})
    assert (found.kind, found.text, found.message_id) == ("edit", "call dad", 11)


def test_a_press_brings_its_data_and_its_message() -> None:
    press = {"id": "99", "from": {"id": ANNA}, "message": message(text="?"), "data": "done:5"}
    found = arrival({"update_id": 7, "callback_query": press})
    assert (found.kind, found.data) == ("press", "done:5")
    assert (found.callback_id, found.message_id) == ("99", 11)


def test_a_press_on_a_message_that_is_out_of_reach_is_still_a_press() -> None:
    gone = {"message_id": 3, "date": 0, "chat": {"id": ANNA, "type": "private"}}
    press = {"id": "99", "from": {"id": ANNA}, "message": gone, "data": "done:5"}
    assert arrival({"update_id": 7, "callback_query": press}).message_id == 3
    del press["message"]
    assert arrival({"update_id": 7, "callback_query": press}).message_id is None


@pytest.mark.parametrize("mark", ["forward_origin", "forward_date"])
def test_what_was_forwarded_is_marked(mark: str) -> None:
    assert arrival({"update_id": 7, "message": message(text="x", **{mark: {"t": 1}})}).forwarded
    assert not arrival({"update_id": 7, "message": message(text="x")}).forwarded


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"sticker": {"emoji": "x"}}, "sticker"),
        ({"photo": ["x"], "caption": "x"}, "photo"),
        ({"voice": {}}, "voice"),
        ({"video_note": {}}, "video note"),
        ({"animation": {}, "document": {}}, "animation"),
        ({"document": {}}, "document"),
        ({"venue": {}, "location": {}}, "venue"),
        ({"location": {}}, "location"),
        ({"contact": {}}, "contact"),
        ({"something_new": {}}, "message"),
    ],
)
def test_what_is_no_text_says_what_it_is(content: Json, what: str) -> None:
    found = arrival({"update_id": 7, "message": message(**content)})
    assert (found.kind, found.data) == ("unsupported", what)
    assert found.text == content.get("caption", "")


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((52.52, 13.405), "Europe/Berlin"),
        ((35.68, 139.69), "Asia/Tokyo"),
        ((47.55, 7.59), "Europe/Zurich"),
        ((-33.87, 151.21), "Australia/Sydney"),
        ((27.7, 85), "Asia/Kathmandu"),
        ((0, -160), "Etc/GMT+11"),
    ],
)
def test_a_shared_place_names_its_zone_and_is_not_kept(
    place: tuple[float, float], zone: str
) -> None:
    shared = {"latitude": place[0], "longitude": place[1]}
    found = arrival({"update_id": 7, "message": message(location=shared)})
    assert (found.kind, found.text, found.data) == ("text", f"/tz {zone}", "")


@pytest.mark.parametrize("shared", [{"latitude": 91, "longitude": 0}, {"latitude": "x"}, {}])
def test_a_place_that_is_nowhere_is_no_place(shared: Json) -> None:
    found = arrival({"update_id": 7, "message": message(location=shared)})
    assert (found.kind, found.data) == ("unsupported", "location")


@pytest.mark.parametrize(
    "raw",
    [
        {"message": message(text="hi", chat={"id": -5, "type": "group"})},
        {"message": message(text="hi", chat={"id": -5, "type": "supergroup"})},
        {"edited_message": message(text="hi", chat={"id": -5, "type": "channel"})},
        {
            "callback_query": {
                "id": "1",
                "from": {"id": ANNA},
                "message": message(chat={"id": -5, "type": "group"}),
            }
        },
        {"message": message(pinned_message=message(text="x"))},
        {"edited_message": message(location={"live_period": 60})},
        {"channel_post": {"message_id": 1, "chat": {"id": -5, "type": "channel"}}},
        {"poll_answer": {}},
        {},
    ],
)
def test_what_is_not_meant_for_jenny_is_passed_over(raw: Json) -> None:
    found = read({"update_id": 7} | raw)
    assert (found.update_id, found.arrival, found.fault) == (7, None, "")


@pytest.mark.parametrize(
    "content",
    [
        {"text": 7},
        {"text": {"text": "x"}},
        {"chat": None, "text": "x"},
        {"chat": [], "text": "x"},
        {"message_id": "11", "text": "x"},
        {"message_id": 2**70, "text": "x"},
        {"message_id": True, "text": "x"},
        {"sticker": {}, "caption": []},
    ],
)
def test_what_cannot_be_read_is_kept_as_it_came(content: Json) -> None:
    raw = {"update_id": 7, "message": message(**content)}
    found = read(raw)
    assert found.account_id == ANNA
    assert found.arrival is not None
    assert found.arrival.unread is not None
    assert json.loads(found.arrival.unread) == raw
    assert found.fault.startswith("update.message.")


@pytest.mark.parametrize("sender", [None, "Anna", {}, {"id": "5"}, {"id": 2**64}, {"id": True}])
def test_without_a_readable_sender_nothing_is_kept(sender: object) -> None:
    found = read({"update_id": 7, "message": message(text="x") | {"from": sender}})
    assert (found.account_id, found.arrival) == (None, None)
    assert found.fault


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}, {"update_id": "7"}, {"update_id": 1.5}])
def test_without_a_number_it_is_unreadable(raw: object) -> None:
    with pytest.raises(Unreadable):
        read(raw)


def test_a_name_stays_on_one_line_and_is_not_turned_around() -> None:
    sender = {"id": ANNA, "first_name": "An\u202ena\n\nthe", "last_name": "owner" * 40}
    found = read({"update_id": 7, "message": message(text="x") | {"from": sender}})
    assert found.display_name.startswith("An na the owner")
    assert len(found.display_name) == NAME_LIMIT


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("message_id", "from", "chat", "text", "caption", "sticker", "id", "data", "message")


@given(st.sampled_from(WANTED), st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_no_update_with_a_number_raises(part: str, content: Json) -> None:
    found = read({"update_id": 7, part: content})
    assert found.update_id == 7
    assert found.arrival is None or found.arrival.account_id == found.account_id
