"""One question by each of its roads: SERVICE, the dump, a table, the resolver, a remote graph."""

import csv
import gzip
import io
import json
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.engines.engines import oxigraph
from tests.federation.laboratory import Laboratory
from tests.site import serving

pytestmark = pytest.mark.corpus

CODES = ("M1605", "H2207", "J1506", "A1204", "G1204", "Z9999")
IRI = "https://w3id.org/metiers-graphe/id/metier/"
PATTERN = "?metier mg:romeV3 ?rome . ?rome skos:notation ?code"
PREFIXES = """PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
Pairs = set[tuple[str, str]]
"""Codes of the ROME V3, and the métiers that a sheet gives them to."""


def asked(pattern: str) -> str:
    codes = " ".join(f'"{code}"' for code in CODES)
    return f"{PREFIXES}SELECT ?code ?metier {{ VALUES ?code {{ {codes} }} {pattern} }}"


def by_query(store: ox.Store, pattern: str) -> Pairs:
    found = store.query(asked(pattern))
    assert isinstance(found, ox.QuerySolutions)
    return {(row["code"].value, row["metier"].value.removeprefix(IRI)) for row in found}


def by_remote_graph(release: Path, folder: Path) -> Pairs:
    store = ox.Store.read_only(str(release / "store"))
    home = release.parent.parent
    query = quote(asked(PATTERN))
    with (
        oxigraph(store, folder) as engine,
        serving(home, **engine.environment()) as address,
        urllib.request.urlopen(f"{address}/sparql.csv?query={query}") as said,
    ):
        rows = csv.DictReader(io.StringIO(said.read().decode()))
        return {(row["code"], row["metier"].removeprefix(IRI)) for row in rows}


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


def test_each_road_gives_the_same_rows(market: Laboratory, planted: Path, tmp_path: Path) -> None:
    own = ox.Store()
    by_service = by_query(own, f"SERVICE <{market.address}/sparql> {{ {PATTERN} }}")
    assert len(by_service) > 3
    assert by_service == by_query(market.merged, PATTERN)
    assert by_service == by_dump(market.address)
    assert by_service == by_table(market.address)
    assert by_service == by_resolver(market.address)
    assert by_service == by_remote_graph(planted, tmp_path)
