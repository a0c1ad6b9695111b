"""Every command keeps its form and its exit status, and imports no more than it needs."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from app.cli import app
from app.embedded.lease import lease
from tests.machine import ROOT, Machine, one_sentence

FORMS = {
    "chat": ("--as", "--simulate", "--zone", "--json", "--no-model"),
    "ask": ("text", "--as", "--json", "--zone"),
    "run": (),
    "init": ("--token", "--zone", "--model-url", "--model-name", "--model-key"),
    "pair": ("--as",),
    "people": ("--revoke", "--json"),
    "backup": ("file", "--force"),
    "restore": ("file", "--yes"),
    "calendars add": (),
    "calendars list": (),
    "calendars sync": (),
    "calendars remove": (),
    "doctor": ("--json",),
    "understand": ("--now", "--zone", "--jsonl"),
    "memory import": ("file", "--as"),
    "memory search": ("--jsonl", "--as"),
    "memory list": ("--as",),
    "memory forget": ("--all", "--as", "--json"),
    "memory export": ("--as",),
    "rebuild": ("alarms", "graph", "vectors"),
    "bench": ("name",),
    "test": ("ring",),
}
BROKEN = {
    "broken": "JSON",
    "[" * 100_000: "JSON",
    "[]": "no object",
    "3": "no object",
    '{"k": 3}': "query",
    '{"query": 3}': "query",
    '{"query": "x", "k": "many"}': "“k”",
    '{"query": "x", "k": 1e999}': "“k”",
    '{"query": "x", "at": "soon"}': "“at”",
    '{"query": "x", "at": "2026-01-01T00:00:00"}': "“at”",
    '{"query": "x", "at": "9999-12-31T23:59:59-12:00"}': "“at”",
}
OFFLINE = {"TELEGRAM_TOKEN": "123456:" + "a" * 35, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
PAIRED = """
insert into identities (owner_id, door, account_id, paired_at)
select id, 'telegram', 501, '2026-03-01T09:00:00Z' from people where name = %(name)s returning id
"""
HEAVY = {"mem0", "telegram", "openai", "psycopg", "neo4j", "redis", "numpy", "structlog"}


@pytest.mark.parametrize("command", FORMS)
def test_every_command_has_its_form(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert [word for word in FORMS[command] if word not in shown.output.lower()] == []
    # The twin that the library makes of a switch would mean nothing.
    assert "--no-no-" not in shown.output
    assert "--no-json" not in shown.output


def test_there_is_no_command_without_a_form() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    named = re.findall(r"^  ([a-z]+)  ", shown.partition("Commands:")[2], re.M)
    assert set(named) == {form.partition(" ")[0] for form in FORMS}


def imported(machine: Machine, *arguments: str) -> set[str]:
    """The packages that a command imports."""
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "app", *arguments],
        cwd=ROOT,
        env=machine.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    timed = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in timed}


def test_understanding_imports_no_sdk(tmp_path: Path) -> None:
    machine = Machine(data=tmp_path / "none")
    names = imported(machine, "understand", "remind me to call mum tomorrow at 9")
    assert "understanding" in names
    assert names & HEAVY == set()
    # Where words leave it open the meaning is asked, which takes numpy and nothing else.
    assert imported(machine, "understand", "call mum tomorrow at 9") & HEAVY <= {"numpy"}
    assert not (tmp_path / "none").exists()


def test_mem0_is_imported_only_where_memory_is_written(warm_machine: Machine) -> None:
    assert "mem0" not in imported(warm_machine, "ask", "what are my reminders?")
    assert "mem0" not in imported(warm_machine, "ask", "what do I like?")
    assert "mem0" in imported(warm_machine, "ask", "remember that I like my coffee black")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pair", ["./jenny init"]),
        ("people --revoke 99", ["99", "./jenny people"]),
        ("restore nothing.here --yes", ["nothing.here", "cannot be read"]),
        ("backup no/such/folder/file", ["no/such/folder/file", "cannot be written"]),
        ("memory import nothing.here", ["nothing.here", "cannot be read"]),
        ("memory search --as stranger coffee", ["stranger"]),
        ("memory forget what-was-never-said", ["Nothing"]),
    ],
)
def test_what_fails_is_one_sentence(warm_machine: Machine, line: str, words: list[str]) -> None:
    one_sentence(warm_machine.jenny(*line.split()), *words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ask", ["text"]),
        ("ask ''", ["ask", "remind me"]),
        ("rebuild nonsense", ["nonsense", "'alarms'"]),
        ("memory", ["search"]),
        ("memory nonsense", ["nonsense"]),
        ("nonsense", ["nonsense"]),
        ("chat --nonsense", ["--nonsense"]),
    ],
)
def test_wrong_usage_is_status_2(tmp_path: Path, line: str, words: list[str]) -> None:
    done = Machine(data=tmp_path / "none").jenny(*shlex.split(line))
    assert (done.returncode, done.stdout) == (2, "")
    assert [word for word in ("./jenny", *words) if word not in done.stderr] == []
    assert "Traceback" not in done.stderr


def test_who_names_a_person_to_revoke_is_shown_the_numbers(machine: Machine) -> None:
    machine.jenny("memory", "import", "-", "--as", "anna", said="{}")
    with lease(machine.data) as running:
        with psycopg.connect(running.admin_url) as connection:
            [(number,)] = connection.execute(PAIRED, {"name": "anna"}).fetchall()
        done = machine.jenny("people", "--revoke", "anna")
        assert (done.returncode, done.stdout) == (2, "")
        assert "--revoke takes the number" in done.stderr
        assert f"{number}  anna" in done.stderr
        assert "active" in done.stderr
        gone = machine.jenny("people", "--revoke", str(number))
        assert (gone.returncode, gone.stderr) == (0, "")
        assert "revoked" in gone.stdout


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("chat --as no-name", ["--as", "no-name", "letters"]),
        ("chat --simulate soon", ["--simulate", "soon", "2026-"]),
        ("chat --zone Mars/Base", ["--zone", "Mars/Base", "Europe/Berlin"]),
        ("init --zone Mars/Base", ["--zone", "Europe/Berlin"]),
        ("understand --now soon hello", ["--now", "soon", "2026-"]),
        ("understand", ["./jenny understand"]),
        ("memory search", ["For example"]),
        ("memory forget", ["--all"]),
        ("restore some.file", ["replaces everything", "--yes"]),
        ("bench", ["Say which", "reply"]),
        ("bench nonsense", ["nonsense", "understand"]),
        ("test nonsense", ["nonsense", "unit"]),
    ],
)
def test_a_wrong_value_is_a_sentence_before_anything_starts(
    tmp_path: Path, line: str, words: list[str]
) -> None:
    one_sentence(Machine(data=tmp_path / "none").jenny(*line.split()), *words, status=2)
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_is_one_sentence_without_its_value(machine: Machine) -> None:
    machine.settings = {"TELEGRAM_TOKEN": "geheim"}
    done = machine.jenny("ask", "hello")
    one_sentence(done, "TELEGRAM_TOKEN", "BotFather")
    assert "geheim" not in done.stderr


def test_without_telegram_it_is_said_what_to_check(warm_machine: Machine) -> None:
    offline = Machine(data=warm_machine.data, settings=OFFLINE)
    one_sentence(offline.jenny("pair"), "Telegram cannot be reached", "check the network")
    examined = offline.jenny("doctor")
    assert examined.returncode == 1
    [line] = [line for line in examined.stdout.splitlines() if line.startswith("FAIL")]
    assert "telegram" in line
    assert "check the network" in line


def test_memory_from_the_shell(warm_machine: Machine) -> None:
    lines = [
        {"text": "I like my coffee black", "ref": "1", "said_at": "2026-05-08T13:56:00Z"},
        {"text": "The bicycle is in the cellar", "ref": "2"},
    ]
    said = "".join(json.dumps(line) + "\n" for line in lines) + "broken\n"
    kept = warm_machine.jenny("memory", "import", "-", "--as", "anna", "--json", said=said)
    assert json.loads(kept.stdout) == {"kept": 2, "known": 0, "broken": 1}
    # What could be kept is; that a line was not is no success.
    assert (kept.returncode, kept.stderr.splitlines()[-2:]) == (
        1,
        [
            "Line 3: This is no JSON object.",
            "1 line could not be kept (line 3): mend it and import it again."
            " No line is kept twice.",
        ],
    )
    again = warm_machine.jenny("memory", "import", "-", "--as", "anna", "--json", said=said)
    assert json.loads(again.stdout) == {"kept": 0, "known": 2, "broken": 1}

    asked = ['{"query": "how do I take my coffee?", "k": 1}', *BROKEN, '{"query": "x", "k": -5}']
    found = warm_machine.jenny("memory", "search", "--jsonl", "--as", "anna", said="\n".join(asked))
    first, *broken, last = [json.loads(line) for line in found.stdout.splitlines()]
    assert [hit["ref"] for hit in first["hits"]] == ["1"]
    assert [set(answer) for answer in broken] == [{"error"}] * len(BROKEN)
    for answer, word in zip(broken, BROKEN.values(), strict=True):
        assert word in answer["error"]
        assert "2023-10-22T10:00:00Z" in answer["error"]
    assert set(last) == {"hits", "abstain", "ms"}

    exported = json.loads(warm_machine.jenny("memory", "export", "--as", "anna").stdout)
    assert "The bicycle is in the cellar" in json.dumps(exported)
    gone = warm_machine.jenny("memory", "forget", "--all", "--as", "anna", "--json")
    receipt = json.loads(gone.stdout)
    assert set(receipt) == {"removed", "remains", "ms"}
    assert receipt["removed"]["episodes"] == 2
    assert "cellar" not in warm_machine.jenny("memory", "export", "--as", "anna").stdout


def test_indexes_are_rebuilt_and_everybody_is_well(warm_machine: Machine) -> None:
    for index in ("alarms", "graph", "vectors"):
        assert warm_machine.jenny("rebuild", index).returncode == 0
    warm_machine.jenny("ask", "remember that Ida is my aunt")
    examined = warm_machine.jenny("doctor", "--json")
    assert examined.returncode == 0, examined.stdout
    # Where there is no Neo4j nothing waits for it.
    [waiting] = [
        c["found"] for c in json.loads(examined.stdout)["checks"] if c["part"] == "backlog"
    ]
    assert "graph" not in waiting
    told = json.loads(examined.stdout)
    assert {"postgresql", "redis", "graph", "telegram", "clock", "disk", "service", "backlog"} <= {
        check["part"] for check in told["checks"]
    }
    assert told["egress"] == []
    assert warm_machine.jenny("people").returncode == 0
    assert warm_machine.jenny("calendars", "list").returncode == 0


def test_one_message_is_told_what_will_ring_it(warm_machine: Machine) -> None:
    asked = warm_machine.jenny("ask", "remind me to stretch tomorrow at 9", "--as", "olga")
    assert "start ./jenny run" in asked.stdout
    assert "this chat" not in asked.stdout


def test_a_zone_is_for_who_is_new_and_that_is_said(warm_machine: Machine) -> None:
    line = ("ask", "what are my reminders?", "--as", "zoe", "--zone")
    assert warm_machine.jenny(*line, "Asia/Tokyo").stderr == ""
    assert warm_machine.jenny(*line, "Asia/Tokyo").stderr == ""
    other = warm_machine.jenny(*line, "Europe/Lisbon", "--json")
    assert other.returncode == 0
    assert other.stderr == (
        "zoe lives in Asia/Tokyo already, and --zone is for who is new: /tz Europe/Lisbon changes"
        " it.\n"
    )
    assert [json.loads(line)["event"] for line in other.stdout.splitlines()] == ["reply"]


def test_bytes_that_are_no_text_are_taken_as_they_come(warm_machine: Machine) -> None:
    odd = b"remind me to feed the \xff\xfe cat tomorrow at 9".decode("utf-8", "surrogateescape")
    asked = warm_machine.jenny("ask", odd)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "feed the" in asked.stdout
    assert warm_machine.jenny("understand", odd).returncode == 0


def test_a_reader_who_leaves_is_no_fault(warm_machine: Machine) -> None:
    with subprocess.Popen(
        warm_machine.command("memory", "export"),
        cwd=ROOT,
        env=warm_machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
