import pytest

from server.browse.prose import Block, blocks, depths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\n\n \n", ()),
        ("un", (Block(("un",)),)),
        ("un\ndeux", (Block(("un", "deux")),)),
        ("un\n\ndeux", (Block(("un",)), Block(("deux",)))),
        ("- un\n- deux", (Block(("un", "deux"), is_list=True),)),
        (
            "voici :\n- un\n- deux\nfin",
            (Block(("voici :",)), Block(("un", "deux"), is_list=True), Block(("fin",))),
        ),
        ("-un", (Block(("-un",)),)),
    ],
)  # fmt: skip
def test_texts_are_cut_where_the_sheets_do(text: str, expected: tuple[Block, ...]) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], []),
        ([None], [0]),
        ([3, 3], [0, 0]),
        ([2, 3, 3, 2], [0, 1, 1, 0]),
        ([None, 3, 2, 2], [0, 0, 1, 1]),
        ([0, None, 0], [0, 0, 0]),
    ],
)
def test_the_first_level_is_the_outer_one(levels: list[int | None], expected: list[int]) -> None:
    assert depths(levels) == expected
