"""Others call this endpoint: engines by SERVICE, libraries, and what is read in tables."""

import io
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from tests.engines.programs import comunica_tool
from tests.federation.laboratory import Laboratory, Rows, rows_in
from tests.federation.peers import CERTIFICATIONS, DOMAINES, MARCHE

pytestmark = pytest.mark.corpus

PREFIXES = """PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX rome3: <https://w3id.org/metiers-graphe/id/rome/v3/>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
OURS = "?metier mg:romeV3 ?code ; skos:prefLabel ?nom . FILTER(LANG(?nom) = 'fr')"
PAIRS = f"{PREFIXES}SELECT ?metier ?code ?nom {{ {OURS} }}"
THEIRS = (
    "?fait schema:about ?code ; schema:areaServed ?bassin ;"
    " <http://127.0.0.1:7901/tensions.csv#ind_tension_d> 5 . ?bassin skos:notation '8428' ."
)


def served(address: str, query: str, media_type: str) -> bytes:
    body = urlencode({"query": query}).encode()
    request = urllib.request.Request(address, body, {"Accept": media_type})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            found: bytes = response.read()
    except urllib.error.HTTPError as refusal:
        raise AssertionError(refusal.read().decode()) from None
    return found


def rows(address: str, query: str) -> Rows:
    return rows_in(served(address, query, "application/sparql-results+json"))


def pairs(market: Laboratory) -> Counter[tuple[str, str, str]]:
    """Return what the one store says of each métier, each of its codes and its name."""
    solutions = market.merged.query(PAIRS)
    names = ("metier", "code", "nom")
    return Counter(tuple(row[name].value for name in names) for row in solutions)  # type: ignore


def test_oxigraph_joins_its_data_with_ours(market: Laboratory) -> None:
    calling = f"{PREFIXES}SELECT ?metier ?code ?nom {{ {THEIRS} SERVICE <%s> {{ {OURS} }} }}"
    found = rows(market.endpoints[MARCHE.endpoint], calling % f"{market.address}/sparql")
    here = f"SERVICE <{MARCHE.endpoint}> {{ {THEIRS} }}"
    assert found == market.together(f"{PREFIXES}SELECT ?metier ?code ?nom {{ {OURS} {here} }}")
    assert found


def test_rdflib_calls_us(market: Laboratory) -> None:
    calling = f"{PREFIXES}SELECT ?metier ?code ?nom {{ SERVICE <%s> {{ {OURS} }} }}"
    graph = rdflib.Graph()
    found = graph.query(calling % f"{market.address}/sparql")
    assert Counter(tuple(map(str, row)) for row in found) == pairs(market)  # type: ignore
    store = rdflib.Graph(SPARQLStore(f"{market.address}/sparql"))
    assert Counter(tuple(map(str, row)) for row in store.query(PAIRS)) == pairs(market)  # type: ignore


def test_sparqlwrapper_and_pandas_read_us(market: Laboratory) -> None:
    wrapper = SPARQLWrapper(f"{market.address}/sparql", returnFormat=JSON)
    wrapper.setQuery(PAIRS)
    said: Any = wrapper.query().convert()
    table = pandas.read_csv(io.BytesIO(served(f"{market.address}/sparql", PAIRS, "text/csv")))
    columns = ["metier", "code", "nom"]
    assert Counter(
        tuple(row[name]["value"] for name in columns) for row in said["results"]["bindings"]
    ) == pairs(market)
    assert Counter(table[columns].itertuples(index=False, name=None)) == pairs(market)


@pytest.mark.federation
def test_comunica_joins_a_file_with_us(neighbours: Laboratory) -> None:
    ours = f"sparql@{neighbours.address}/sparql"
    theirs = f"sparql@{neighbours.endpoints[DOMAINES.endpoint]}"
    of_v4 = (
        f"{PREFIXES}SELECT ?code ?nom ?domaine {{ ?ligne schema:about ?code ;"
        " <http://127.0.0.1:7903/sous_domaines.csv#sousDomaine> ?domaine ;"
        " <http://127.0.0.1:7903/sous_domaines.csv#intitule> ?nom }"
    )
    asked = f"{PREFIXES}SELECT ?metier ?code ?nom {{ {OURS} }}"
    for source, query in ((ours, asked), (theirs, of_v4)):
        command = [*comunica_tool("comunica-sparql-file"), source, "-q", query]
        done = subprocess.run(
            [*command, "-t", "application/sparql-results+json"],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        assert rows_in(done.stdout) == rows(source.partition("@")[2], query)


@pytest.mark.federation
def test_virtuoso_calls_us(neighbours: Laboratory) -> None:
    """SERVICE stands first: behind its own data, Virtuoso would call once a row."""
    ours, virtuoso = f"{neighbours.address}/sparql", neighbours.endpoints[CERTIFICATIONS.endpoint]
    asked = "?metier mg:romeV3 ?code ; skos:prefLabel ?nom"
    whole = f"{PREFIXES}SELECT ?metier ?code ?nom {{ SERVICE <{ours}> {{ {asked} }} }}"
    assert rows(virtuoso, whole) == neighbours.together(f"{PREFIXES}SELECT * {{ {asked} }}")
    theirs, rncp = "?fiche skos:notation ?rncp", "?formation mg:codeRncp ?rncp"
    join = f"{PREFIXES}SELECT ?fiche ?formation {{ SERVICE <{ours}> {{ {rncp} }} {theirs} }}"
    graph = f"GRAPH <{CERTIFICATIONS.endpoint}> {{ {theirs} }}"
    same = neighbours.together(f"{PREFIXES}SELECT ?fiche ?formation {{ {rncp} . {graph} }}")
    assert same
    assert rows(virtuoso, join) == same
