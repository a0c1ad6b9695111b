from collections.abc import AsyncIterator

import pytest

from tests.house import House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = House()
    async with made.dispatcher:
        yield made
