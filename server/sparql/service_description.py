"""Service description: what the endpoint says of itself, as SPARQL 1.1 has it.

It has no blank node, and no word for bounds is standard: those are said in a sentence.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

import pyoxigraph as ox

from ontology import base, prefixes
from server.engine.formats import GRAPH, SOLUTIONS
from server.engine.pool.limits import QueryLimits
from server.settings import Settings

__all__ = ["service_description"]

_TITLE = "Métiers en graphe"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_JSON_LD = "http://www.w3.org/ns/formats/JSON-LD"
"""The W3C's name; the engine has another."""
_SIMPLE = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
_NAMED = "Ses graphes nommés sont énumérés, avec leur taille et leur licence, par graph/release."
_VIEW = (
    "La vue : une seule valeur là où un fait n'en a qu'une, l'union ailleurs. Tout triplet y est "
    "aussi dans un graphe nommé, ce que l'union des graphes nommés n'est pas."
)


def service_description(endpoint: ox.NamedNode, digest: str, settings: Settings) -> list[ox.Triple]:
    """Return the description, in the order of its N-Triples; `endpoint` is where it answers."""
    triples = {*_service(endpoint, settings), *_dataset(endpoint, digest)}
    return sorted(triples, key=lambda triple: f"{triple} .")


def _service(endpoint: ox.NamedNode, settings: Settings) -> Iterator[ox.Triple]:
    def said(name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(endpoint, _term(name), value)

    yield ox.Triple(endpoint, _TYPE, _term("sd:Service"))
    yield said("sd:endpoint", endpoint)
    yield said("sd:supportedLanguage", _term("sd:SPARQL11Query"))
    yield said("sd:defaultEntailmentRegime", _SIMPLE)
    for format_ in (each for formats in (SOLUTIONS, GRAPH) for each in formats.values()):
        iri = _JSON_LD if format_ == ox.RdfFormat.JSON_LD else format_.iri
        yield said("sd:resultFormat", ox.NamedNode(iri))
    if settings.services:
        yield said("sd:feature", _term("sd:BasicFederatedQuery"))
    yield said("dct:title", ox.Literal(_TITLE, language="fr"))
    yield said("dct:description", ox.Literal(_bounds(settings.limits), language="fr"))
    yield said("rdfs:seeAlso", _notice(endpoint))


def _dataset(endpoint: ox.NamedNode, digest: str) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(f"{base()}id/release/{digest}")
    view = ox.NamedNode(f"{endpoint.value}#vue")
    yield ox.Triple(endpoint, _term("sd:defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _term("sd:Dataset"))
    yield ox.Triple(dataset, _term("sd:defaultGraph"), view)
    yield ox.Triple(dataset, _term("rdfs:seeAlso"), _notice(endpoint))
    yield ox.Triple(dataset, _term("dct:description"), ox.Literal(_NAMED, language="fr"))
    yield ox.Triple(view, _TYPE, _term("sd:Graph"))
    yield ox.Triple(view, _term("dct:description"), ox.Literal(_VIEW, language="fr"))


def _notice(endpoint: ox.NamedNode) -> ox.NamedNode:
    """Return where the dataset is described, on this server: its VoID, with each named graph."""
    return ox.NamedNode(urljoin(endpoint.value, "graph/release"))


def _bounds(limits: QueryLimits) -> str:
    return (
        f"Une requête a {limits.seconds:g} s pour être évaluée, et {limits.wait:g} s pour attendre "
        f"son tour. Une réponse a au plus {limits.rows} lignes ou triplets et {limits.size} "
        "octets ; au-delà elle est rompue, et ne se lit jamais comme une réponse entière."
    )


def _term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(prefixes()[prefix] + local)
