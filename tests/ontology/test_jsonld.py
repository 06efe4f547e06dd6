import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import context
from ontology.jsonld import compacted
from ontology.turtle import turtle

EXAMPLES = sorted((Path(__file__).parent / "examples" / "valid").glob("*.ttl"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_expanding_what_was_compacted_gives_the_graph_back(example: Path) -> None:
    triples = {quad.triple for quad in ox.parse(path=str(example))}
    text = compacted(triples)
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == triples


def test_keys_are_local_names_and_the_context_travels_along() -> None:
    metier = "<https://w3id.org/metiers-graphe/id/metier/MET.1>"
    document = json.loads(
        compacted(
            quad.triple
            for quad in ox.parse(
                f'{metier} <http://www.w3.org/2004/02/skos/core#prefLabel> "été"@fr .\n'
                f"{metier} <https://w3id.org/metiers-graphe/ontology#statut>"
                " <https://w3id.org/metiers-graphe/id/statut/salarie> .",
                ox.RdfFormat.N_TRIPLES,
            )
        )
    )
    assert document["@context"] == context()["@context"]
    (node,) = document["@graph"]
    assert node == {
        "id": metier[1:-1],
        "prefLabel": "été",
        "statut": ["https://w3id.org/metiers-graphe/id/statut/salarie"],
    }


def test_an_empty_graph_is_a_document() -> None:
    assert json.loads(compacted([]))["@graph"] == []


SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def test_a_character_that_ends_lines_elsewhere_ends_none_here() -> None:
    forged = f"a{SEPARATORS}<http://x/s> <http://x/p> <http://x/o> . #"
    triple = ox.Triple(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b"), ox.Literal(forged))
    for text, form in (
        (compacted([triple]), ox.RdfFormat.JSON_LD),
        (turtle([triple]), ox.RdfFormat.TURTLE),
    ):
        assert [quad.triple for quad in ox.parse(text, format=form)] == [triple]
