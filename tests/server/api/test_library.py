import pyoxigraph as ox

from queries import Param, find
from server.api.library import library, values_of
from server.engine.embedded import EmbeddedEngine
from server.http.language import LANGUAGES


def test_a_query_has_a_form_and_columns() -> None:
    niveau = library()["niveau_metiers"]
    assert (niveau.form, niveau.columns) == ("select", ("metier", "nom", "niveau"))
    assert library()["schema_org"].form == "construct"


def test_a_list_has_the_values_of_the_graph_in_their_order(engine: EmbeddedEngine) -> None:
    (niveau,) = library()["niveau_metiers"].params
    values = values_of(niveau, engine)
    slugs = [value.iri.rpartition("/")[2] for value in values]
    assert slugs[:4] == ["autre-formation", "sans-diplome", "4e", "3e"]
    assert values[0].labels.keys() == set(LANGUAGES)
    assert values_of(Param("metier", "iri", example="metier:MET.797"), engine) == ()
    assert find("ask/values").params[0].name == "one"


def test_terms_are_bound_where_the_query_has_its_example() -> None:
    query = library()["niveau_metiers"]
    text = query.text({"plafond": (ox.NamedNode("urn:x"),)})
    assert "VALUES ?plafond { <urn:x> }" in text
    assert "VALUES ?plafond { niveau:bac-2 }" not in text
