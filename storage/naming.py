"""Names in texts, as PostgreSQL finds them: by words, or letter by letter where marks count."""

from collections.abc import Iterable

from core.sentences import marked, pattern


def parted(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The names that are words, and the patterns of those that are more ("C++")."""
    every = list(names)
    plain = [name for name in every if not marked(name)]
    return plain, [pattern(name) for name in every if marked(name)]
