"""Side by side: nothing of a text is lost or made up, and what differs is what is marked."""

import time

from hypothesis import given
from hypothesis import strategies as st

from server.changes.side_by_side import DiffLine, SideBySide, side_by_side
from server.releases.change_tables import ChangeValue

words = st.sampled_from(["le", "métier", "l'eau", "2 250 €", "<b>", "…", "d’été", "a\u00a0b"])
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
texts = st.lists(lines, min_size=1, max_size=4)


def compared(before: list[str], after: list[str], in_list: bool = False) -> SideBySide:
    return side_by_side([*map(ChangeValue, before)], [*map(ChangeValue, after)], in_list)


def said(some: list[DiffLine] | tuple[DiffLine, ...]) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in some]


def same(sides: SideBySide) -> tuple[str, str]:
    """Return what is not marked on either side."""
    one, other = (
        "".join(piece.text for line in lines for piece in line.pieces if not piece.differs)
        for lines in (sides.before, sides.after)
    )
    return one, other


@given(texts, texts)
def test_both_texts_are_whole_and_what_is_not_marked_is_the_same(
    before: list[str], after: list[str]
) -> None:
    sides = compared(before, after)
    assert said([*sides.before]) == before
    assert said([*sides.after]) == after
    assert len(set(same(sides))) == 1
    assert sides.more == (0, 0)


def test_a_word_that_changed_is_marked_alone() -> None:
    sides = compared(["Un métier lent et sûr."], ["Un métier vif et sûr."])
    marked = [piece.text for line in sides.before for piece in line.pieces if piece.differs]
    assert marked == ["lent"]
    marked = [piece.text for line in sides.after for piece in line.pieces if piece.differs]
    assert marked == ["vif"]


def test_texts_with_little_in_common_are_marked_whole() -> None:
    sides = compared(["abc def"], ["Rien de cela, vraiment rien."])
    assert all(piece.differs for line in sides.before for piece in line.pieces)


def test_beside_nothing_nothing_is_marked() -> None:
    assert not any(p.differs for line in compared([], ["neuf"]).after for p in line.pieces)


def test_things_are_told_one_by_one() -> None:
    one, other = ChangeValue("BTS", "id/a"), ChangeValue("CAP", "id/b")
    sides = side_by_side([one], [other], in_list=True)
    assert [line.iri for line in (*sides.before, *sides.after)] == ["id/a", "id/b"]


def test_a_list_cuts_what_is_the_same_and_what_is_long() -> None:
    long = " ".join(f"mot{n}" for n in range(90))
    sides = compared([f"{long} lent"], [f"{long} vif"], in_list=True)
    (line,) = said([*sides.before])
    assert line.endswith("mot88 mot89 lent")
    assert "…" in line
    assert "mot40" not in line
    many = [f"ligne {n}" for n in range(30)]
    assert compared(many, [], in_list=True).more == (24, 0)
    assert len(said([*compared([long * 20], [], in_list=True).before])[0]) < 700


def test_a_text_of_any_length_takes_little_time() -> None:
    texts = [" ".join(f"{word}{n % 7}" for n in range(40_000)) for word in ("mot", "met")]
    began = time.process_time()
    compared([texts[0]], [texts[1]], in_list=True)
    assert time.process_time() - began < 0.5
