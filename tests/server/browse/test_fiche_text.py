import pytest

from server.browse.fiche_text import TextBlock, heading_depths, text_blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\n\n \n", ()),
        ("un", (TextBlock(("un",)),)),
        ("un\ndeux", (TextBlock(("un", "deux")),)),
        ("un\n\ndeux", (TextBlock(("un",)), TextBlock(("deux",)))),
        ("- un\n- deux", (TextBlock(("un", "deux"), is_list=True),)),
        (
            "voici :\n- un\n- deux\nfin",
            (TextBlock(("voici :",)), TextBlock(("un", "deux"), is_list=True), TextBlock(("fin",))),
        ),
        ("-un", (TextBlock(("-un",)),)),
    ],
)  # fmt: skip
def test_texts_are_cut_where_the_sheets_do(text: str, expected: tuple[TextBlock, ...]) -> None:
    assert text_blocks(text) == expected


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
    assert heading_depths(levels) == expected
