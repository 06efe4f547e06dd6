from pathlib import Path

import pytest

from ontology import base
from server.browse.similar_metiers import SharedFeatures, nearest_metiers, read_shared_features
from server.engine import Engine
from server.releases.release import open_release


@pytest.fixture
def engine(home: Path) -> Engine:
    return open_release((home / "current").resolve()).engine


def iri(id_: str) -> str:
    return f"{base()}id/metier/{id_}"


def test_the_nearest_have_their_names_and_what_they_share(engine: Engine) -> None:
    (near,) = nearest_metiers(engine, iri("MET.797"))
    assert (near.iri, near.label) == (iri("MET.3"), "comptable")
    assert near.shared == SharedFeatures(formations=1, interests=1)


def test_a_metier_that_nobody_knows_has_none(engine: Engine) -> None:
    assert nearest_metiers(engine, iri("MET.0")) == []
    assert read_shared_features(engine, iri("MET.0")) == {}


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
