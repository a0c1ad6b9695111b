"""All that is remembered of a person, for them to take along."""

import json

from core.stores import UnitOfWork

ALL = 1_000_000


async def export(work: UnitOfWork) -> bytes:
    """Facts, relations and messages as one JSON document in UTF-8."""
    facts = await work.memories.facts(ALL)
    relations = await work.relations.current()
    messages = await work.episodes.listed(ALL)
    document = {
        "facts": [
            {"id": fact.id, "text": fact.text, "said_at": fact.said_at.isoformat()}
            for fact in reversed(facts)
        ],
        "relations": [
            {
                "subject": relation.subject,
                "predicate": relation.predicate,
                "object": relation.object,
                "valid_from": relation.valid_from and relation.valid_from.isoformat(),
            }
            for relation in relations
        ],
        "messages": [
            {
                "text": message.text,
                "said_at": message.said_at.isoformat(),
                "speaker": message.speaker,
                "session": message.session,
                "ref": message.ref,
                "origin": message.origin,
            }
            for message in messages
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")
