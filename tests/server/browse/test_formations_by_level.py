import pyoxigraph as ox

from ontology import base
from server.browse.formations_by_level import group_by_level
from server.browse.name_lookup import NamedCode
from server.engine import Row

NIVEAU = f"{base()}id/niveau/"
CODES = {
    f"{NIVEAU}bac-2": NamedCode({"fr": "bac + 2"}, "", 70),
    f"{NIVEAU}bac-5": NamedCode({"fr": "bac + 5"}, "", 100),
}


def row(number: int, label: str, niveau: str = "", kind: str = "") -> Row:
    terms: dict[str, ox.NamedNode | ox.Literal] = {
        "formation": ox.NamedNode(f"{base()}id/formation/FOR.{number}"),
        "label": ox.Literal(label),
    }
    if niveau:
        terms["niveau"] = ox.NamedNode(NIVEAU + niveau)
    if kind:
        terms["type"] = ox.Literal(kind)
    return Row({**terms})


def told(*rows: Row, order: dict[str, tuple[int, str]] | None = None) -> list[object]:
    return [
        (level.name, [(kind.name, [one.label for one in kind.formations]) for kind in level.kinds])
        for level in group_by_level(rows, order or {}, CODES, {})
    ]


def test_levels_rise_and_what_has_none_comes_last() -> None:
    found = told(row(1, "z"), row(2, "master", "bac-5"), row(3, "BTS", "bac-2"))
    assert found == [
        ("bac + 2", [("", ["BTS"])]),
        ("bac + 5", [("", ["master"])]),
        ("", [("", ["z"])]),
    ]


def test_kinds_of_a_level_follow_the_alphabet_and_so_do_their_formations() -> None:
    found = told(
        row(1, "M b", "bac-5", "master"),
        row(2, "x", "bac-5"),
        row(3, "É a", "bac-5", "école"),
        row(4, "M a", "bac-5", "master"),
    )
    assert found == [("bac + 5", [("école", ["É a"]), ("master", ["M a", "M b"]), ("", ["x"])])]


def test_without_any_level_the_order_is_that_of_the_sheet() -> None:
    order = {f"{base()}id/formation/FOR.{number}": (3 - number, "") for number in (1, 2)}
    assert told(row(1, "a"), row(2, "b"), order=order) == [("", [("", ["b", "a"])])]


def test_a_level_that_no_list_names_is_its_last_word() -> None:
    assert told(row(1, "a", "bac-12")) == [("bac-12", [("", ["a"])])]


def test_a_formation_that_is_said_twice_is_one() -> None:
    (level,) = group_by_level([row(1, "a"), row(1, "a")], {}, CODES, {})
    assert level.total == 1
