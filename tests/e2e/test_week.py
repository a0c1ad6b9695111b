"""A week of a lively person as a simulated conversation: two hundred messages, sixty reminders, two
restarts, the clocks going forward on Sunday and a trip from Tuesday on.

`week/said.txt` holds what is said and pressed. Below each `/clock` stands what must be pushed on
the way, written by hand from what the person has asked for; nothing else may be."""

import json
import re
import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.machine import Machine

SAID = Path(__file__).parent / "week" / "said.txt"
BEGIN = "2026-03-26T06:50"
CLOCK = re.compile(r"/clock (\S+)")
Push = tuple[datetime, str]


def parted(text: str) -> tuple[list[str], list[list[Push]]]:
    """The lines of one process, and what each of them must have pushed."""
    lines: list[str] = []
    due: list[list[Push]] = []
    for line in text.splitlines():
        if line.startswith("< "):
            at, _, said = line.removeprefix("< ").partition(" ")
            due[-1].append((datetime.fromisoformat(at), said))
        else:
            lines.append(line)
            due.append([])
    return lines, due


def pushed(printed: str) -> list[list[Push]]:
    """What each line has pushed, in order; before the first line nothing is due."""
    found: list[list[Push]] = [[]]
    for line in printed.splitlines():
        event = json.loads(line)
        if event["event"] == "ready":
            found.append([])
        elif event["event"] == "push":
            text = " ".join(event["text"].split())
            found[-1].append((datetime.fromisoformat(event["at"]), text))
    before, *later = found
    assert before == []
    return later[:-1]


@pytest.mark.timeout(300)
def test_every_push_of_a_week_comes_at_its_instant_and_no_other(machine: Machine) -> None:
    begin, words, presses, reminders = BEGIN, 0, 0, 0
    parts = SAID.read_text("utf-8").split("--- restart\n")
    for part in parts:
        lines, due = parted(part)
        done = machine.jenny(
            *("chat", "--simulate", begin, "--zone", "Europe/Berlin", "--json"),
            said="\n".join(lines),
        )
        assert (done.returncode, done.stderr) == (0, "")
        came = pushed(done.stdout)
        for line, expected, seen in zip(lines, due, came, strict=True):
            assert seen == expected, line
        begin = CLOCK.findall(part)[-1]
        words += sum(not line.startswith("/") for line in lines)
        presses += sum(line.startswith("/press") for line in lines)
        reminders += sum("remind me" in line for line in lines)
    assert (words, presses, reminders, len(parts) - 1) == (200, 27, 60, 2)


def test_days_without_anything_due_cost_almost_nothing(machine: Machine) -> None:
    with machine.chat("--simulate", BEGIN, "--zone", "Europe/Berlin") as talk:
        talk.say("hi")
        began = time.monotonic()
        seen = talk.say("/clock +60d")
        for _ in range(60):
            seen += talk.say("/clock +1d")
        took = time.monotonic() - began
    assert seen == []
    # A fifth of a second for a line, also on a busy machine.
    assert took < 12
