from pathlib import Path

import pytest

from server.search import index as index_module
from server.search.index import SearchIndex
from tests.server.search_files import Told, write_index

WANTED = {"metier": 9, "formation": 9}


@pytest.fixture(scope="module")
def index(home: Path) -> SearchIndex:
    return SearchIndex(home / "current" / "search.sqlite")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    metiers = [Told(f"metier/MET.{n}", "metier", f"assistant {n}") for n in range(30)]
    formations = [Told(f"formation/FOR.{n}", "formation", f"BTS assistant {n}") for n in range(5)]
    write_index(path, [*metiers, *formations], {})
    return SearchIndex(path)


def test_names_come_by_type_those_of_fewest_words_first(index: SearchIndex) -> None:
    names = index.match_names('"gestion" *', {"metier": 9, "formation": 9, "fap": 9})
    assert [(name.type, name.text) for name in names] == [
        ("metier", "assistant de gestion"),
        ("metier", "assistante de gestion"),
        ("formation", "BTS de gestion"),
    ]
    assert [name.rank for name in names] == [0, 0, 0]
    assert (
        index.match_names('"gestion"', {"metier": 1, "formation": 0})[0].key
        == "assistant de gestion"
    )


@pytest.mark.parametrize("read", [1, 10, 33, 100])
def test_all_types_are_looked_at_however_many_names_match(
    crowded: SearchIndex, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    monkeypatch.setattr(index_module, "_MOST_READ", read)
    names = crowded.match_names('"assistant"', {"metier": 20, "formation": 3})
    assert [name.type for name in names] == ["metier"] * 20 + ["formation"] * 3
    assert len(set(names)) == 23


def test_a_word_is_held_or_not(index: SearchIndex) -> None:
    assert index.holds('"menuis" *')
    assert not index.holds('"plomb" *')


def test_texts_are_ranked_by_where_the_words_stand(index: SearchIndex) -> None:
    assert len(index.match_texts('"gestion"', 9)) == 1
    assert index.match_texts('"raboter"', 9) == index.match_texts('"menuisier"', 9)


def test_things_and_what_they_lead_to(index: SearchIndex) -> None:
    things = {thing.label: thing for thing in index.things(range(20)).values()}
    appellation = things["Aide de bureau"]
    targets = {target: type_ for _, target, type_ in index.links([appellation.id])}
    assert targets == {
        things["Assistanat technique"].id: "rome-v3",
        things["Secrétaire technique"].id: "rome-v4",
    }
    assert index.things([]) == {}


def test_a_word_is_spelled_as_names_do(index: SearchIndex) -> None:
    assert index.spelling_of("coeur") == "cœur"
    assert index.spelling_of("xyzzy") == "xyzzy"


def test_a_missing_file_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SearchIndex(tmp_path / "search.sqlite")
