"""The export leaves nothing of a task out."""

import json
from dataclasses import fields
from datetime import date

from core.tasks import Task
from memory.exports import export
from tests.house import House

# Numbers of rows say nothing to a person; the list is exported under its own name.
INSIDE = {"id", "follows_id", "reminder_id", "inbox_id"}


async def test_all_that_is_kept_of_a_task_is_exported() -> None:
    house = House()
    task = Task(
        title="rent", due=date(2026, 5, 1), notes="iban", tags=("home",), rule="FREQ=MONTHLY"
    )
    async with house.unit() as work:
        await work.tasks.add(task, house.clock.now())
        (exported,) = json.loads(await export(work))["tasks"]
    names = {field.name for field in fields(Task)} - INSIDE
    assert {"list_name" if name == "list" else name for name in exported} == names
    assert (exported["notes"], exported["tags"], exported["rule"]) == (
        "iban", ["home"], "FREQ=MONTHLY",
    )  # fmt: skip
