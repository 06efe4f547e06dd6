import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.search.spelling import Vocabulary, distance

WORDS = Vocabulary(
    [
        ("boulanger", 30), ("boulangerie", 9), ("boulonneur", 2), ("infirmiere", 40),
        ("infirmerie", 3), ("plombier", 20), ("pharmacien", 12), ("gestion", 50),
        ("gestionnaire", 10), ("secretaire", 30), ("maire", 8), ("faire", 1),
    ]
)  # fmt: skip
short = st.text("abc", max_size=9)


def counted(typed: str, word: str, unfinished: bool) -> int:
    """Count slips the long way, letter by letter."""
    rows = [[max(i, j) for j in range(len(word) + 1)] for i in range(len(typed) + 1)]
    for i, one in enumerate(typed, 1):
        for j, other in enumerate(word, 1):
            changed = rows[i - 1][j - 1] + (one != other)
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, changed)
            if i > 1 and j > 1 and (one, typed[i - 2]) == (word[j - 2], other):
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return min(rows[-1]) if unfinished else rows[-1][-1]


@given(typed=st.text("abc", min_size=1, max_size=9), word=short, unfinished=st.booleans())
def test_slips_are_counted(typed: str, word: str, unfinished: bool) -> None:
    assert distance(typed, word, unfinished) == counted(typed, word, unfinished)


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("boulangr", "boulanger", 1),
        ("infirmeire", "infirmiere", 1),
        ("plonbier", "plombier", 1),
        ("pharmassien", "pharmacien", 2),
        ("gestoin", "gestion", 1),
        ("secretere", "secretaire", 2),
        ("nfirmiere", "infirmiere", 1),
        ("aire", "maire", 1),
    ],
)
def test_a_small_error_is_forgiven(typed: str, word: str, slips: int) -> None:
    first = WORDS.near(typed, unfinished=False)[0]
    assert (first.word, first.slips) == (word, slips)


@pytest.mark.parametrize("typed", ["mir", "xyzzy", "m1605", "secreter", "plomeur", "é" * 200, ""])
def test_what_is_far_from_all_is_near_to_none(typed: str) -> None:
    assert WORDS.near(typed, unfinished=False) == []


def test_the_likelier_word_comes_first_and_an_unfinished_one_is_begun() -> None:
    assert [near.word for near in WORDS.near("gestoi", unfinished=True)] == [
        "gestion", "gestionnaire",
    ]  # fmt: skip
    assert WORDS.near("boulangr", unfinished=True)[0].word == "boulanger"
    assert WORDS.near("gesto", unfinished=False) == []


@given(word=st.sampled_from(["boulanger", "infirmiere", "secretaire"]), data=st.data())
def test_no_single_slip_is_missed(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeimnrstz"))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            ]
        )
    )
    if distance(slipped, word) == 1:
        assert word in [near.word for near in WORDS.near(slipped, unfinished=False)]
