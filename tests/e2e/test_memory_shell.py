"""Memory from the shell, as a person sees it."""

import json
from collections.abc import Generator

import pytest

from app.embedded.lease import lease
from tests.machine import Machine, one_sentence
from tests.terminal import terminal

SAID = (
    {"text": "I like my coffee black", "ref": "1", "said_at": "2026-05-08T22:30:00Z"},
    {"text": "The bicycle is in the cellar, " + "behind the old shelf " * 20, "ref": "2"},
    {"text": "Coffee is in the cupboard", "ref": "3", "speaker": "Ben"},
    {"text": "Coffee is in the cupboard", "ref": "4", "speaker": "Ben"},
)


@pytest.fixture
def told(machine: Machine) -> Generator[Machine]:
    """A machine that knows these things, whose servers run."""
    with lease(machine.data):
        machine.jenny("memory", "import", "-", said="\n".join(map(json.dumps, SAID)))
        yield machine


def test_what_answers_is_shown_once_with_its_day_here(told: Machine) -> None:
    lines = told.jenny("memory", "search", "how do I take my coffee?").stdout.splitlines()
    assert "2026-05-09  I like my coffee black" in lines
    assert len(lines) == len(set(lines)) == 2


def test_when_nothing_answers_that_is_said(told: Machine) -> None:
    done = told.jenny("memory", "search", "quarterly tax declaration")
    assert done.returncode == 0
    first, second, *nearest = done.stdout.splitlines()
    assert (first, second) == ("Nothing that is kept answers that.", "What comes nearest:")
    assert 1 <= len(nearest) <= 3


def test_lines_are_cut_to_the_terminal_and_whole_elsewhere(told: Machine) -> None:
    asked = ("memory", "search", "where is the bicycle?")
    assert str(SAID[1]["text"]).strip() in told.jenny(*asked).stdout
    with terminal(told, *asked, columns=50) as shell:
        lines = shell.rest().splitlines()
    assert [line for line in lines if len(line) > 50] == []
    assert any("bicycle" in line and line.endswith("…") for line in lines)


def test_forgetting_by_words_reaches_what_was_imported(told: Machine) -> None:
    told.ask("remember that the coffee machine is broken")
    done = told.jenny("memory", "forget", "coffee")
    assert done.stdout.splitlines() == [
        "Forgotten for good: 1 fact and 4 messages.",
        "Receipt 1: done, no trace of it is left in the files.",
    ]
    exported = told.jenny("memory", "export").stdout
    assert "coffee" not in exported.lower()
    assert "bicycle" in exported
    one_sentence(told.jenny("memory", "forget", "coffee"), "Nothing that is remembered")


def test_a_person_sees_each_text_once_before_it_is_forgotten(told: Machine) -> None:
    with terminal(told, "memory", "forget", "cupboard") as shell:
        assert shell.until("[y/N]: ").count("cupboard") == 1
        shell.type("n\r")
        assert "Nothing was forgotten." in shell.rest()
    with terminal(told, "memory", "forget", "cupboard") as shell:
        shell.until("[y/N]: ")
        shell.type("y\r")
        assert "Forgotten for good: 2 messages." in shell.rest()


def test_forgetting_by_words_takes_no_more_than_fits(told: Machine) -> None:
    told.ask("remember that my locker is blue. I love figs. Anna lives in Porto")
    told.ask("Figs were cheap on the market. Rain fell all the way home.")
    done = told.jenny("memory", "forget", "fig", "--json")
    receipt = json.loads(done.stdout)
    assert (receipt["removed"]["memories"], receipt["removed"]["episodes"]) == (1, 2)
    assert list(receipt) == ["removed", "remains", "ms"]
    exported = told.jenny("memory", "export").stdout
    left = [word in exported for word in ("figs", "Figs", "locker is blue", "Porto", "Rain fell")]
    assert left == [False, False, True, True, True]


def test_an_export_says_what_it_holds(told: Machine) -> None:
    told.ask("remember that the coffee machine is broken")
    done = told.jenny("memory", "export")
    assert len(json.loads(done.stdout)["messages"]) == 5
    assert (
        "the settings, no reminders, no tasks, no events, 1 fact, no relations and 5 mess"
        in done.stderr
    )
    assert "What Jenny said and proposed (kept 14 days)" in done.stderr


def test_what_could_not_be_kept_of_notes_is_named_by_its_note(machine: Machine) -> None:
    vault = machine.data.parent / "vault"
    vault.mkdir(parents=True)
    (vault / "bank.md").write_text("Rain.\n\nMy bank password is hunter22.\n", "utf-8")
    done = machine.jenny("memory", "import", str(vault), "--json")
    assert json.loads(done.stdout) == {"kept": 1, "known": 0, "broken": 1}
    why, sentence = done.stderr.splitlines()[-2:]
    assert why.startswith("bank.md: It holds what opens an account")
    assert "1 paragraph could not be kept (in bank.md): mend it" in sentence
    gone = machine.jenny("memory", "import", str(vault / "none.md"))
    one_sentence(gone, "none.md cannot be read: No such file or directory.")


def test_a_look_at_what_would_be_kept_shows_any_text(machine: Machine) -> None:
    half = machine.data.parent / "half.jsonl"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_text('{"text": "half \\ud800 a letter"}\n', "utf-8")
    done = machine.jenny("memory", "import", "--preview", str(half))
    assert "half ? a letter" in done.stdout
    assert done.stderr.splitlines()[-1].startswith("1 to keep, but for those")
