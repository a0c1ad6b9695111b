"""Whatever the menu offers is understood."""

from datetime import UTC, datetime

import pytest

from agents.commands import unknown
from bot.telegram.door import COMMANDS
from understanding import understand

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_a_command_of_the_menu_is_known(name: str) -> None:
    assert unknown(f"/{name}", understand(f"/{name}", now=NOON)) is None
