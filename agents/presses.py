"""Presses of buttons: every one gets a toast, also a stale one and the second of two."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from agents.agent import Agent, Pressed, Turn
from agents.answering import Step, interaction, put, put_edit, put_toast, remarked
from agents.calendar_settings import beside
from agents.confirming import KEEP_ACTION, WHICH, about_it, chosen
from agents.forgetting import ACTIONS as FORGETTING
from agents.reading import LABELS, Understand, meant, understood
from agents.undo import ACTION, undo, with_undo
from agents.welcome import EXAMPLES
from core.clock import Clock
from core.errors import PersonError
from core.models import Conversation, Focus, Incoming, Outgoing, Person, Reply
from core.requests import ROUTES, Request, Route
from core.stores import Database, UnitOfWork

LONGEST_NUMBER = 18
KEPT = "All right, everything stays as it is."
LEFT = Pressed(toast="Kept.", edit=Reply(text=KEPT))
STALE = "That button is too old: I no longer know what it was for. Tell me in words."


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Words that a press stands for. With a `request` they need no understanding."""

    text: str
    toast: str
    request: Request | None = None


class Presses:
    """Carries out presses: undo, words to be sent, and the agents' own buttons."""

    def __init__(
        self,
        database: Database,
        agents: Sequence[Agent],
        understand: Understand,
        clock: Clock,
        remark: Callable[[], str],
    ) -> None:
        self._database = database
        self._by_action = {action: agent for agent in agents for action in agent.actions}
        self._understand = understand
        self._clock = clock
        self._remark = remark

    async def handle(self, incoming: Incoming) -> Said | None:
        """Deal with a press, whole; or hand back the words that it stands for."""
        action, _, argument = incoming.data.partition(":")
        if action == "say" and argument in EXAMPLES:
            return Said(text=EXAMPLES[argument], toast=EXAMPLES[argument])
        if (request := beside(action, argument)) is not None:
            return Said(text="", toast="One moment.", request=request)
        if action == "meant":
            said = await self._meant(incoming, argument)
            if said is not None:
                return said
        if action == WHICH:
            said = await self._which(incoming)
            if said is not None:
                return said
        try:
            await self._commit(incoming, action, argument, None)
        except PersonError as error:
            await self._commit(incoming, action, argument, Pressed(toast=str(error)))
        return None

    def confirmed(
        self, incoming: Incoming, person: Person, talk: Conversation, data: Sequence[str]
    ) -> list[Step]:
        """The steps that a "yes", or the choice of some of several, is: what pressing those buttons
        would do, told as replies. The message that asked shows all of it, too."""
        turn = self._turn(incoming, person, talk)
        request = Request(route=talk.focus.route or "other", verb="yes")
        # A message is found by its buttons, and the first of the steps takes them away.
        asked: int | None = None

        async def conclude(one: str, work: UnitOfWork) -> Sequence[Reply]:
            nonlocal asked
            action, _, argument = one.partition(":")
            agent = self._by_action.get(action)
            shown = await agent.press(turn, action, argument, work) if agent else LEFT
            if shown.edit is None:
                return shown.replies or [Reply(text=shown.toast)]
            asked = asked or await work.outbox.offering(talk.id, talk.focus.pending or one)
            if asked is not None:
                await self._show_below(work, incoming, shown.edit, asked)
            return [shown.edit, *shown.replies]

        steps: list[Step] = []
        for one in data:
            agent = self._by_action.get(one.partition(":")[0])
            name = "dispatcher" if agent is None else agent.name
            steps.append(Step(request=request, agent=name, conclude=partial(conclude, one)))
        return steps

    async def _show_below(
        self, work: UnitOfWork, incoming: Incoming, edit: Reply, asked: int
    ) -> None:
        """Show on the message that asked what has come of it, below what it shows of this answer
        already. The way back is on the reply."""
        versions = await work.outbox.versions(asked)
        before = [v for v in versions if v.kind == "edit" and v.inbox_id == incoming.inbox_id]
        text = "\n".join([*(version.reply.text for version in before[-1:]), edit.text])
        shown = Pressed(toast="", edit=replace(edit, text=text, buttons=()))
        await put_edit(work, incoming, shown, asked, self._clock, len(before))

    async def defer(self, incoming: Incoming, toast: str | None) -> bool:
        """Mark the row as one whose answer comes later; False when it is done already."""
        async with self._database.transaction(incoming.owner_id) as work:
            if await work.inbox.take(incoming.inbox_id) is None:
                return False
            if toast is not None:
                await put_toast(work, incoming, toast, self._clock)
            await work.inbox.close(incoming.inbox_id, "deferred", self._clock.now())
            return True

    async def _meant(self, incoming: Incoming, argument: str) -> Said | None:
        """What the person chose, as long as it is the question that waits for an answer."""
        asked, _, name = argument.partition(":")
        route: Route | None = next((known for known in ROUTES if known == name), None)
        async with self._database.transaction(incoming.owner_id) as work:
            person, talk = await work.people.scene(incoming.conversation_id)
        focus = talk.focus
        if route is None or focus.pending is None or focus.ids != (asked,):
            return None
        request = await asyncio.to_thread(
            meant, focus, route, incoming.received_at, person, self._understand
        )
        return Said(text=focus.pending, toast=LABELS[route], request=request)

    async def chosen(
        self, incoming: Incoming, person: Person, talk: Conversation, data: Sequence[str]
    ) -> list[Turn]:
        """What the words that waited mean, once for each button of `data` that chooses what they
        are about; empty where none does."""
        turns: list[Turn] = []
        for one in data:
            focus = chosen(talk.focus, one)
            if focus is None or focus.pending is None:
                continue
            request = await self._about(incoming, person, focus, focus.pending)
            turn = self._turn(incoming, person, replace(talk, focus=replace(focus, pending=None)))
            meant = replace(incoming, text=focus.pending)
            turns.append(replace(turn, incoming=meant, request=request))
        return turns

    async def _which(self, incoming: Incoming) -> Said | None:
        """The words that waited for it, about what the person chose."""
        async with self._database.transaction(incoming.owner_id) as work:
            person, talk = await work.people.scene(incoming.conversation_id)
            focus = chosen(talk.focus, incoming.data)
            if focus is None or focus.pending is None:
                return None
            await work.people.focus(talk.id, replace(focus, pending=None))
        request = await self._about(incoming, person, focus, focus.pending)
        return Said(text=focus.pending, toast="This one.", request=request)

    async def _about(
        self, incoming: Incoming, person: Person, focus: Focus, pending: str
    ) -> Request:
        request = await asyncio.to_thread(
            understood, pending, incoming.received_at, person, focus, self._understand
        )
        return about_it(request, focus)

    async def _commit(
        self, incoming: Incoming, action: str, argument: str, outcome: Pressed | None
    ) -> None:
        async with self._database.transaction(incoming.owner_id, cause=incoming.inbox_id) as work:
            if action in FORGETTING:
                # Before anything else: of two at once each would wait for what the other has.
                await work.erasures.hold()
            if await work.inbox.take(incoming.inbox_id) is None:
                return
            versions = await _versions(work, incoming)
            shown = outcome or await self._do(work, incoming, action, argument, versions)
            await self._show(work, incoming, shown, versions, undone=action == ACTION)
            await work.inbox.close(incoming.inbox_id, "done", self._clock.now())

    async def _do(
        self,
        work: UnitOfWork,
        incoming: Incoming,
        action: str,
        argument: str,
        versions: list[Outgoing],
    ) -> Pressed:
        if action == ACTION and argument.isdecimal() and not _forged(argument):
            return await undo(work, int(argument), versions, incoming, self._clock.now())
        agent = self._by_action.get(action)
        if _forged(argument) or (agent is None and action != KEEP_ACTION):
            return Pressed(toast=STALE)
        person, talk = await work.people.scene(incoming.conversation_id)
        if versions and _offers(versions[-1].reply, talk.focus):
            # The tap has answered it, so that a "yes" that follows is none to it.
            over = replace(talk.focus, question=None, pending=None, choices=())
            await work.people.focus(talk.id, over)
        if agent is None:
            return LEFT
        turn = self._turn(incoming, person, talk)
        shown = await agent.press(turn, action, argument, work)
        route = None if shown.edit is None else shown.edit.route
        if route is not None and not person.private:
            made = await interaction(work, incoming, route, agent.name, self._clock)
            if made.target is not None:
                await work.relations.log(made)
        return shown

    def _turn(self, incoming: Incoming, person: Person, talk: Conversation) -> Turn:
        return Turn(
            person=person,
            conversation=talk,
            incoming=incoming,
            request=Request(route="other", verb="press"),
            now=self._clock.now(),
        )

    async def _show(
        self,
        work: UnitOfWork,
        incoming: Incoming,
        shown: Pressed,
        versions: list[Outgoing],
        *,
        undone: bool,
    ) -> None:
        await put_toast(work, incoming, shown.toast, self._clock)
        if not undone and await work.changes.any(incoming.inbox_id):
            shown = _with_undo(self._remarked(shown), incoming.inbox_id)
        replies = list(shown.replies)
        if versions:
            await put_edit(work, incoming, shown, versions[0].id, self._clock)
        elif shown.edit is not None and not undone:
            # The message is too old to be changed any more: say it anew.
            replies.insert(0, shown.edit)
        for number, reply in enumerate(replies):
            key = f"reply:{incoming.inbox_id}:{number}"
            await put(work, incoming, reply, key, self._clock)

    def _remarked(self, shown: Pressed) -> Pressed:
        """A reminder that a press has set is confirmed like any other."""
        if shown.edit is None:
            return shown
        return replace(shown, edit=remarked(shown.edit, self._remark))


def _with_undo(shown: Pressed, inbox_id: int) -> Pressed:
    """The way back from what a press changed, on the first thing that it shows."""
    if shown.edit is not None:
        return replace(shown, edit=with_undo(shown.edit, inbox_id))
    if shown.replies:
        first, *rest = shown.replies
        return replace(shown, replies=(with_undo(first, inbox_id), *rest))
    return shown


def _offers(reply: Reply, focus: Focus) -> bool:
    """Whether it is the message that asked what is still asked."""
    asked = {focus.pending, *(button.data for button in focus.choices)}
    return any(button.data in asked for line in reply.buttons for button in line)


def _forged(argument: str) -> bool:
    """Whether a number is none of ours: no row has so large a one."""
    return any(part.isdecimal() and len(part) > LONGEST_NUMBER for part in argument.split(":"))


async def _versions(work: UnitOfWork, incoming: Incoming) -> list[Outgoing]:
    if incoming.message_id is None:
        return []
    found = await work.outbox.find(incoming.conversation_id, incoming.message_id)
    return [] if found is None else await work.outbox.versions(found)
