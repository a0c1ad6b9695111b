"""`./jenny calendars` as processes, beside the stand-ins for Google and Microsoft."""

import subprocess
import time
from collections.abc import Generator

import httpx
import pytest

from core.clock import SystemClock
from tests.google.server import serving as google_serving
from tests.google.world import CLIENT_ID, CLIENT_SECRET, EMAIL, Trouble, World
from tests.machine import Machine, one_sentence
from tests.outlook.login import CLIENT
from tests.outlook.server import Served
from tests.outlook.server import serving as outlook_serving


@pytest.fixture
def world(warm_machine: Machine) -> Generator[World]:
    """A Google that this machine knows."""
    world = World()
    with google_serving(world) as google:
        warm_machine.settings |= {
            "GOOGLE_CLIENT_ID": CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
            "GOOGLE_ACCOUNTS_URL": google.accounts_url,
            "GOOGLE_OAUTH_URL": google.oauth_url,
            "GOOGLE_API_URL": google.api_url,
        }
        yield world
        warm_machine.settings.clear()


@pytest.fixture
def outlook(warm_machine: Machine) -> Generator[Served]:
    with outlook_serving(SystemClock()) as served:
        served.world.make_calendar("Calendar")
        warm_machine.settings |= {
            "OUTLOOK_CLIENT_ID": CLIENT,
            "OUTLOOK_LOGIN_URL": f"{served.url}/common",
            "OUTLOOK_GRAPH_URL": f"{served.url}/v1.0",
        }
        yield served
        warm_machine.settings.clear()


def adding(machine: Machine, kind: str) -> tuple["subprocess.Popen[str]", str]:
    """`./jenny calendars add`, once it has printed its page."""
    process = subprocess.Popen(
        machine.command("calendars", "add", kind),
        cwd=machine.data.parent,
        env=machine.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process, process.stdout.readline().strip()


def test_google_is_added_by_the_browser_and_taken_away(warm_machine: Machine, world: World) -> None:
    process, url = adding(warm_machine, "google")
    assert "Thank you" in httpx.get(url, follow_redirects=True).text
    told, _ = process.communicate(timeout=60)
    assert told.startswith(f"Connected: {EMAIL} (Google), 1 calendar")
    assert EMAIL in warm_machine.jenny("calendars", "list").stdout
    gone = warm_machine.jenny("calendars", "remove", EMAIL, "--yes")
    assert gone.stdout.startswith(f"Disconnected: {EMAIL}.")
    assert (world.refresh, world.access) == (set(), set())


def test_outlook_is_added_by_a_pasted_address(warm_machine: Machine, outlook: Served) -> None:
    process, url = adding(warm_machine, "outlook")
    address = httpx.get(url).headers["location"]
    told, _ = process.communicate(f"{address}\n", timeout=60)
    assert told.startswith(f"Connected: {outlook.world.address} (Outlook)")


def test_a_reading_that_was_killed_is_finished_by_the_next(
    warm_machine: Machine, world: World
) -> None:
    far = world.calendars[EMAIL]
    for number in range(12):
        at = {"dateTime": f"2026-04-{number + 10}T09:00:00+02:00", "timeZone": "Europe/Berlin"}
        item = {"id": f"event{number}", "status": "confirmed", "summary": f"Event {number}"}
        more = {"start": at, "end": at, "iCalUID": f"{number}@x", "kind": "calendar#event"}
        world.keep(far, item | more)
    world.page = 2
    process, url = adding(warm_machine, "google")
    # The third page never comes.
    world.troubles = [*[None] * 4, Trouble(status=0)]
    httpx.get(url, follow_redirects=True)
    deadline = time.monotonic() + 30
    while world.troubles and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert warm_machine.jenny("calendars", "sync").stdout == "1 calendar up to date.\n"
    exported = warm_machine.jenny("calendars", "export").stdout
    assert sorted(line for line in exported.splitlines() if line.startswith("SUMMARY:")) == sorted(
        f"SUMMARY:Event {number}" for number in range(12)
    )
    warm_machine.jenny("calendars", "remove", EMAIL, "--yes")


def test_without_a_client_or_a_name_it_says_what_to_do(warm_machine: Machine) -> None:
    one_sentence(warm_machine.jenny("calendars", "add", "google"), "GOOGLE_CLIENT_ID")
    refused = warm_machine.jenny("calendars", "add", "https://cloud.example.org")
    one_sentence(refused, "--user", status=2)
