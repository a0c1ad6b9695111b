"""`./jenny run` before the eyes of a person."""

import signal

from tests.machine import Machine
from tests.terminal import terminal


def test_a_person_reads_what_runs_where_and_how_to_stop_it(machine: Machine) -> None:
    with terminal(machine, "run", columns=200) as shell:
        first = shell.until("\n")
        for words in ("service", str(machine.data), "./jenny chat", "./jenny init", "Ctrl-C"):
            assert words in first
        assert "{" not in shell.until("service_started")
        shell.end(signal.SIGINT)
        shell.until("service_stopped")
        shell.rest()
        assert shell.process.wait(20) == 0


def test_the_first_line_names_the_doors_and_shows_no_secret(machine: Machine) -> None:
    token = "123456:" + "a" * 35
    machine.settings = {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    with terminal(machine, "run", columns=200) as shell:
        assert "Telegram and ./jenny chat" in shell.until("\n")
        shell.until("service_started")
        shell.end(signal.SIGINT)
        shell.rest()
        assert token not in shell.drawn
