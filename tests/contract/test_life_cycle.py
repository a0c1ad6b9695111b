"""A thousand random lives of one reminder: whatever is said, pressed and missed, its life cycle
holds. On the stores in memory, which this ring holds to what those of PostgreSQL do."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.models import Occurrence, Outgoing, Reminder
from core.zones import wall_of
from core.zones import zone as zone_called
from scheduler.due import DueClaims
from tests.fakes import FakeLimiter
from tests.house import House

SET = (
    "remind me in 20 minutes to stretch",
    "remind me every day at 13:00 to stretch",
    "remind me every day at 13:00 to stretch and keep reminding me every 10 minutes until I do it",
    "remind me every hour to stretch, skip it if it's more than 2 hours late",
    "remind me every day at 13:00 until 16 april to stretch, ask me if it's late",
)
SAID = (
    "done", "snooze", "snooze 25 min", "snooze until tomorrow", "it's urgent", "cancel it", "undo",
    "it should say stretch more", "I'm in Tokyo until thursday", "I'm back", "hello",
    "quiet hours 22-7", "what are my reminders?",
)  # fmt: skip
LABELS = ("Done", "10 min", "1 h", "Tonight", "Tomorrow", "Other…", "Undo", "All done", "Done 1")
Kind = TypeVar("Kind", Reminder, Occurrence)
BERLIN = zone_called("Europe/Berlin")


class Lives(RuleBasedStateMachine):
    """One reminder of one person; time only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.house = House()
        self.moved = False

    def teardown(self) -> None:
        self.runner.close()

    @initialize(text=st.sampled_from(SET))
    def set(self, text: str) -> None:
        self.runner.run(self.house.say(text))
        assert len(self.of(Reminder)) == 1

    @rule(minutes=st.sampled_from((1, 9, 10, 60, 600, 1_440, 3_000)))
    def wait(self, minutes: int) -> None:
        """The service runs on."""
        self.runner.run(self.house.wait(timedelta(minutes=minutes)))
        self.all_rang()

    @rule(minutes=st.sampled_from((1, 5, 90, 2_000, 6_000)))
    def off(self, minutes: int) -> None:
        """The service is off for so long, and starts again."""
        house = self.house
        house.clock.move_to(house.clock.now() + timedelta(minutes=minutes))
        before = len(house.door.sent)
        claims = DueClaims(house.database, house.database, FakeLimiter(), house.clock)
        self.runner.run(claims.ring_due())
        self.runner.run(house.door.drain(house.database))
        assert len(house.door.sent) - before <= 1, "a storm"
        self.all_rang()

    @rule(text=st.sampled_from(SAID))
    def say(self, text: str) -> None:
        self.moved |= text.startswith("I'm")
        assert self.runner.run(self.house.say(text))

    @rule(label=st.sampled_from(LABELS))
    def press(self, label: str) -> None:
        """The newest button with that label, when there is one."""

        async def press() -> list[Outgoing]:
            async with self.house.unit() as work:
                found = await work.outbox.pressed(self.house.talk.id, label)
            return [] if found is None else await self.house.press(label)

        sent = self.runner.run(press())
        assert not sent or [o.kind for o in sent].count("toast") == 1

    @rule(back=st.integers(min_value=1, max_value=6), place=st.integers(0, 5))
    def press_old(self, back: int, place: int) -> None:
        """A button of an old message as it once was."""
        old = [outgoing for outgoing in self.house.door.sent if outgoing.reply.buttons]
        if len(old) < back:
            return
        buttons = [button for line in old[-back].reply.buttons for button in line]
        message = old[-back].target_id or old[-back].id

        async def press() -> list[Outgoing]:
            data = buttons[place % len(buttons)].data
            incoming = await self.house.receive("press", data=data, message_id=message)
            return await self.house.handle(incoming)

        assert [outgoing.kind for outgoing in self.runner.run(press())].count("toast") == 1

    def all_rang(self) -> None:
        """Nothing that is due is left behind."""
        now = self.house.clock.now()
        late = [o for o in self.of(Occurrence) if o.state == "scheduled" and o.due_at <= now]
        assert late == []

    @invariant()
    def nothing_rings_twice(self) -> None:
        rung = Counter(
            outgoing.occurrence_id for outgoing in self.house.door.sent if outgoing.kind == "push"
        )
        assert not rung or max(rung.values()) == 1

    @invariant()
    def what_is_over_is_settled_once_and_for_all(self) -> None:
        for occurrence in self.of(Occurrence):
            if occurrence.state in ("done", "snoozed"):
                assert occurrence.settled_at is not None
            if occurrence.state in ("sent", "claimed", "scheduled"):
                assert occurrence.settled_at is None

    @invariant()
    def a_cancelled_reminder_is_silent(self) -> None:
        for reminder in self.of(Reminder):
            ahead = [o for o in self.of(Occurrence) if o.state == "scheduled"]
            assert reminder.state == "active" or not ahead, (reminder.state, ahead)

    @invariant()
    def a_series_goes_on_and_is_never_shifted(self) -> None:
        for reminder in self.of(Reminder):
            roots = [o for o in self.of(Occurrence) if o.parent_id is None]
            ahead = [o for o in roots if o.state == "scheduled"]
            assert len(ahead) <= 1
            if reminder.rule is None or "HOURLY" in reminder.rule:
                continue
            if reminder.state == "active" and "UNTIL" not in reminder.rule:
                assert len(ahead) == 1
            walls = {f"{wall_of(o.due_at, BERLIN):%H:%M}" for o in roots if o.state != "cancelled"}
            assert self.moved or walls <= {"13:00"}

    @invariant()
    def what_was_snoozed_rings_again(self) -> None:
        for occurrence in self.of(Occurrence):
            if occurrence.state == "snoozed":
                family = [
                    o for o in self.of(Occurrence) if occurrence.root_id in (o.id, o.parent_id)
                ]
                assert any(o.id > occurrence.id for o in family)

    def of(self, kind: type[Kind]) -> list[Kind]:
        rows = self.house.database.states[self.house.person.id].rows.values()
        return [row for row in rows if isinstance(row, kind)]


def test_a_thousand_lives() -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        Lives,
        settings=settings(
            max_examples=1_000,
            # To make a failure smaller takes longer than to find it.
            phases=(Phase.generate,),
            stateful_step_count=7,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
        ),
    )
