import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ontology import base, graph_files, prefixes
from server.browse.conflits import read_conflicts, read_entries, read_fields
from server.engine import Engine
from server.engine.embedded import EmbeddedEngine

HTML = {"Accept": "text/html"}
GRAPHS = {
    "onisep-metiers/2024-06/MET.1": """
      metier:MET.1 a mg:Metier ; skos:prefLabel "un"@fr ; mg:romeV3 rome3:A1101, rome3:A1102 ;
        mg:statut statut:salarie ; mg:transverse true ; mg:niveauAcces niveau:bac-2 ;
        mg:fiche fiche:MET.1 .
      fiche:MET.1 mg:section <id/fiche/MET.1/en-bref> .
      <id/fiche/MET.1/en-bref> mg:rubrique rubrique:en-bref ;
        mg:passage <id/fiche/MET.1/en-bref/1>, <id/fiche/MET.1/en-bref/2> .
      <id/fiche/MET.1/en-bref/1> schema:text "Le même."@fr .
      <id/fiche/MET.1/en-bref/2> schema:text "Avant."@fr .""",
    "onisep-metiers/2025-10/MET.1": """
      metier:MET.1 a mg:Metier ; skos:prefLabel "un"@fr ; mg:romeV3 rome3:A1101 ;
        mg:statut statut:salarie ; mg:formation for:FOR.1 ; mg:niveauAcces niveau:bac-3 ;
        mg:fiche fiche:MET.1 .
      fiche:MET.1 mg:section <id/fiche/MET.1/en-bref> .
      <id/fiche/MET.1/en-bref> mg:rubrique rubrique:en-bref ;
        mg:passage <id/fiche/MET.1/en-bref/1>, <id/fiche/MET.1/en-bref/2> .
      <id/fiche/MET.1/en-bref/1> schema:text "Le même."@fr .
      <id/fiche/MET.1/en-bref/2> schema:text "Après."@fr .""",
    "onisep-ideo-metiers/nd": 'metier:MET.1 a mg:Metier ; skos:prefLabel "1"@fr .',
}


@pytest.fixture
def engine() -> Engine:
    store = ox.Store()
    head = f"@base <{base()}> .\n" + "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items()
    )
    for name, text in GRAPHS.items():
        graph = ox.NamedNode(f"{base()}graph/{name}")
        for quad in ox.parse(head + text, ox.RdfFormat.TURTLE):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
            if name != "onisep-ideo-metiers/nd":
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    for text in graph_files().values():
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base()):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return EmbeddedEngine(store, prefixes())


def test_a_field_counts_its_metiers_and_those_whose_source_differs_from_itself(
    engine: Engine,
) -> None:
    fields = {
        field.key: (field.name, field.metiers, field.editions) for field in read_fields(engine)
    }
    assert fields == {
        "skos:prefLabel": ("titre", 1, 0),
        "mg:romeV3": ("ROME V3", 1, 1),
        "mg:niveauAcces": ("niveau d'accès minimum", 1, 1),
        "rubrique:en-bref": ("texte de En bref", 1, 1),
    }, "a field that one graph alone states is none, nor one that all state alike"


def test_the_metiers_of_a_field(engine: Engine) -> None:
    for field in read_fields(engine):
        (entry,) = read_entries(engine, field)
        assert entry.notation == "MET.1"
        assert entry.editions == (field.editions == 1)


def test_what_each_graph_gives_that_another_does_not(engine: Engine) -> None:
    found = {
        conflict.name: {side.name: [text for _, text in side.values] for side in conflict.sides}
        for conflict in read_conflicts(engine, ox.NamedNode(f"{base()}id/metier/MET.1"))
    }
    old, new = "onisep-metiers 2024-06", "onisep-metiers 2025-10"
    assert found["ROME V3"] == {old: ["A1102"]}
    assert found["niveau d'accès minimum"] == {old: ["bac + 2"], new: ["bac + 3"]}
    assert found["texte de En bref"] == {old: ["Avant."], new: ["Après."]}
    assert found["titre"] == {"onisep-ideo-metiers nd": ["1"], old: ["un"], new: ["un"]}
    assert len(found) == 4


def test_the_pages_lead_from_fields_to_values(client: FlaskClient) -> None:
    text = client.get("/conflits", headers=HTML).text
    assert 'href="/conflits?champ=mg:niveauAcces"' in text
    text = client.get("/conflits?champ=mg:niveauAcces", headers=HTML).text
    assert 'href="/conflits?metier=MET.797"' in text
    assert "1 métier</span>" in text
    text = client.get("/conflits?metier=MET.797", headers=HTML).text
    assert "bac ou équivalent" in text
    assert 'href="/graph/onisep-metiers/2024-06/MET.797"' in text
    assert "ils le disent pareillement" in client.get("/conflits?metier=MET.2", headers=HTML).text


@pytest.mark.parametrize(
    ("query", "status"),
    [("champ=mg:zut", 404), ("metier=MET.0", 404), ("metier=%3E", 400), ("metier=../x", 400)],
)
def test_what_is_not_there_is_said(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/conflits?{query}", headers=HTML).status_code == status
