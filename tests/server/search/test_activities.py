"""What métiers say that they do answers what names no occupation."""

import pytest

from server.search.index import SearchIndex
from server.search.matches import find_all, suggest
from server.search.name_matches import match_activities
from server.search.query import Word, parse_query
from tests.server.search_files import Told, write_index

METIERS = [
    Told("metier/MET.1", "metier", "maroquinier", note="Il travaille le cuir.", text="couture"),
    Told("metier/MET.2", "metier", "vendeur", text="Il conseille sur le cuir, le bois."),
    Told("metier/MET.3", "metier", "chanteur", text="la scène"),
    Told("metier/MET.4", "metier", "chef de rang", text="il chante parfois"),
    Told("metier/MET.5", "metier", "infirmier", english=("nurse",), text="des soins"),
    Told("metier/MET.6", "metier", "comptable", text="les comptes"),
]
OTHERS = [
    Told("formation/FOR.1", "formation", "bac pro métiers du cuir option chaussures"),
    Told("rome/v3/H24", "rome-v3", "Cuir et textile"),
    Told("rome/v3/B18", "rome-v3", "Scène"),
    Told("rome/appellation/1", "appellation", "Vendeur de cuir et de bois au détail"),
    Told("secteur/filiere-bois", "secteur", "Filière bois"),
    Told(
        "interet/ma-vocation-est-de-soigner",
        "interet",
        "ma vocation est de soigner",
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("activities") / "search.sqlite"
    write_index(path, [*METIERS, *OTHERS], {})
    return SearchIndex(path)


def first(index: SearchIndex, text: str) -> str:
    return find_all(index, text).hits[0].iri.rpartition("/id/")[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("travailler le cuir", "metier/MET.1"),
        ("cuir", "metier/MET.1"),
        ("chanter", "metier/MET.3"),
        ("couture du cuir", "metier/MET.1"),
        ("scène", "rome/v3/B18"),
        ("vendeur cuir bois", "rome/appellation/1"),
        ("travailler le bois", "metier/MET.2"),
        ("ma vocation est de soigner", "interet/ma-vocation-est-de-soigner"),
        ("soigner à l'hôpital", "interet/ma-vocation-est-de-soigner"),
        ("nursing", "metier/MET.5"),
        ("comptable bac +2", "metier/MET.6"),
    ],
)
def test_who_does_it_comes_before_other_vocabularies_that_mention_it(
    index: SearchIndex, text: str, expected: str
) -> None:
    assert first(index, text) == expected
    assert suggest(index, text, 1)[0].iri.endswith(expected)


@pytest.mark.parametrize("text", ["bien payé sans bac", "short training", "sans le bac"])
def test_what_says_only_how_much_names_nobody(index: SearchIndex, text: str) -> None:
    assert find_all(index, text).hits == []


def test_a_word_of_elsewhere_is_no_activity(index: SearchIndex) -> None:
    assert match_activities(index, parse_query("chantilly")) == ()


def test_a_sector_follows_those_who_work_in_it(index: SearchIndex) -> None:
    hits = [hit.iri.rpartition("/id/")[2] for hit in find_all(index, "travailler le bois").hits]
    assert hits[:2] == ["metier/MET.2", "secteur/filiere-bois"]


@pytest.mark.parametrize(
    ("verb", "agent"),
    [
        ("chanter", "chanteur"),
        ("cuisiner", "cuisinier"),
        ("soigner", "soignant"),
        ("traduire", "traducteur"),
        ("vendre", "vendeur"),
        ("batir", "batisseur"),
    ],
)
def test_a_verb_asks_for_who_does_it(verb: str, agent: str) -> None:
    assert agent in Word(verb).agents
    assert f'"{agent}"' in parse_query(verb).activities_expression


@pytest.mark.parametrize("word", ["bois", "mer"])
def test_a_noun_has_no_agent(word: str) -> None:
    assert list(Word(word).agents) == []
