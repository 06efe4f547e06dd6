from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.search.index import SearchIndex
from server.search.matches import SearchHit, find_all, suggest


@pytest.fixture(scope="module")
def index(home: Path) -> SearchIndex:
    return SearchIndex(home / "current" / "search.sqlite")


def ends(hits: list[SearchHit]) -> list[str]:
    return [hit.iri.rpartition("/id/")[2] for hit in hits]


def found(index: SearchIndex, text: str, type_: str = "") -> list[str]:
    return ends(list(find_all(index, text, type_).hits))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("assistante de gestion", "metier/MET.797"),
        ("ASSISTANTS DE GESTION", "metier/MET.797"),
        ("assis gest", "metier/MET.797"),
        ("l'assistant", "metier/MET.797"),
        ("SECRÉTAIRE COMPTABLE", "metier/MET.797"),
        ("comptable", "metier/MET.3"),
        ("Menuisiere bois", "metier/MET.2"),
        ("menuisier/ière bois", "metier/MET.2"),
        ("métiers du bois", "metier/MET.2"),
        ("bois", "metier/MET.2"),
        ("coeur de charpente", "metier/MET.2"),
        ("h22", "rome/v3/H22"),
        ("m 1605", "rome/v3/M1605"),
        ("aide de bureau", "rome/appellation/101"),
        ("BTS gestion", "formation/FOR.270"),
        ("comptabel", "metier/MET.3"),
        ("menuisier zingueur", "metier/MET.2"),
        ("raboter", "metier/MET.2"),
        ("courrier bts", "formation/FOR.270"),
        (" met.797 ", "metier/MET.797"),
        ("met797", "metier/MET.797"),
        ("for.270", "formation/FOR.270"),
    ],
)
def test_what_people_type_lands(index: SearchIndex, text: str, first: str) -> None:
    assert found(index, text)[0] == first


@pytest.mark.parametrize("text", ["MET.797", "for 270", "H22"])
def test_an_identifier_finds_one_thing(index: SearchIndex, text: str) -> None:
    assert len(found(index, text)) == 1


@pytest.mark.parametrize("text", ["", "  ", "?!", "_", '"', "*", "()", "xyzzy", "MET.999", "🧑‍🍳"])
def test_what_says_nothing_finds_nothing(index: SearchIndex, text: str) -> None:
    assert found(index, text) == []
    assert suggest(index, text, 10) == []


@pytest.mark.parametrize(
    "text",
    [
        '"', 'a" OR "b', "NEAR(a b)", "label:x", "words : bois", "a AND", "NOT", "^a", "a*b",
        "{a b}: c", "\0a", "bois\0", "a" * 10_000, "bois " * 2_000, "'; DROP TABLE names; --",
        "\ufdfa" * 200, "\u202ebois", "a\ud800b", "😀 bois 😀", "%00", "OR OR OR", "AND bois AND",
    ],
)  # fmt: skip
def test_operators_and_odd_characters_are_words_or_nothing(index: SearchIndex, text: str) -> None:
    find_all(index, text)
    suggest(index, text, 10)


@given(text=st.text(max_size=80), type_=st.sampled_from(["", "metier", "rome-v3", "formation"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_finds_each_thing_once(index: SearchIndex, text: str, type_: str) -> None:
    hits = find_all(index, text, type_).hits
    assert len({hit.iri for hit in hits}) == len(hits)
    assert all(hit.type == type_ for hit in hits if type_)
    suggested = suggest(index, text, 3)
    assert len(suggested) <= 3
    assert {hit.iri for hit in suggested} <= {hit.iri for hit in find_all(index, text).hits}


def test_a_hit_says_by_which_name_it_was_found_and_why(index: SearchIndex) -> None:
    def told(text: str) -> list[tuple[str, str, str]]:
        return [(hit.type, hit.matched, hit.reason) for hit in find_all(index, text).hits]

    assert told("secrétaire comptable")[0] == ("metier", "secrétaire comptable", "name")
    assert told("menuisière")[0] == ("metier", "menuisière bois", "own")
    assert told("m1605") == [
        ("rome-v3", "M1605", "code"), ("rome-v4", "M1605", "code"), ("metier", "M1605", "rome"),
    ]  # fmt: skip
    assert told("aide bureau") == [
        ("appellation", "Aide de bureau", "own"),
        ("metier", "Aide de bureau", "appellation"),
        ("rome-v3", "Aide de bureau", "appellation"),
        ("rome-v4", "Aide de bureau", "appellation"),
    ]
    assert told("raboter") == [("metier", "", "text")]


def test_a_slip_is_put_right_and_said(index: SearchIndex) -> None:
    mended = find_all(index, "assistante de gestoin")
    assert (mended.spelling, mended.is_partial) == ("assistante de gestion", False)
    assert find_all(index, "assistante de gestion").spelling == ""
    assert suggest(index, "secretere compt", 1)[0].matched == "secrétaire comptable"


def test_what_lacks_a_word_is_found_last_and_said(index: SearchIndex) -> None:
    partial = find_all(index, "menuisier zingueur")
    assert partial.is_partial
    assert not find_all(index, "menuisier").is_partial
    assert suggest(index, "menuisier zingueur", 1)[0].label == "menuisier/ière bois"


def test_one_type_is_found_with_what_leads_to_it(index: SearchIndex) -> None:
    assert found(index, "gestion", "formation") == ["formation/FOR.270"]
    assert found(index, "aide de bureau", "metier") == ["metier/MET.797"]
    assert found(index, "aide de bureau", "rome-v4") == ["rome/v4/M1605"]
    assert found(index, "gestion", "fap") == []


def test_what_is_cut_is_said(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not find_all(index, "gestion").is_cut
    monkeypatch.setattr("server.search.matches._MOST", 1)
    cut = find_all(index, "gestion")
    assert (len(cut.hits), cut.is_cut) == (1, True)
    monkeypatch.setattr("server.search.matches._MOST", 200)
    monkeypatch.setattr("server.search.matches._FINDING", 1)
    assert find_all(index, "gestion").is_cut
