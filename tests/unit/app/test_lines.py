from datetime import UTC, datetime

import pytest

from app.lines import Line, moved, parse
from core.errors import Refused

NOW = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("hello\n", Line(kind="message", text="hello")),
        ("", Line(kind="blank")),
        ("   \r\n", Line(kind="blank")),
        ("/press 10 min\n", Line(kind="press", text="10 min")),
        ("/clock +90m", Line(kind="clock", text="+90m")),
        ("/as anna", Line(kind="as", text="anna")),
        ("/help", Line(kind="message", text="/help")),
        ("/pressed", Line(kind="message", text="/pressed")),
        ('"/press Done"', Line(kind="message", text="/press Done")),
        ('"two\\nlines"', Line(kind="message", text="two\nlines")),
        ('"not json', Line(kind="message", text='"not json')),
        ('"quoted" and "again"', Line(kind="message", text='"quoted" and "again"')),
        ('""', Line(kind="message", text="")),
    ],
)
def test_a_line_means_what_the_contract_says(raw: str, line: Line) -> None:
    assert parse(raw) == line


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("+90m", datetime(2026, 3, 28, 21, 30, tzinfo=UTC)),
        ("+30s", datetime(2026, 3, 28, 20, 0, 30, tzinfo=UTC)),
        ("+1d2h", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        ("2026-03-29T09:00", datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-29T09:00+00:00", datetime(2026, 3, 29, 9, 0, tzinfo=UTC)),
    ],
)
def test_the_clock_moves_by_elapsed_time_or_to_a_local_instant(text: str, target: datetime) -> None:
    assert moved(text, NOW, "Europe/Berlin") == target


@pytest.mark.parametrize("text", ["", "+", "+5", "+5w", "tomorrow", "-5m", "2026-13-01T00:00"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no instant"):
        moved(text, NOW, "Europe/Berlin")
