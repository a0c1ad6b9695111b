"""The real CalDAV server Radicale as a process, with its storage in a folder of the test."""

import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket

import httpx

USER, PASSWORD = "anna@example.org", "app-password-4711"
START_SECONDS = 20
MAKE = """<?xml version="1.0"?>
<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>
<displayname>{name}</displayname></prop></set></c:mkcalendar>"""
INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Else//EN
BEGIN:VEVENT
UID:review@example.org
SEQUENCE:3
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260414T090000
DTEND;TZID=Europe/Berlin:20260414T100000
SUMMARY:Review
{more}ORGANIZER;CN=Ben Weiss:mailto:ben@example.org
ATTENDEE;CN="Weiss, Ben";PARTSTAT=ACCEPTED;X-NUM-GUESTS=0:mailto:ben@example.org
ATTENDEE;CN=Anna;RSVP=TRUE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:mailto:{me}
END:VEVENT
END:VCALENDAR
"""


@dataclass(frozen=True, kw_only=True)
class Radicale:
    """A running server with one user. `folder` is where it keeps everything."""

    url: str
    folder: Path

    @property
    def home(self) -> str:
        return f"{self.url}/{USER}/"

    def make_calendar(self, path: str, name: str) -> str:
        """The address of a new, empty calendar."""
        url = f"{self.home}{path}/"
        self.ask("MKCALENDAR", url, MAKE.format(name=name)).raise_for_status()
        return url

    def ask(self, method: str, url: str, body: str = "", **headers: str) -> httpx.Response:
        """What another program does."""
        return httpx.request(
            method, url, content=body.encode(), headers=headers, auth=(USER, PASSWORD), timeout=30
        )

    def files(self, path: str) -> dict[str, str]:
        """What the server has in that calendar, by file name."""
        folder = self.folder / "collection-root" / USER / path
        return {p.name: p.read_text("utf-8") for p in folder.glob("*.ics")}


def invitation(*lines: str, uid: str = "review@example.org") -> str:
    """What Ben's calendar puts in: "Review" on 14 April 2026 at 9, with these lines besides."""
    more = "".join(f"{line}\n" for line in lines if line)
    text = INVITATION.format(more=more, me=USER).replace("review@example.org", uid)
    return text.replace("\n", "\r\n")


@contextmanager
def radicale(folder: Path) -> Generator[Radicale]:
    """Run it until the block ends."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    storage = folder / "storage"
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": str(users),
        "auth-htpasswd-encryption": "plain",
        "auth-delay": "0",
        "storage-filesystem-folder": str(storage),
        "logging-level": "error",
    }
    command = [sys.executable, "-m", "radicale", "--config", ""]
    command += [part for name, value in options.items() for part in (f"--{name}", value)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(port, process)
            yield Radicale(url=f"http://127.0.0.1:{port}", folder=storage)
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Radicale does not start; see its log")
