"""The JSON that programs read is the contract of `./jenny understand`."""

from datetime import UTC, date, datetime

from core.requests import DateRange, Request, Slots, TimeExpression, TimeRange

NINE = datetime(2013, 2, 13, 9, tzinfo=UTC)


def expression(kind: str, value: object) -> dict[str, object]:
    found = TimeExpression(text="x", span=(0, 1), kind=kind, value=value)  # pyright: ignore
    return found.to_json()


def test_a_request_is_written_as_programs_expect_it() -> None:
    when = TimeExpression(text="tomorrow at 9", span=(24, 37), kind="instant", value=NINE)
    request = Request(
        route="reminder.set",
        confidence=0.984,
        slots=Slots(what="call mum"),
        times=(when,),
        also=(Request(route="task.add", slots=Slots(what=("milk", "bread"), list="shopping")),),
    )
    assert request.to_json() == {
        "route": "reminder.set",
        "confidence": 0.98,
        "slots": {"what": "call mum"},
        "times": [
            {
                "text": "tomorrow at 9",
                "span": [24, 37],
                "kind": "instant",
                "value": "2013-02-13T09:00:00+00:00",
            }
        ],
        "also": [
            {
                "route": "task.add",
                "confidence": 1.0,
                "slots": {"what": ["milk", "bread"], "list": "shopping"},
                "times": [],
            }
        ],
    }


def test_every_kind_of_time_has_its_form() -> None:
    assert expression("date", date(2013, 2, 13))["value"] == "2013-02-13"
    assert expression("duration", 1200.0)["value"] == 1200
    assert expression("duration", 0.5)["value"] == 0.5
    assert expression("recurrence", "FREQ=DAILY")["value"] == "FREQ=DAILY"
    days = DateRange(start=date(2013, 2, 13), end=date(2013, 2, 14))
    assert expression("range", days)["value"] == {
        "start": "2013-02-13",
        "end": "2013-02-14",
        "grain": "date",
    }
    hours = TimeRange(start=NINE, end=NINE.replace(hour=10))
    assert expression("range", hours)["value"] == {
        "start": "2013-02-13T09:00:00+00:00",
        "end": "2013-02-13T10:00:00+00:00",
        "grain": "time",
    }
