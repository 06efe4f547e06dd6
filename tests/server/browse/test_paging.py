import pytest

from server.browse.paging import Page, paginate

ITEMS = list(range(250))


@pytest.mark.parametrize(
    ("asked", "number", "items"),
    [(1, 1, range(100)), (3, 3, range(200, 250)), (99, 3, range(200, 250)), (0, 1, range(100))],
)
def test_a_page_is_a_hundred(asked: int, number: int, items: range) -> None:
    assert paginate(ITEMS, asked) == Page(list(items), number, 3, 250)


def test_an_empty_list_has_one_page() -> None:
    assert paginate([], 4) == Page([], 1, 1, 0)
