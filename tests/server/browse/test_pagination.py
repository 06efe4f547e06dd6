import pytest

from server.browse.pagination import Page, paginate

ITEMS = list(range(250))


@pytest.mark.parametrize(
    ("asked", "number", "items"),
    [(1, 1, range(100)), (3, 3, range(200, 250)), (99, 3, range(200, 250)), (0, 1, range(100))],
)
def test_a_page_is_a_hundred(asked: int, number: int, items: range) -> None:
    assert paginate(ITEMS, asked) == Page(list(items), number, 3, 250)


def test_an_empty_list_has_one_page() -> None:
    assert paginate([], 4) == Page([], 1, 1, 0)


@pytest.mark.parametrize(
    ("number", "last", "numbers"),
    [
        (1, 1, [1]),
        (7, 15, list(range(1, 16))),
        (1, 16, [1, 2, 3, None, 16]),
        (9, 20, [1, None, 7, 8, 9, 10, 11, None, 20]),
        (20, 20, [1, None, 18, 19, 20]),
    ],
)
def test_the_pages_around_can_be_gone_to(number: int, last: int, numbers: list[int | None]) -> None:
    assert Page([], number, last, 0).numbers == numbers
