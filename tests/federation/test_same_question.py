"""One question by each of its roads: SERVICE, the dump, a table, the resolver."""

import csv
import gzip
import io
import json
import urllib.request

import pyoxigraph as ox
import pytest

from tests.federation.laboratory import Laboratory

pytestmark = pytest.mark.corpus

CODES = ("M1605", "H2207", "J1506", "A1204", "G1204", "Z9999")
IRI = "https://w3id.org/metiers-graphe/id/metier/"
PATTERN = "?metier mg:romeV3 ?rome . ?rome skos:notation ?code"
PREFIXES = """PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
Pairs = set[tuple[str, str]]
"""Codes of the ROME V3, and the métiers that a sheet gives them to."""


def by_query(store: ox.Store, pattern: str) -> Pairs:
    codes = " ".join(f'"{code}"' for code in CODES)
    query = f"{PREFIXES}SELECT ?code ?metier {{ VALUES ?code {{ {codes} }} {pattern} }}"
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {(row["code"].value, row["metier"].value.removeprefix(IRI)) for row in found}


def by_dump(address: str) -> Pairs:
    store = ox.Store()
    with urllib.request.urlopen(f"{address}/dump/dataset.ttl.gz") as response:
        store.bulk_load(gzip.decompress(response.read()), ox.RdfFormat.TURTLE)
    return by_query(store, PATTERN)


def by_table(address: str) -> Pairs:
    with urllib.request.urlopen(f"{address}/tables/metier_rome_v3.csv") as response:
        rows = csv.DictReader(io.StringIO(response.read().decode()))
        return {(row["rome_v3"], row["metier"]) for row in rows if row["rome_v3"] in CODES}


def by_resolver(address: str) -> Pairs:
    body = json.dumps({"codes": list(CODES), "scheme": "rome-v3"}).encode()
    request = urllib.request.Request(f"{address}/resolve", body)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as response:
        said = json.load(response)
    return {
        (code, metier.rpartition("/")[2])
        for code, each in zip(CODES, said["results"], strict=True)
        for meaning in each["meanings"]
        for metier in meaning["metiers"]
    }


def test_each_road_gives_the_same_rows(market: Laboratory) -> None:
    own = ox.Store()
    by_service = by_query(own, f"SERVICE <{market.address}/sparql> {{ {PATTERN} }}")
    assert len(by_service) > 3
    assert by_service == by_query(market.merged, PATTERN)
    assert by_service == by_dump(market.address)
    assert by_service == by_table(market.address)
    assert by_service == by_resolver(market.address)
