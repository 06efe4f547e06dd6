import pytest

from ontology import base
from server.browse.kinds import KINDS, kind_of


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("id/metier/MET.797", "metier"),
        ("id/formation/FOR.1", "formation"),
        ("id/rome/v3/M16", "rome"),
        ("id/niveau/bac-2", "niveau"),
        ("id/statut/salarie", "statut"),
        ("id/interet/j-aime-bouger", "interet"),
        ("id/secteur/agroalimentaire", "secteur"),
    ],
)
def test_the_shape_of_an_iri_tells_its_kind(path: str, name: str) -> None:
    kind = kind_of(base() + path)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize(
    "path", ["id/rubrique/en-bref", "id/metier/MET.797/salaire/1", "id/rome/v4/A"]
)
def test_other_things_have_none(path: str) -> None:
    assert kind_of(base() + path) is None


def test_onisep_has_pages_for_metiers_and_formations() -> None:
    pages = {kind.name: kind.publisher_page("X.1") for kind in KINDS}
    assert pages["metier"] == "https://www.onisep.fr/http/redirection/metier/slug/X.1"
    assert pages["formation"] == "https://www.onisep.fr/http/redirection/formation/slug/X.1"
    assert {name for name, page in pages.items() if page} == {"metier", "formation"}
    assert KINDS[0].publisher_page("") is None
