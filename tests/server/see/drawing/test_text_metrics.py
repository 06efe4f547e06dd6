import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.see.drawing.text_metrics import clean_text, text_width, wrap_text

SIZE = 15
TEXTS = st.text(max_size=200)


@given(TEXTS, st.floats(30, 400), st.integers(1, 4))
def test_lines_fit_their_room_and_are_no_more_than_asked(text: str, room: float, most: int) -> None:
    lines = wrap_text(text, SIZE, room, most)
    assert 1 <= len(lines) <= most
    assert all(line and text_width(line, SIZE) <= room for line in lines)


@given(TEXTS, st.floats(30, 400))
def test_a_text_that_is_not_cut_keeps_all_its_letters(text: str, room: float) -> None:
    lines = wrap_text(text, SIZE, room, 1000)
    assert "".join(lines).replace(" ", "") == (clean_text(text) or "…").replace(" ", "")


@given(TEXTS)
def test_a_clean_text_is_one_line_that_xml_admits(text: str) -> None:
    found = clean_text(text)
    assert found == " ".join(found.split())
    assert not [c for c in found if ord(c) < 32 or "\ud800" <= c <= "\udfff"]


def test_words_are_kept_whole_and_a_cut_is_said() -> None:
    assert wrap_text("assistant de gestion", SIZE, 110, 3) == ("assistant de", "gestion")
    cut = wrap_text("assistant de gestion en petite et moyenne entreprise", SIZE, 110, 2)
    assert len(cut) == 2
    assert cut[0] == "assistant de"
    assert cut[1].endswith("…")


@pytest.mark.parametrize(("text", "line"), [("", "…"), ("\x00\n", "…"), ("a\x07b", "a b")])
def test_what_cannot_be_written_is_left_out(text: str, line: str) -> None:
    assert wrap_text(text, SIZE, 200, 2) == (line,)


def test_an_accent_takes_no_room_and_a_foreign_letter_takes_more() -> None:
    assert text_width("é", SIZE) == text_width("e", SIZE)
    assert text_width("木", SIZE) > text_width("m", SIZE) > text_width("i", SIZE)
