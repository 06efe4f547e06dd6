from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from server.browse.similar_metiers import SharedFeatures, nearest_metiers, read_shared_features
from server.engine import Engine
from server.engine.embedded import EmbeddedEngine

METIERS: Mapping[str, str] = {
    "MET.1": "mg:romeV3 rome3:A1101 ; mg:formation for:FOR.1, for:FOR.2 ;"
    " mg:centreInteret interet:a",
    "MET.2": "mg:romeV3 rome3:A1101",
    "MET.3": "mg:formation for:FOR.1, for:FOR.2 ; mg:centreInteret interet:a",
    "MET.4": "mg:formation for:FOR.1",
    "MET.5": "mg:formation for:FOR.2 ; mg:centreInteret interet:a",
    "MET.6": "mg:centreInteret interet:b",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    store = ox.Store()
    head = f"BASE <{base()}>\n" + "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes().items())
    said = "".join(
        f'metier:{id_} a mg:Metier ; skos:prefLabel "{id_}"@fr ; {facts} .\n'
        for id_, facts in METIERS.items()
    )
    store.update(f"{head}INSERT DATA {{ {said} }}")
    return EmbeddedEngine(store, prefixes())


def iri(id_: str) -> str:
    return f"{base()}id/metier/{id_}"


def test_what_is_shared_is_counted_by_kind(engine: Engine) -> None:
    found = read_shared_features(engine, iri("MET.1"))
    assert found == {
        iri("MET.2"): SharedFeatures(codes=1),
        iri("MET.3"): SharedFeatures(formations=2, interests=1),
        iri("MET.4"): SharedFeatures(formations=1),
        iri("MET.5"): SharedFeatures(formations=1, interests=1),
    }
    assert read_shared_features(engine, iri("MET.6")) == {}
    assert read_shared_features(engine, iri("MET.0")) == {}


def test_the_nearest_come_first_and_a_formation_alone_is_too_little(engine: Engine) -> None:
    shared = read_shared_features(engine, iri("MET.1"))
    found = [near.label for near in nearest_metiers(engine, shared, frozenset())]
    assert found == ["MET.3", "MET.2", "MET.5"]


def test_what_is_shown_elsewhere_is_left_out(engine: Engine) -> None:
    shared = read_shared_features(engine, iri("MET.1"))
    found = [near.label for near in nearest_metiers(engine, shared, frozenset([iri("MET.3")]))]
    assert found == ["MET.2", "MET.5"]


@pytest.mark.parametrize(
    ("shared", "words"),
    [
        (SharedFeatures(1, 0, 0), "1 code ROME"),
        (SharedFeatures(2, 1, 0), "2 codes ROME, 1 formation"),
        (SharedFeatures(0, 3, 2), "3 formations, 2 centres d'intérêt"),
    ],
)
def test_the_reason_is_said_in_words(shared: SharedFeatures, words: str) -> None:
    assert str(shared) == f"en commun\u00a0: {words}"
