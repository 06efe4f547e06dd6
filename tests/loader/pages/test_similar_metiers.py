from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from loader.pages.similar_metiers import (
    WEIGHTS,
    FeatureIndex,
    MetierNeighbours,
    read_feature_index,
)
from tests.loader.pages.stores import iri, store_of_metiers

METIERS = {
    "MET.1": "mg:romeV3 rome3:A1101 ; mg:formation for:FOR.1, for:FOR.2 ;"
    " mg:centreInteret interet:a",
    "MET.2": "mg:romeV3 rome3:A1101",
    "MET.3": "mg:formation for:FOR.1, for:FOR.2 ; mg:centreInteret interet:a",
    "MET.4": "mg:formation for:FOR.1",
    "MET.5": "mg:formation for:FOR.2 ; mg:centreInteret interet:a",
    "MET.6": "mg:centreInteret interet:b",
}
ORDER = [iri(id_) for id_ in METIERS]


def neighbours(store: Store, order: Sequence[str] = ORDER) -> dict[str, MetierNeighbours]:
    return {each.metier: each for each in read_feature_index(store).neighbours(order)}


def test_the_nearest_come_first_and_a_formation_alone_is_too_little() -> None:
    found = neighbours(store_of_metiers(METIERS))
    assert found[iri("MET.1")].near == [
        (iri("MET.3"), 0, 2, 1),
        (iri("MET.2"), 1, 0, 0),
        (iri("MET.5"), 0, 1, 1),
    ]
    assert found[iri("MET.4")].near == []
    assert found[iri("MET.6")].near == []


@pytest.mark.parametrize("relation", ["MET.1 MET.3", "MET.3 MET.1"])
def test_what_is_associated_either_way_is_no_near_one_and_says_what_it_shares(
    relation: str,
) -> None:
    one, other = relation.split()
    related = f"metier:{one} skos:related metier:{other} . metier:MET.6 skos:related metier:MET.1 ."
    found = neighbours(store_of_metiers(METIERS, related))[iri("MET.1")]
    assert [metier for metier, *_ in found.near] == [iri("MET.2"), iri("MET.5")]
    assert found.associated == {iri("MET.3"): (0, 2, 1)}


def test_a_metier_without_a_name_has_near_ones_and_is_none() -> None:
    found = neighbours(store_of_metiers(METIERS), ORDER[1:])
    assert [metier for metier, *_ in found[iri("MET.1")].near] == [
        *ORDER[2:3],
        ORDER[1],
        ORDER[4],
    ]
    assert found[iri("MET.2")].near == []


def _plainly(index: dict[str, list[str]], metier: str) -> Sequence[tuple[str, *tuple[int, ...]]]:
    """Return the nearest as one would write it down, one métier after another."""
    ranked = []
    for place, other in enumerate(sorted(index)):
        both = set(index[metier]) & set(index[other])
        counts = tuple(sum(f"/{folder}/" in thing for thing in both) for folder in WEIGHTS)
        weight = sum(n * w for n, w in zip(counts, WEIGHTS.values(), strict=True))
        if other != metier and weight >= 3:
            ranked.append((-weight, -counts[0], place, other, counts))
    return [(other, *counts) for *_, other, counts in sorted(ranked)[:60]]


@pytest.mark.hypothesis
@given(
    st.lists(
        st.lists(
            st.sampled_from([f"{folder}/{n}" for folder in WEIGHTS for n in range(4)]), unique=True
        ),
        max_size=30,
    )
)
def test_counting_all_at_once_finds_what_counting_one_by_one_does(held: list[list[str]]) -> None:
    things = {iri(f"MET.{n:02}"): [iri(path) for path in some] for n, some in enumerate(held)}
    found = FeatureIndex(things, {}).neighbours(sorted(things))
    assert {each.metier: each.near for each in found} == {
        metier: _plainly(things, metier) for metier in things
    }
