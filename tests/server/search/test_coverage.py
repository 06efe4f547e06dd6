from pathlib import Path

import pytest

from server.search.coverage import Covering, most_covering
from server.search.index import SearchIndex
from tests.server.search_files import Told, write_index

THINGS = (
    Told("metier/MET.1", "metier", "maçon/ne", own=("maçonne", "maçon")),
    Told("metier/MET.2", "metier", "chef de grands travaux", own=("chef de grands travaux",)),
    Told("metier/MET.3", "metier", "chanteur/euse", own=("chanteuse", "chanteur")),
)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    write_index(tmp_path / "search.sqlite", THINGS, {})
    return SearchIndex(tmp_path / "search.sqlite")


def best(index: SearchIndex, *words: str) -> Covering:
    return max(most_covering(index, words, ["metier", "formation"]), key=lambda each: each.worth)


def test_a_name_that_stands_whole_in_a_query_is_worth_more_than_a_part_of_one(
    index: SearchIndex,
) -> None:
    found = best(index, "macon", "grands", "deplacements")
    assert (found.name.thing, found.is_whole) == (1, True)
    assert 0 < found.share < 1


def test_a_root_is_worth_less_than_a_word(index: SearchIndex) -> None:
    verb, noun = best(index, "chantonner"), best(index, "chanteuse")
    assert verb.name.thing == noun.name.thing == 3
    assert verb.worth < noun.worth
    assert not verb.is_whole


def test_unknown_words_cover_nothing(index: SearchIndex) -> None:
    assert list(most_covering(index, ["xqzvkjw"], ["metier"])) == []
