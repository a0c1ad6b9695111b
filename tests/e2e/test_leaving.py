"""However a command is told to end, the last one out stops the servers."""

import signal

import pytest

from tests.machine import Machine


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_chat_that_is_told_to_end_stops_its_servers(
    machine: Machine, number: signal.Signals, status: int
) -> None:
    with machine.chat() as talk:
        assert "milk" in talk.say("add milk to shopping")[0]
        pid_file = machine.data / "postgres" / "data" / "postmaster.pid"
        assert pid_file.exists()
        talk.process.send_signal(number)
        assert talk.process.wait(30) == status
        assert not pid_file.exists()
        assert list((machine.data / "sockets").iterdir()) == []
    assert (machine.data.parent / "chat.log").read_text() == ""


def test_the_usage_names_the_door_that_was_called(warm_machine: Machine) -> None:
    assert "./jenny rebuild" in warm_machine.jenny("rebuild", "nonsense").stderr
