import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from pyoxigraph import RdfFormat, Store

from loader.search.properties import write_properties
from ontology import base, prefixes

GRAPH = """
metier:MET.1 a mg:Metier ; skos:notation "MET.1" ; mg:romeV3 rome3:M1605 ;
  mg:formation for:FOR.1 ; mg:niveauAcces niveau:bac-2 .
rome3:M1605 a mg:CodeRome ; skos:notation "M1605" ; skos:prefLabel "Assistanat"@fr ;
  skos:broader rome3:M16 .
rome3:M16 a mg:DomaineRome ; skos:notation "M16" ; skos:prefLabel "Secrétariat"@fr .
for:FOR.1 a mg:Formation ; skos:notation "FOR.1" ; mg:codeRncp "38363" ; skos:prefLabel "BTS"@fr .
rome4:M1605 a mg:CodeRome ; skos:inScheme nomenclature:rome-v4 .
ogr:1 a mg:AppellationRome ; skos:broader rome3:M1605, rome4:M1605 .
metier:MET.2 a mg:Metier ; skos:notation "MET.2" ; mg:romeV3 rome3:M16 .
niveau:bac-2 skos:prefLabel "bac + 2"@fr, "two years"@en .
"""
THINGS = ("metier/MET.1", "rome/v3/M1605", "rome/v4/M1605", "rome/appellation/1")
NUMBERS = {f"{base()}id/{path}": n for n, path in enumerate(THINGS, 1)}


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    store = Store()
    store.load(header + GRAPH, RdfFormat.TURTLE, base_iri=base())
    with closing(sqlite3.connect(":memory:")) as opened:
        write_properties(opened, store, NUMBERS)
        yield opened


def test_things_have_their_values_with_label_and_code(connection: sqlite3.Connection) -> None:
    """MET.2 is of a domain: that is no reason for it to be of each of its codes."""
    rows = connection.execute(
        "SELECT property, thing, iri, text, code, key FROM properties"
        " JOIN property_values ON property_values.id = value ORDER BY 1, 2"
    ).fetchall()
    under = f"{base()}id/"
    assert rows == [
        ("code", 1, "", "MET.1", "", "met1"),
        ("code", 2, "", "M1605", "", "m1605"),
        ("domaine", 1, f"{under}rome/v3/M16", "Secrétariat", "M16", "secretariat"),
        ("domaine", 2, f"{under}rome/v3/M16", "Secrétariat", "M16", "secretariat"),
        ("domaine", 4, f"{under}rome/v3/M16", "Secrétariat", "M16", "secretariat"),
        ("formation", 1, f"{under}formation/FOR.1", "BTS", "FOR.1", "bts"),
        ("metier", 2, f"{under}metier/MET.1", f"{under}metier/MET.1", "MET.1",
         "httpsw3idorgmetiersgrapheidmetiermet1"),
        ("metier", 3, f"{under}metier/MET.1", f"{under}metier/MET.1", "MET.1",
         "httpsw3idorgmetiersgrapheidmetiermet1"),
        ("metier", 4, f"{under}metier/MET.1", f"{under}metier/MET.1", "MET.1",
         "httpsw3idorgmetiersgrapheidmetiermet1"),
        ("niveau", 1, f"{under}niveau/bac-2", "bac + 2", "", "bac2"),
        ("rncp", 1, "", "38363", "", "38363"),
        ("rome_v3", 1, f"{under}rome/v3/M1605", "Assistanat", "M1605", "assistanat"),
        ("rome_v3", 4, f"{under}rome/v3/M1605", "Assistanat", "M1605", "assistanat"),
        ("rome_v4", 4, f"{under}rome/v4/M1605", f"{under}rome/v4/M1605", "",
         "httpsw3idorgmetiersgrapheidromev4m1605"),
    ]  # fmt: skip
