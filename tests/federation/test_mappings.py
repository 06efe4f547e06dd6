"""What the mappers make of the publishers' files, dirt included."""

from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.federation.csv_rows import mapped
from tests.federation.peers import PEERS

pytestmark = pytest.mark.corpus

TABLES = {table.name: (peer, table) for peer in PEERS.values() for table in peer.tables}
ROWS = {
    "tensions": ("tensions.csv#ind_tension_d", 27_053),
    "familles": ("skos/core#relatedMatch", 749),
    "salaires": ("salaires.csv#Salaire_median", 654),
    "femmes": ("femmes.csv#Part", 3_168),
    "tensions_familles": ("tensions_familles.csv#niveau_geo", 4_734),
    "tensions_annees": ("tensions_annees.csv#Tension%20", 2_367),
    "contacts": ("contacts.csv#rome", 1_288),
    "kit": ("kit.csv#Code", 5_546),
    "certifications_rome": ("schema.org/about", 15),
    "sous_domaines": ("sous_domaines.csv#sousDomaine", 825),
}
"""A predicate that each row has once, by its end, and how many rows have it."""


@cache
def triples(folder: Path, name: str) -> list[ox.Triple]:
    peer, table = TABLES[name]
    return list(mapped(folder, table, peer.root))


def objects(folder: Path, name: str, end: str) -> Counter[str]:
    found = triples(folder, name)
    return Counter(_value(each.object) for each in found if each.predicate.value.endswith(end))


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_mapped(federation_folder: Path, name: str) -> None:
    end, rows = ROWS[name]
    found = objects(federation_folder, name, end)
    assert sum(found.values()) == rows


def test_what_is_dirty_is_kept_as_it_is(federation_folder: Path) -> None:
    levels = objects(federation_folder, "tensions_familles", "#niveau_geo")
    assert (levels["reg "], levels["reg"], levels["nat"]) == (1_309, 3_162, 263)
    assert objects(federation_folder, "contacts", "#rome")["K1401Conception"] == 1
    assert "NA" in objects(federation_folder, "familles", "familles.csv#Rome")
    assert objects(federation_folder, "salaires", "#Salaire_median")["NA"] == 3
    assert objects(federation_folder, "femmes", "#Part")["NA"] == 20
    labels = objects(federation_folder, "certifications_rome", "#Codes_Rome_Libelle")
    assert labels["Management et ingénierie d''affaires"] == 1


def test_only_what_is_a_code_is_linked(federation_folder: Path) -> None:
    for name in ("contacts", "familles"):
        for end in ("about", "relatedMatch"):
            found = objects(federation_folder, name, end)
            assert not [each for each in found if len(each.rpartition("/")[2]) != 5]
