"""`./jenny chat` as a process, as programs use it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict

from app.embedded.lease import Servers
from core.clock import SimulatedClock
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.servers import Urls

ROOT = Path(__file__).parents[2]
NOON = ("--simulate", "2026-04-13T12:00", "--zone", "Europe/Berlin")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a call printed: events by input line, sentences on stderr, its exit status."""

    by_line: dict[int, list[dict[str, object]]]
    errors: str
    status: int

    def texts(self, line: int) -> list[object]:
        return [event["text"] for event in self.by_line[line]]


Chat = Callable[..., Said]


def address(conninfo: str) -> str:
    """The URL form of a libpq connection string."""
    parts = {name: quote(str(value), safe="") for name, value in conninfo_to_dict(conninfo).items()}
    user, password = parts.pop("user"), parts.pop("password", "")
    return f"postgresql://{user}:{password}@/{parts.pop('dbname')}?{query(parts)}"


def query(parts: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in parts.items())


@pytest.fixture
def environment(urls: Urls, servers: Servers, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "JENNY_DATA": str(tmp_path),
        "DATABASE_URL": address(urls.app),
        "DATABASE_ADMIN_URL": address(urls.admin),
        "REDIS_URL": servers.redis_url,
    }


@pytest.fixture
def chat(environment: dict[str, str]) -> Chat:
    def call(*lines: str, options: tuple[str, ...] = NOON) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "app", "chat", "--json", *options],
            cwd=ROOT,
            env=environment,
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        by_line: dict[int, list[dict[str, object]]] = {}
        waiting: list[dict[str, object]] = []
        for printed in done.stdout.splitlines():
            event: dict[str, object] = json.loads(printed)
            if event["event"] == "ready":
                by_line[int(str(event["line"]))] = waiting
                waiting = []
            else:
                waiting.append(event)
        assert waiting == []
        return Said(by_line=by_line, errors=done.stderr, status=done.returncode)

    return call


def test_each_line_is_done_before_the_next(chat: Chat) -> None:
    said = chat("add milk and bread to shopping", "", "what's on my shopping list?", "/press milk")
    assert (said.errors, said.status) == ("", 0)
    assert list(said.by_line) == [0, 1, 2, 3, 4]
    assert said.texts(1)[0] == "Added milk and bread to shopping."
    assert said.texts(2) == []
    assert said.texts(3) == ["Shopping\n☐ milk\n☐ bread"]
    assert [event["event"] for event in said.by_line[4]] == ["toast", "edit"]
    assert said.texts(4) == ["Done: milk", "Shopping\n☑ milk\n☐ bread"]


def test_what_falls_due_on_the_way_rings_in_order_at_its_instant(chat: Chat) -> None:
    said = chat(
        "remind me to leave at 14:00",
        "remind me to pack at 13:00",
        "/clock +1h",
        "/clock 2026-04-13T15:00",
    )
    assert [event["at"] for event in said.by_line[3]] == ["2026-04-13T13:00:00+02:00"]
    (push,) = said.by_line[4]
    assert (push["event"], push["at"]) == ("push", "2026-04-13T14:00:00+02:00")
    assert "leave" in str(push["text"])
    assert push["buttons"] == [["Done", "10 min", "1 h"], ["Tonight", "Tomorrow", "Other…"]]


def test_what_fell_due_between_two_calls_is_pushed_first(chat: Chat) -> None:
    chat("remind me to leave at 14:00")
    later = chat(options=("--simulate", "2026-04-13T16:00", "--zone", "Europe/Berlin"))
    (push,) = later.by_line[0]
    assert (push["event"], push["at"]) == ("push", "2026-04-13T16:00:00+02:00")
    assert "2 h late" in str(push["text"])
    again = chat("/press Done", options=NOON)
    assert again.by_line[0] == []
    assert {str(event["event"]) for event in again.by_line[1]} >= {"toast"}


def test_every_name_is_a_person_with_their_own_data(chat: Chat) -> None:
    said = chat("/as anna", "add milk to shopping", "/as ben", "what are my tasks?")
    assert {str(event["to"]) for event in said.by_line[2]} == {"anna"}
    assert said.by_line[4][0]["to"] == "ben"
    assert said.texts(4)[0] == "There is nothing to do."


def test_a_json_string_is_always_a_message(chat: Chat) -> None:
    said = chat('"/press Done"', '"milk\\nbread"')
    assert "don't know the command /press" in str(said.texts(1)[0])
    assert len(said.texts(2)) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/press nowhere", "There is no button “nowhere” to press.\n"),
        ("/clock 2026-04-13T11:00", "A simulated clock only moves forwards.\n"),
        ("/clock soon", "“soon” is no instant"),
        ("/as b-b", "“b-b” is no name"),
        ("/as", "Who comes next?"),
    ],
)
def test_a_wrong_line_is_a_sentence_and_the_chat_goes_on(
    chat: Chat, line: str, sentence: str
) -> None:
    said = chat(line, "what are my tasks?")
    assert said.errors.startswith(sentence)
    assert said.by_line[1] == []
    assert said.texts(2)[0] == "There is nothing to do."
    assert said.status == 0


def test_a_live_chat_rings_while_it_is_open_and_says_what_rings_later(
    environment: dict[str, str],
) -> None:
    command = [sys.executable, "-m", "app", "chat", "--json", "--zone", "Europe/Berlin"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("remind me to blink in 1 second\n")
        process.stdin.flush()
        events: list[dict[str, object]] = []
        while not any(event["event"] == "push" for event in events):
            events.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        assert process.wait(20) == 0
    reply = next(event for event in events if event["event"] == "reply")
    assert "./jenny run" in str(reply["text"])
    assert "blink" in str(events[-1]["text"])


async def test_what_an_earlier_call_was_cut_off_at_is_answered_first(
    chat: Chat, urls: Urls
) -> None:
    clock = SimulatedClock(datetime(2026, 4, 13, 10, 0, tzinfo=UTC))
    async with PostgresDatabase(urls.app, clock) as database:
        boards = Boards(database)
        owner_id = await boards.admit("owner", "Europe/Berlin", is_owner=True, at=clock.now())
        async with database.transaction(owner_id) as work:
            talk = await work.people.open_conversation("terminal", 0, clock.now())
            await work.inbox.add(talk.id, "text", "add milk to shopping", "", clock.now())
    said = await asyncio.to_thread(chat)
    assert said.texts(0)[0] == "Added milk to shopping."
    assert (await asyncio.to_thread(chat)).texts(0) == []


def test_simulation_is_refused_while_a_service_works_on_the_data(
    chat: Chat, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "run"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as service:
        assert service.stderr is not None
        while "service_started" not in service.stderr.readline():
            assert service.poll() is None
        try:
            said = chat("hello")
            while said.status == 0:
                said = chat("hello")
        finally:
            service.terminate()
            service.communicate(timeout=20)
    assert (said.status, said.by_line) == (1, {})
    assert said.errors.startswith("A `./jenny run` service works on this data")
    assert chat("hello").status == 0


def test_a_draft_and_its_buttons_survive_a_restart(chat: Chat) -> None:
    drafted = chat("dentist on thursday at 3pm")
    assert drafted.by_line[1][0]["buttons"] == [["Create", "Change", "Cancel"]]
    created = chat("/press Create", "what's on thursday?", "/press Undo", "what's on thursday?")
    said = "In your calendar: dentist, Thu 16 Apr at 15:00."
    assert created.texts(1) == [said, said]
    assert created.texts(2) == ["Thu 16 Apr\n15:00 📅 dentist"]
    assert created.texts(4) == ["Nothing is on Thu 16 Apr."]
    changed = chat("/press Change", "at 4")
    assert "Thu 16 Apr at 16:00 (Europe/Berlin)" in str(changed.texts(2)[0])
