"""Files from elsewhere: what they are written in, their days, and notes by the paragraph."""

import json
from datetime import UTC, datetime
from io import BufferedReader, BytesIO
from pathlib import Path

import pytest

from core.errors import Refused
from memory.encodings import decoded_lines
from memory.imports import episode_of
from memory.notes import LONGEST, note_lines

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
TOLD = '{"text": "Grüße aus Köln"}\r\n{"text": "Zweitens"}\r\n'


def texts(raw: bytes) -> list[str]:
    lines = decoded_lines(BufferedReader(BytesIO(raw)))
    return [episode_of(line, NOON).text for line in lines]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1"]
)
def test_a_file_is_read_as_it_was_written(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    assert texts((mark + TOLD).encode(encoding)) == ["Grüße aus Köln", "Zweitens"]


def test_a_line_in_another_encoding_spoils_no_other() -> None:
    first, second = TOLD.encode().splitlines(keepends=True)
    raw = second.replace(b"Zweitens", b"K\xf6ln") + first
    assert texts(raw) == ["Köln", "Grüße aus Köln"]


@pytest.mark.parametrize(
    "day", ["0001-01-01T00:00:00+14:00", "0001-06-01", "9999-12-31T23:59:59-12:00", "9999-01-01"]
)
def test_a_time_that_no_clock_can_show_is_refused(day: str) -> None:
    with pytest.raises(Refused, match="too far off"):
        episode_of(json.dumps({"text": "long ago", "said_at": day}), NOON)


def told_of(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in note_lines(folder)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_head_of_a_note_is_read_whatever_it_is_written_in(
    tmp_path: Path, encoding: str
) -> None:
    text = "---\r\ndate: 2024-05-06\r\n---\r\n# Köln\r\n\r\nGrüße.\r\n"
    (tmp_path / "a.md").write_bytes(text.encode(encoding))
    [row] = told_of(tmp_path)
    assert (row["text"], row["said_at"][:10]) == ("Köln: Grüße.", "2024-05-06")


def test_a_note_that_is_a_head_alone_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2024-05-06\ntags: [x]\n---", "utf-8")
    assert told_of(tmp_path) == []


def test_a_long_paragraph_comes_in_pieces_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    text = "a word " * 5_000
    (tmp_path / "a.md").write_text(text, "utf-8")
    rows = told_of(tmp_path)
    assert "".join(row["text"] for row in rows) == text.strip()
    assert max(len(row["text"]) for row in rows) <= LONGEST
    assert len({row["ref"] for row in rows}) == len(rows) == 2


@pytest.mark.parametrize("hours", [-11, 11])
def test_a_day_is_that_day_wherever_it_is_read(tmp_path: Path, hours: int) -> None:
    (tmp_path / "2024-05-06.md").write_text("Rain.", "utf-8")
    [row] = told_of(tmp_path)
    said = episode_of(json.dumps(row), NOON).said_at
    assert said.day == 6
    assert 0 <= said.hour + hours < 24
