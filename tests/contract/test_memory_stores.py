"""Messages and relations: what may be relied on, whichever store fills the port."""

from core.forgetting import Choice
from core.models import Episode, Relation
from tests.contract.conftest import NOON, Home

TEA = Episode(text="I like tea", said_at=NOON, origin="import", ref="a", speaker="Ola", session="1")
LIKES = Relation(subject="me", predicate="LIKES", object="tea", valid_from=NOON)
SISTER = Relation(subject="me", predicate="SISTER", object="Anna", valid_from=NOON)
WORKS = Relation(subject="Anna", predicate="WORKS_AT", object="Siemens", valid_from=NOON)


def triples(relations: list[Relation]) -> list[tuple[str, str, str]]:
    return [(r.subject, r.predicate, r.object) for r in relations]


async def arrived(home: Home, text: str) -> int:
    async with home.database.transaction(home.owner_id) as work:
        talk = await work.people.open_conversation("terminal", 0, NOON)
        return (await work.inbox.add(talk.id, "text", text, "", NOON, 5)).inbox_id


class TestEpisodes:
    async def test_a_message_is_kept_once_and_as_it_was(self, home: Home) -> None:
        said = Episode(text="hello", said_at=NOON, inbox_id=await arrived(home, "hello"))
        async with home.database.transaction(home.owner_id) as work:
            assert await work.episodes.keep(TEA) is not None
            assert await work.episodes.keep(TEA) is None
            kept = await work.episodes.keep(said)
            assert await work.episodes.keep(said) is None
        async with home.database.transaction(home.owner_id) as work:
            first, second = await work.episodes.listed(10)
            assert (first.text, first.speaker, first.session, first.ref, first.origin) == (
                "I like tea",
                "Ola",
                "1",
                "a",
                "import",
            )
            assert second.id == kept
            assert await work.episodes.of_message(said.inbox_id or 0) == kept
            assert [e.id for e in await work.episodes.listed(10, first.id)] == [second.id]

    async def test_messages_are_found_by_all_their_words(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            await work.episodes.keep(TEA)
            await work.episodes.keep(Episode(text="I like green tea", said_at=NOON, ref="b"))
            both = {e.text for e in await work.episodes.matching("tea", 10)}
            assert both == {"I like tea", "I like green tea"}
            assert [e.ref for e in await work.episodes.matching("green TEA", 10)] == ["b"]
            assert [e.ref for e in await work.episodes.matching("ola", 10)] == ["a"]
            assert await work.episodes.matching("coffee", 10) == []

    async def test_a_dropped_message_is_gone(self, home: Home) -> None:
        inbox_id = await arrived(home, "hello")
        async with home.database.transaction(home.owner_id) as work:
            await work.episodes.keep(Episode(text="hello", said_at=NOON, inbox_id=inbox_id))
            await work.episodes.drop(inbox_id)
            assert await work.episodes.of_message(inbox_id) is None
            assert await work.episodes.listed(10) == []

    async def test_forgetting_a_message_counts_it(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            episode_id = await work.episodes.keep(TEA)
            assert episode_id is not None
            receipt = await work.memories.forget(Choice(messages=(episode_id,)), NOON, None)
            assert (receipt.memories, receipt.episodes) == (0, 1)
            again = await work.memories.forget(Choice(messages=(episode_id,)), NOON, None)
            assert again.episodes == 0


class TestRelations:
    async def test_what_is_true_is_noted_once(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            assert await work.relations.assert_(LIKES, NOON) is not None  # noqa: PT009
            assert await work.relations.assert_(LIKES, NOON) is None  # noqa: PT009
            assert triples(await work.relations.current()) == [("me", "LIKES", "tea")]

    async def test_about_finds_either_end_by_any_case(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            for relation in (LIKES, SISTER, WORKS):
                await work.relations.assert_(relation, NOON)  # noqa: PT009
            found = triples(await work.relations.about("anna"))
        assert found == [("me", "SISTER", "Anna"), ("Anna", "WORKS_AT", "Siemens")]

    async def test_what_has_ended_is_no_longer_told(self, home: Home) -> None:
        async with home.database.transaction(home.owner_id) as work:
            number = await work.relations.assert_(LIKES, NOON)  # noqa: PT009
            assert number is not None
            await work.relations.end(number, NOON)
            assert await work.relations.about("tea") == []
            assert await work.relations.current() == []
            assert await work.relations.assert_(LIKES, NOON) is not None  # noqa: PT009
