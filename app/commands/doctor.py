"""`./jenny doctor`: every part checked, each failure with its cure."""

import asyncio
import json
from dataclasses import asdict, dataclass

import typer

from app.commands.checks import CHECKS, Check, calendar_servers, egress
from app.embedded.lease import Servers
from app.logs import configure
from app.servers import servers
from app.settings import Settings, load
from app.wiring import House, build
from core.clock import SystemClock
from core.errors import JennyError

PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What one check says: what it found, or when it is not `ok` the cure."""

    part: str
    ok: bool
    found: str


def doctor(*, as_json: bool) -> int:
    """Print every finding; 1 when something needs the owner, else 0."""
    configure("error")
    findings, hosts = _examined()
    if as_json:
        rows = [asdict(finding) for finding in findings]
        typer.echo(json.dumps({"checks": rows, "egress": hosts}))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.part:<11} {finding.found}")
        typer.echo(f"      egress      {', '.join(hosts) or 'none: nothing leaves this machine'}")
    return int(any(not finding.ok for finding in findings))


def _examined() -> tuple[list[Finding], list[str]]:
    try:
        settings = load()
    except JennyError as error:
        return [Finding(part="settings", ok=False, found=str(error))], []
    try:
        with servers(settings) as running:
            return asyncio.run(_all(settings, running))
    except JennyError as error:
        return [Finding(part="postgresql", ok=False, found=str(error))], egress(settings)


async def _all(settings: Settings, running: Servers) -> tuple[list[Finding], list[str]]:
    async with build(settings, running, SystemClock(), {}) as house:
        found = [await _one(part, check, house) for part, check in CHECKS.items()]
        return found, egress(settings, await calendar_servers(house))


async def _one(part: str, check: Check, house: House) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return Finding(part=part, ok=True, found=await check(house))
    except JennyError as error:
        return Finding(part=part, ok=False, found=str(error))
    except TimeoutError:
        return Finding(part=part, ok=False, found="does not answer in time: restart it.")
