"""The inside of `jenny understand`."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.understand import answer_lines, run

ROOT = Path(__file__).parents[3]


def answers(*lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    answer_lines(lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_has_its_answer_in_order() -> None:
    asked = json.dumps(
        {"text": "remind me to call mum tomorrow at 9", "now": "2013-02-12T04:30:00-02:00"}
    )
    first, second, third = answers(asked, "no json", json.dumps({"text": "/help"}))
    assert first["route"] == "reminder.set"
    assert first["slots"] == {"what": "call mum"}
    assert first["times"] == [
        {
            "text": "tomorrow at 9",
            "span": [22, 35],
            "kind": "instant",
            "value": "2013-02-13T09:00:00-02:00",
        }
    ]
    assert list(second) == ["error"]
    assert third["verb"] == "help"


def test_with_a_zone_now_is_only_the_moment() -> None:
    asked = {"text": "at 9", "now": "2013-02-12T04:30:00-02:00", "zone": "Europe/Berlin"}
    [answer] = answers(json.dumps(asked))
    assert "2013-02-12T09:00:00+01:00" in json.dumps(answer)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("no json", "This is no JSON. A line is like"),
        ('{"text": "a"', "This is no JSON."),
        ("[" * 100_000, "This is no JSON."),
        ("[]", "no object"),
        ("1", "no object"),
        ('{"text": 3}', "“text”"),
        ('{"now": ""}', "“text”"),
        ('{"text": "a", "now": "soon"}', "“now”"),
        ('{"text": "a", "now": "9999-12-31T23:59:59-12:00", "zone": "Asia/Tokyo"}', "“now”"),
        ('{"text": "a", "zone": "Mars/Olympus"}', "Mars/Olympus"),
    ],
)
def test_a_broken_line_is_told_what_is_wrong_with_it(line: str, word: str) -> None:
    [answer] = answers(line)
    assert list(answer) == ["error"]
    assert word in str(answer["error"])
    # Nothing of what the JSON library says of places in the line.
    assert "char " not in str(answer["error"])


def test_an_explanation_shows_route_span_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    run(
        "remind me to call mum tomorrow at 9", now="2026-03-04T10:00", zone="Europe/Berlin",
        jsonl=False,
    )  # fmt: skip
    shown = capsys.readouterr().out
    assert "reminder.set" in shown
    assert "22–35" in shown
    assert "2026-03-05T09:00:00+01:00" in shown


def test_an_explanation_shows_what_is_doubtful(capsys: pytest.CaptureFixture[str]) -> None:
    run("tuesday 4 march 2026 at 7", now="2026-03-01T10:00", zone="Europe/Berlin", jsonl=False)
    shown = capsys.readouterr().out
    assert "4 March 2026 is a Wednesday, not a Tuesday" in shown
    assert "2026-03-04T19:00:00+01:00" in shown


def test_understanding_imports_only_what_it_needs() -> None:
    code = (
        "import sys, understanding, app.understand\n"
        "bad = {'mem0', 'telegram', 'openai', 'psycopg', 'numpy', 'dateutil', 'rich'}\n"
        "print(sorted(bad & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
