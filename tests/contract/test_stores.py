"""What agents may rely on, whichever store fills the port."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.events import Draft, Event
from core.models import Button, Focus, Outgoing, Receipt, Reminder, Reply
from core.stores import UnitOfWork
from core.tasks import Task
from tests.contract.conftest import NOON, Home

TODAY = date(2026, 4, 13)


async def conversation(work: UnitOfWork) -> int:
    return (await work.people.open_conversation("terminal", 0, NOON)).id


async def queued(work: UnitOfWork, message: Outgoing) -> int:
    await work.outbox.put(message, NOON)
    return await work.outbox.number(message.key)


async def arrive(home: Home, text: str = "x") -> int:
    async with home.database.transaction(home.owner_id) as work:
        talk = await conversation(work)
        return (await work.inbox.add(talk, "text", text, "", NOON, 5)).inbox_id


class TestPeople:
    async def test_what_was_set_is_kept(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            person = await work.people.get()
            await work.people.save(replace(person, zone="Asia/Tokyo", introduced=True))
        async with home.database.transaction(home.owner_id) as work:
            saved = await work.people.get()
        assert (saved.zone, saved.introduced, saved.name) == ("Asia/Tokyo", True, "anna")

    async def test_a_conversation_is_opened_once_and_keeps_its_focus(self, home: Home) -> None:
        focus = Focus(
            route="task.add", subject="task", ids=("1", "2"), question="when", pending="x"
        )
        async with home.database.transaction(home.owner_id) as work:
            first = await conversation(work)
            await work.people.focus(first, focus)
        async with home.database.transaction(home.owner_id) as work:
            assert await conversation(work) == first
            assert (await work.people.conversation(first)).focus == focus
            seen = await work.people.last_seen(["terminal"])
        assert seen is not None
        assert seen.id == first


class TestInbox:
    async def test_a_row_is_taken_until_it_is_done(self, home: Home) -> None:
        inbox_id = await arrive(home, "hello")
        for state in ("deferred", "waiting"):
            async with home.database.transaction(home.owner_id) as work:
                taken = await work.inbox.take(inbox_id)
                assert taken is not None
                assert taken.text == "hello"
                await work.inbox.close(inbox_id, state, NOON)
        async with home.database.transaction(home.owner_id) as work:
            await work.inbox.close(inbox_id, "done", NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.inbox.take(inbox_id) is None

    async def test_an_edit_finds_its_original(self, home: Home) -> None:
        inbox_id = await arrive(home)
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            await work.inbox.add(talk, "edit", "y", "", NOON, 5)
            assert await work.inbox.original(talk, 5) == inbox_id
            assert await work.inbox.original(talk, 6) is None


class TestOutbox:
    async def test_the_same_key_is_put_once(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            ids = {await queued(work, outgoing(talk, "k", "hi")) for _ in range(2)}
        assert len(ids) == 1

    async def test_buttons_are_those_of_the_last_edit(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            first = await queued(work, outgoing(talk, "a", "hi", "✓ Done"))
            assert await work.outbox.pressed(talk, "DONE") == (first, "act:✓ Done")
            edit = outgoing(talk, "b", "ho", "Undo")
            await work.outbox.put(replace(edit, kind="edit", target_id=first), NOON)
            assert await work.outbox.pressed(talk, "done") is None
            assert await work.outbox.pressed(talk, "undo") == (first, "act:Undo")
            shown = await work.outbox.versions(first)
        assert [version.reply.text for version in shown] == ["hi", "ho"]
        assert [version.reply.buttons[0][0].label for version in shown] == ["✓ Done", "Undo"]

    async def test_what_a_message_has_edited_is_known(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            cause = await work.inbox.add(talk, "text", "done", "", NOON, 7)
            first = await queued(work, outgoing(talk, "a", "hi"))
            edit = replace(outgoing(talk, "b", "ho"), kind="edit", target_id=first)
            assert await work.outbox.edited(cause.inbox_id) == []
            await work.outbox.put(replace(edit, inbox_id=cause.inbox_id), NOON)
            assert await work.outbox.edited(cause.inbox_id) == [first]

    async def test_a_message_is_found_by_what_its_buttons_carry(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            first = await queued(work, outgoing(talk, "a", "hi", "Yes"))
            assert await work.outbox.offering(talk, "act:Yes") == first
            edit = replace(outgoing(talk, "b", "ho"), kind="edit", target_id=first)
            await work.outbox.put(edit, NOON)
            assert await work.outbox.offering(talk, "act:Yes") is None

    async def test_what_was_told_of_a_route_is_found_and_a_question_is_not(
        self, home: Home
    ) -> None:
        def forgetting(message: Outgoing) -> Outgoing:
            return replace(message, reply=replace(message.reply, route="memory.forget"))

        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            asked = await queued(work, forgetting(outgoing(talk, "a", "?", "Yes")))
            assert await work.outbox.told(talk, "memory.forget") is None
            edit = replace(outgoing(talk, "b", "gone", "Next"), kind="edit", target_id=asked)
            shown = await queued(work, forgetting(edit))
            assert await work.outbox.told(talk, "memory.forget") == shown
            last = await queued(work, forgetting(outgoing(talk, "c", "gone")))
            assert await work.outbox.told(talk, "memory.forget") == last
            assert await work.outbox.told(talk, "task.add") is None

    async def test_a_message_is_found_by_the_number_of_its_door(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            talk = await conversation(work)
            sent = await queued(work, outgoing(talk, "a", "hi"))
            assert await work.outbox.claim(sent, NOON, NOON + timedelta(minutes=1)) is not None
            await work.outbox.sent(sent, Receipt(message_id=77, at=NOON))
            assert await work.outbox.find(talk, 77) == sent
            assert await work.outbox.find(talk, 78) is None
            assert await work.outbox.claim(sent, NOON, NOON) is None


class TestTasks:
    async def test_tasks_are_listed_in_order_by_list(self, home: Home) -> None:
        due = datetime(2026, 4, 14, 7, 0, tzinfo=UTC)
        async with home.database.transaction(home.owner_id) as work:
            for task in (
                Task(title="milk", list_name="shopping", priority=1),
                Task(title="rent", due=due),
                Task(title="bread", list_name="shopping", due=date(2026, 4, 14)),
            ):
                saved = await work.tasks.add(task, NOON)
                assert replace(saved, id=0, created_at=None) == task
                assert saved.created_at == NOON
        async with home.database.transaction(home.owner_id) as work:
            everything = await work.tasks.open()
            assert [task.title for task in everything] == ["milk", "bread", "rent"]
            assert everything[2].due == due
            assert everything[1].due == date(2026, 4, 14)
            assert [task.title for task in await work.tasks.open("shopping")] == ["milk", "bread"]
            assert await work.tasks.lists() == ["shopping", "tasks"]

    async def test_namesakes_are_those_of_the_same_words_that_are_open(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            for title in ("Oat  milk", "milk"):
                await work.tasks.add(Task(title=title, list_name="food"), NOON)
            await work.tasks.add(Task(title="oat milk", list_name="food", state="done"), NOON)
            await work.tasks.add(Task(title="oat milk", list_name="shopping"), NOON)
            found = await work.tasks.namesakes("food", " oat MILK ")
        assert [task.title for task in found] == ["Oat  milk"]

    async def test_a_done_task_is_not_open_and_a_removed_one_is_gone(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            milk = await work.tasks.add(Task(title="milk"), NOON)
            bread = await work.tasks.add(Task(title="bread"), NOON)
            await work.tasks.save(replace(milk, state="done", list_name="food"), NOON)
            await work.tasks.remove(bread.id)
            assert await work.tasks.open() == []
            done = replace(milk, state="done", list_name="food", completed_at=NOON)
            assert await work.tasks.get(milk.id) == done
            assert await work.tasks.get(bread.id) is None

    async def test_all_that_belongs_to_a_task_is_kept(self, home: Home) -> None:
        full = Task(
            title="water 🌱 <b>plants</b>",
            due=date(2028, 2, 29),
            priority=2,
            notes="the *red* can",
            tags=("home", "garden"),
            rule="FREQ=DAILY;INTERVAL=3",
            after_done=True,
            follows_id=7,
            reminder_id=8,
        )
        async with home.database.transaction(home.owner_id) as work:
            saved = await work.tasks.add(full, NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.tasks.get(saved.id) == replace(full, id=saved.id, created_at=NOON)
            bare = Task(id=saved.id, title="x", state="done")
            await work.tasks.save(bare, NOON + timedelta(hours=1))
        async with home.database.transaction(home.owner_id) as work:
            later = NOON + timedelta(hours=1)
            kept = replace(bare, created_at=NOON, completed_at=later)
            assert await work.tasks.done(NOON, later) == []
            assert await work.tasks.done(later, NOON + timedelta(hours=2)) == [kept]
            await work.tasks.save(replace(kept, state="open"), later)
            assert await work.tasks.done(NOON, NOON + timedelta(hours=2)) == []

    async def test_notes_and_tags_are_taken_back(self, home: Home) -> None:
        first = await arrive(home)
        async with home.database.transaction(home.owner_id) as work:
            milk = await work.tasks.add(Task(title="milk", tags=("a", "b"), notes="old"), NOON)
        async with home.database.transaction(home.owner_id, cause=first) as work:
            await work.tasks.save(replace(milk, tags=(), notes="new"), NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(first) == "undone"
            assert await work.tasks.get(milk.id) == milk


class TestEvents:
    async def test_a_day_holds_what_touches_it(self, home: Home) -> None:
        def at(day: int, hour: int) -> datetime:
            return datetime(2026, 4, day, hour, tzinfo=UTC)

        berlin = "Europe/Berlin"
        async with home.database.transaction(home.owner_id) as work:
            for event in (
                Event(title="dentist", zone=berlin, starts_at=at(13, 13), ends_at=at(13, 14)),
                Event(title="late", zone=berlin, starts_at=at(13, 22)),
                Event(title="night", zone=berlin, starts_at=at(12, 20), ends_at=at(13, 1)),
                Event(
                    title="until midnight", zone=berlin, starts_at=at(12, 20), ends_at=at(12, 22)
                ),
                Event(title="holiday", zone=berlin, first_day=TODAY, last_day=date(2026, 4, 15)),
            ):
                await work.events.add(event, NOON)
            today = await work.events.between(TODAY, TODAY, berlin)
            assert [event.title for event in today] == ["night", "holiday", "dentist"]
            later = await work.events.between(date(2026, 4, 14), date(2026, 4, 15), berlin)
            assert [event.title for event in later] == ["holiday", "late"]
            everything = [event.title for event in await work.events.all()]
            assert everything == ["night", "until midnight", "holiday", "dentist", "late"]

    async def test_an_event_is_changed_and_removed(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            event = await work.events.add(Event(title="x", zone="UTC", starts_at=NOON), NOON)
            moved = replace(event, starts_at=NOON + timedelta(hours=1), place="here")
            await work.events.save(moved)
            assert await work.events.get(event.id) == moved
            await work.events.remove(event.id)
            assert await work.events.get(event.id) is None


class TestDrafts:
    async def test_a_draft_is_kept_until_it_is_settled(self, home: Home) -> None:
        event = Event(title="dentist", zone="Europe/Berlin", starts_at=NOON, place="here")
        async with home.database.transaction(home.owner_id) as work:
            draft = await work.drafts.add(Draft(kind="create", event=event), NOON)
            assert await work.drafts.get(draft.id) == replace(draft, state="open")
            await work.drafts.settle(draft.id, "replaced")
            settled = await work.drafts.get(draft.id)
            assert settled == replace(draft, state="replaced")
            assert await work.drafts.get(draft.id + 100) is None

    async def test_taking_back_what_came_of_a_draft_opens_it_again(self, home: Home) -> None:
        asked, pressed = await arrive(home), await arrive(home)
        event = Event(title="dentist", zone="Europe/Berlin", starts_at=NOON)
        async with home.database.transaction(home.owner_id, cause=asked) as work:
            draft = await work.drafts.add(Draft(kind="create", event=event), NOON)
            assert not await work.changes.any(asked)
        async with home.database.transaction(home.owner_id, cause=pressed) as work:
            made = await work.events.add(event, NOON)
            await work.drafts.settle(draft.id, "done", made.id)
            done = await work.drafts.get(draft.id)
            assert done is not None
            assert (done.state, done.event.id) == ("done", made.id)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(pressed) == "undone"
            assert await work.drafts.get(draft.id) == draft
            assert await work.events.get(made.id) is None


class TestUndo:
    async def test_all_that_a_message_changed_is_taken_back(self, home: Home) -> None:
        first, second = await arrive(home), await arrive(home)
        async with home.database.transaction(home.owner_id, cause=first) as work:
            milk = await work.tasks.add(Task(title="milk", list_name="shopping"), NOON)
            assert await work.changes.any(first)
        async with home.database.transaction(home.owner_id, cause=second) as work:
            assert not await work.changes.any(second)
            await work.tasks.add(Task(title="bread", list_name="shopping"), NOON)
            await work.tasks.save(replace(milk, state="done"), NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(first) == "changed"
            assert await work.changes.undo(second) == "undone"
            assert await work.changes.undo(second) == "nothing"
            assert [task.title for task in await work.tasks.open()] == ["milk"]
            assert await work.changes.undo(first) == "undone"
            assert await work.tasks.open() == []

    async def test_a_later_item_of_the_same_list_stays(self, home: Home) -> None:
        first, second = await arrive(home), await arrive(home)
        for cause, title in ((first, "milk"), (second, "bread")):
            async with home.database.transaction(home.owner_id, cause=cause) as work:
                await work.tasks.add(Task(title=title, list_name="shopping"), NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(first) == "undone"
            assert [task.title for task in await work.tasks.open("shopping")] == ["bread"]

    async def test_settings_are_taken_back_too(self, home: Home) -> None:
        cause = await arrive(home)
        async with home.database.transaction(home.owner_id, cause=cause) as work:
            person = await work.people.get()
            await work.people.save(replace(person, zone="Asia/Tokyo"))
            assert await work.changes.any(cause)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(cause) == "undone"
            assert (await work.people.get()).zone == "Europe/Berlin"

    async def test_what_has_rung_is_not_taken_back(self, home: Home) -> None:
        cause = await arrive(home)
        async with home.database.transaction(home.owner_id, cause=cause) as work:
            reminder = Reminder(text="x", wall=datetime(2026, 4, 13, 13), zone="Europe/Berlin")
            await work.reminders.add(reminder, NOON + timedelta(hours=1), NOON)
            ((_, ringing),) = await work.reminders.upcoming(NOON)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.occurrences.claim(ringing.id) is not None
        async with home.database.transaction(home.owner_id) as work:
            assert await work.changes.undo(cause) == "rung"
            assert [rung.id for _, rung in await work.reminders.rung(NOON)] == [ringing.id]


def outgoing(talk: int, key: str, text: str, *labels: str) -> Outgoing:
    buttons = tuple((Button(label=label, data=f"act:{label}"),) for label in labels)
    return Outgoing(
        key=key, conversation_id=talk, kind="reply", reply=Reply(text=text, buttons=buttons)
    )
