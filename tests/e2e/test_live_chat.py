"""An open chat at a terminal: what a person types, and what comes while they type."""

import signal
from collections.abc import Generator

import pytest

from app.embedded.lease import lease
from tests.machine import Machine
from tests.terminal import Terminal, terminal

UP, CTRL_A, CTRL_D = "\x1b[A", "\x01", "\x04"
PROMPT = "›"
READY = "\x1b[?2004h"


@pytest.fixture
def shell(machine: Machine) -> Generator[Terminal]:
    """An open chat, ready for the first line."""
    with lease(machine.data), terminal(machine, "chat") as opened:
        hint = opened.until("Ctrl-D ends the chat.")
        assert "/help" in hint
        opened.until(READY)
        yield opened
        opened.type(CTRL_D)
        opened.rest()


def said(shell: Terminal, line: str) -> str:
    """What is drawn from that line until the next may come."""
    shell.type(f"{line}\r")
    return shell.until(READY)


def test_what_comes_while_a_person_types_leaves_their_line_whole(shell: Terminal) -> None:
    said(shell, "remind me to blink in 3 seconds")
    shell.type("add milk to sho")
    shell.until("blink")
    shell.until("add milk to sho")
    shell.type("pping\r")
    shell.until("Added milk to shopping.")
    shell.until(READY)


def test_a_line_can_be_edited_and_had_again(shell: Terminal) -> None:
    shell.type(f"milk to shopping{CTRL_A}add \r")
    shell.until("Added milk to shopping.")
    shell.until(READY)
    assert "Already on shopping: milk." in said(shell, UP)


def test_that_no_service_runs_is_said_once(shell: Terminal) -> None:
    first = said(shell, "remind me to pack tomorrow at 9")
    assert "Reminder set" in first
    assert first.count("./jenny run") == 2
    second = said(shell, "remind me to leave tomorrow at 10")
    assert "Reminder set" in second
    assert "./jenny run" not in second


def test_programs_are_told_of_it_each_time(machine: Machine) -> None:
    lines = "remind me to pack tomorrow at 9\nremind me to leave tomorrow at 10\n"
    with lease(machine.data):
        assert machine.jenny("chat", said=lines).stdout.count("start it with ./jenny run") == 2
        assert "start ./jenny run" in machine.ask("remind me to eat tomorrow at 11")


def test_what_is_wrong_is_said_above_the_prompt(shell: Terminal) -> None:
    assert "Who comes next?" in said(shell, "/as")


def test_a_chat_that_is_ended_from_outside_leaves_the_terminal_as_it_was(machine: Machine) -> None:
    with terminal(machine, "chat") as opened:
        before = opened.settings()
        opened.until(PROMPT)
        assert opened.settings() != before
        opened.end(signal.SIGTERM)
        opened.rest()
        assert opened.settings() == before
    assert not (machine.data / "postgres" / "data" / "postmaster.pid").exists()
