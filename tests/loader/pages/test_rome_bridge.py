import json

from pyoxigraph import Store

from loader.pages.rome_bridge import RomeBridge
from tests.loader.pages.stores import iri, store_of_metiers

ESCO = "http://data.europa.eu/esco/occupation/"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def _appellations() -> str:
    """Return ten codes V4: the first has ten appellations in common, the next nine, and so on."""
    said, number = "", 0
    for code in range(10):
        for _ in range(10 - code):
            number += 1
            said += (
                f"ogr:{100 + number} skos:broader rome3:A1101, rome4:B110{code} ;"
                f' skos:prefLabel "nom {100 + number}"@fr .\n'
            )
    return said


def _bridge(store: Store) -> dict[str, object]:
    document = RomeBridge(store).document(iri("MET.1"), frozenset([iri("rome/v3/A1101")]))
    found: dict[str, object] = json.loads(json.dumps(document))
    return found


def test_the_codes_that_share_most_come_first_and_the_others_are_counted() -> None:
    found = _bridge(store_of_metiers({"MET.1": "mg:romeV3 rome3:A1101"}, _appellations()))
    codes = found["codes"]
    assert isinstance(codes, list)
    assert [code for code, *_ in codes] == [iri(f"rome/v4/B110{n}") for n in range(8)]
    assert codes[0] == [
        iri("rome/v4/B1100"),
        [[iri(f"rome/appellation/{n}"), f"nom {n}"] for n in (101, 102, 103)],
        7,
    ]
    assert codes[7][2] == 0
    assert found["more_codes"] == 2


def test_the_closest_occupations_come_first_each_once_with_its_other_ways() -> None:
    said = f"""
    ogr:1 skos:broader rome3:A1101 ; skos:prefLabel "b"@fr ; skos:broadMatch <{ESCO}1> .
    ogr:2 skos:broader rome3:A1101 ; skos:prefLabel "a"@fr ; skos:broadMatch <{ESCO}2> .
    ogr:3 skos:broader rome3:A1101 ; skos:prefLabel "c"@fr ; skos:exactMatch <{ESCO}1> .
    """
    found = _bridge(store_of_metiers({"MET.1": "mg:romeV3 rome3:A1101"}, said))
    assert found["professions"] == [
        [f"{ESCO}1", f"{SKOS}exactMatch", "c", 1],
        [f"{ESCO}2", f"{SKOS}broadMatch", "a", 0],
    ]
    assert (found["codes"], found["more_codes"], found["more_professions"]) == ([], 0, 0)


def test_those_who_have_the_same_codes_have_one_bridge() -> None:
    store = store_of_metiers({"MET.1": "mg:romeV3 rome3:A1101", "MET.2": "mg:romeV3 rome3:A1101"})
    bridge, codes = RomeBridge(store), frozenset([iri("rome/v3/A1101")])
    assert bridge.document(iri("MET.1"), codes) is bridge.document(iri("MET.2"), codes)
