"""Replies become parts: nothing is lost, nothing is torn, every part fits."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import LIMIT, REPEAT, Part, harmless, labelled, parts, pieces, shortened, units
from core.models import Button, Mark, Reply

# Letters, blanks, breaks, combining marks, joiners, flags, astral emoji, right-to-left.
ALPHABET = "abc .\n\n\u0301\u200d\U0001f1e9\U0001f600\U0001f3fd\u05d0é"
UNDO = ((Button(label="Undo", data="undo:1"),),)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    text = draw(st.text(ALPHABET, max_size=300))
    marks: list[Mark] = []
    at = 0
    while at < len(text) and len(marks) < 8:
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 40)))
        marks.append(
            Mark(kind=draw(st.sampled_from(("bold", "italic", "code"))), start=start, end=end)
        )
        at = end
    return text, tuple(marks)


@given(marked(), st.integers(2, 60))
def test_pieces_follow_each_other_and_fit(case: tuple[str, tuple[Mark, ...]], limit: int) -> None:
    text, marks = case
    found = pieces(text, marks, limit)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(0 < units(text[start:end]) <= limit for start, end in found)


@given(marked(), st.integers(45, 60))
def test_a_mark_that_fits_is_never_torn(case: tuple[str, tuple[Mark, ...]], limit: int) -> None:
    text, marks = case
    edges = {end for _, end in pieces(text, marks, limit)}
    for mark in marks:
        if units(text[mark.start : mark.end]) <= limit // 2:
            assert not edges & set(range(mark.start + 1, mark.end))


@given(st.text(ALPHABET, min_size=1, max_size=50), st.integers(1, 400))
def test_long_texts_arrive_whole(seed: str, times: int) -> None:
    text = seed * times
    shown = parts(Reply(text=text))
    assert all(units(part.text) <= LIMIT and part.text.strip() for part in shown)
    assert "".join(part.text for part in shown).split() == text.split() or text.isspace()


@given(marked())
def test_entities_cover_what_was_marked(case: tuple[str, tuple[Mark, ...]]) -> None:
    text, marks = case
    for part in parts(Reply(text=text, marks=marks)):
        raw = part.text.encode("utf-16-le")
        covered = [
            raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in part.entities
        ]
        assert covered == [text[mark.start : mark.end] for mark in marks]


@given(st.text())
def test_what_is_harmless_can_be_sent(text: str) -> None:
    clean = harmless(text + "\0\ud800")
    assert len(clean) == len(text) + 2
    assert "\0" not in clean
    assert clean.encode().decode() == clean


def test_four_thousand_and_ninety_six_units_are_one_message() -> None:
    assert [units(part.text) for part in parts(Reply(text="x" * 4096))] == [4096]
    assert [units(part.text) for part in parts(Reply(text="x" * 4097))] == [4096, 1]
    assert [units(part.text) for part in parts(Reply(text="\U0001f600" * 2049))] == [4096, 2]


def test_a_text_is_cut_behind_a_paragraph_rather_than_in_a_sentence() -> None:
    first, second = parts(Reply(text=f"{'word ' * 700}\n\n{'word ' * 700}"))
    assert first.text.endswith("\n\n")
    assert second.text.startswith("word")


def test_an_emoji_of_many_code_points_stays_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    first, second = parts(Reply(text="x" * 4092 + family))
    assert (first.text, second.text) == ("x" * 4092, family)


def test_a_marked_stretch_longer_than_a_message_is_marked_in_each_part() -> None:
    first, second = parts(Reply(text="y" * 5000, marks=(Mark(kind="code", start=0, end=5000),)))
    assert [(e.offset, e.length) for e in first.entities + second.entities] == [(0, 4096), (0, 904)]


def test_buttons_stand_under_the_last_part() -> None:
    first, last = parts(Reply(text="z" * 5000, buttons=UNDO))
    assert (first.buttons, last.buttons) == ((), UNDO)


@pytest.mark.parametrize("text", ["", " ", "\n\n", " " * 9000])
def test_of_blanks_nothing_is_shown(text: str) -> None:
    assert parts(Reply(text=text, buttons=UNDO)) == ()


def test_a_date_keeps_its_instant() -> None:
    noon = datetime(2026, 4, 14, 12, tzinfo=UTC)
    mark = Mark(kind="date_time", start=3, end=4, instant=noon)
    (part,) = parts(Reply(text="\U0001f600 at 9"[:6], marks=(mark,)))
    assert [(e.kind, e.offset, e.length, e.instant) for e in part.entities] == [
        ("date_time", 4, 1, noon)
    ]


def test_a_repeat_says_so_and_moves_its_entities() -> None:
    (part,) = parts(
        Reply(text="Call mum", marks=(Mark(kind="bold", start=5, end=8),), buttons=UNDO)
    )
    (shown,) = labelled(part)
    (entity,) = shown.entities
    assert shown.text == REPEAT + "Call mum"
    assert shown.text[entity.offset : entity.offset + entity.length] == "mum"
    assert shown.buttons == UNDO


def test_a_full_part_gets_the_remark_in_a_message_before_it() -> None:
    full = Part(text="x" * LIMIT, buttons=UNDO)
    remark, shown = labelled(full)
    assert (remark.text, remark.buttons, shown) == (REPEAT.strip(), (), full)


def test_a_long_toast_is_shortened() -> None:
    assert shortened("short", 200) == "short"
    assert shortened("\U0001f600" * 150, 200) == "\U0001f600" * 99 + "…"
