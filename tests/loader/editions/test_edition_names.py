import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.editions.edition_names import edition_in_name, edition_order, may_be_same, name_fault


@pytest.mark.parametrize(
    "name", ["2025", "2025-10", "2025-10-01", "v460", "460", "v1.0.9", "nd", "printemps", "1", "20"]
)
def test_an_edition_may_be_called_so(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2025-1", "2025-01"),
        ("2025-1-9", "2025-01-09"),
        ("2025.10", "2025-10"),
        ("10-2024", "2024-10"),
        ("1-10-2024", "2024-10-01"),
        ("01.10.2024", "2024-10-01"),
        ("202510", "2025-10"),
        ("20251001", "2025-10-01"),
        ("25062024", "2024-06-25"),
        ("20102024", "2024-10-20"),
    ],
)
def test_a_date_is_written_in_one_way(name: str, meant: str) -> None:
    assert name_fault(name) == f"une date s'écrit année-mois-jour : {meant} ?"


@pytest.mark.parametrize("name", ["2025-13", "2025-02-30", "2025-00", "32-13-2024", "20259999"])
def test_a_day_that_is_none_is_no_date(name: str) -> None:
    assert name_fault(name) == "ce n'est pas une date"


@pytest.mark.parametrize("name", ["", "A", "é", "a b", "a/b", "-1", ".1", "9" * 41, "9" * 5000])
def test_an_edition_is_a_short_plain_name(name: str) -> None:
    assert "40" in name_fault(name)


def test_dates_and_numbers_are_two_families() -> None:
    dates = ["2024", "2024-06-25", "2025", "2025-10", "2025-10-01"]
    numbers = ["v1.0", "v1.0.9", "2", "v10", "458", "v460"]
    for names in (dates, numbers):
        orders = [edition_order(name) for name in names]
        assert orders == sorted(order for order in orders if order)
    assert {edition_order(name) for name in ("nd", "printemps", "v1-b", "10-2024")} == {None}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2025-10", "2025-10-01", True),
        ("2025-10", "2025-11", False),
        ("v458", "458", True),
        ("v1.0", "v1.0.9", True),
        ("v458", "v460", False),
        ("v2025", "2025", False),
        ("printemps", "printemps", True),
        ("printemps", "2025", False),
    ],
)
def test_two_names_may_be_those_of_one_edition(one: str, other: str, same: bool) -> None:
    assert may_be_same(one, other) is may_be_same(other, one) is same


@given(st.text(alphabet="0123456789v.-_", max_size=60))
def test_what_a_name_holds_is_an_edition(name: str) -> None:
    found = edition_in_name(name)
    assert found is None or not name_fault(found)


def test_a_month_that_is_none_is_not_read_in_a_name() -> None:
    assert edition_in_name("lot_2025-13.md") == "2025"
    assert edition_in_name(f"lot_v{'9' * 5000}.md") is None
