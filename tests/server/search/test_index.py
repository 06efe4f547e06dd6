from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology import base
from server.search.index import SearchIndex, words


@pytest.fixture(scope="module")
def index(home: Path) -> SearchIndex:
    return SearchIndex(home / "current" / "search.sqlite")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("assistante de gestion", "assistant/e de gestion"),
        ("metiers du bois", "menuisier/ière bois"),
        ("MÉTIERS DU BOIS", "menuisier/ière bois"),
        ("coeur", "menuisier/ière bois"),
        ("cœur", "menuisier/ière bois"),
        ("secret", "assistant/e de gestion"),
        ("comptable", "comptable"),
        ("H2206", "menuisier/ière bois"),
        ("FOR.270", "BTS de gestion"),
        ("MET.797", "assistant/e de gestion"),
        ("l'assistant", "assistant/e de gestion"),
        ("menuisier zingueur", "menuisier/ière bois"),
        ("assis gest", "assistant/e de gestion"),
    ],
)
def test_what_people_type_lands(index: SearchIndex, text: str, first: str) -> None:
    assert index.find(text)[0].label == first


@pytest.mark.parametrize("text", ["", "   ", "?!", "_", "-", '"', "*", "()", "xyzzy"])
def test_what_says_nothing_finds_nothing(index: SearchIndex, text: str) -> None:
    assert index.find(text) == []


@pytest.mark.parametrize(
    "text",
    ['"', 'a" OR "b', "NEAR(a b)", "label:x", "a AND", "NOT", "^a", "a*b", "{a b}: c", "\0a"],
)
def test_operators_are_words(index: SearchIndex, text: str) -> None:
    index.find(text)


@given(text=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_syntax_error(index: SearchIndex, text: str) -> None:
    found = index.find(text)
    assert len(found) == len(set(found))


def test_empty_words_count_only_when_alone() -> None:
    assert words("les métiers de l'eau") == ["eau"]
    assert words("métier") == ["metier"]
    assert len(words("mot " * 50)) == 12


def test_a_hit_says_what_it_is(index: SearchIndex) -> None:
    hit = next(hit for hit in index.find("H22") if hit.type == "rome")
    assert hit.iri.endswith("/id/rome/v3/H22")
    assert hit.note == "note de Bois"


def test_what_has_a_name_is_looked_up_in_order(index: SearchIndex) -> None:
    iris = [f"{base()}id/{path}" for path in ("rome/v3/H22", "metier/MET.9", "metier/MET.2")]
    assert [hit.iri for hit in index.named(iris)] == [iris[0], iris[2]]
    assert index.named([]) == []


def test_a_missing_file_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SearchIndex(tmp_path / "search.sqlite")
