"""The queries of `expected` find first what they must: all on the whole data, some on the seeds."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from server.search.index import SearchIndex
from server.search.matches import find_all, suggest
from tests.server.search.expected import EXPECTED, IN_SEEDS

SLOWEST = 0.015
"""Seconds of processor within which 95 suggestions in a hundred are found."""


@pytest.fixture(scope="module")
def small(planted: Path) -> SearchIndex:
    return SearchIndex(planted / "search.sqlite")


@pytest.fixture(scope="module")
def whole(everything: Path) -> SearchIndex:
    return SearchIndex(everything / "search.sqlite")


def firsts(index: SearchIndex, text: str) -> set[str]:
    """Return what comes first, on the page and as a suggestion."""
    ranked = (find_all(index, text).hits, suggest(index, text, 10))
    return {hits[0].iri.removeprefix(f"{base()}id/") for hits in ranked if hits}


def test_there_are_sixty() -> None:
    assert len(EXPECTED) == 60


@pytest.mark.parametrize("text", IN_SEEDS)
def test_what_people_type_lands_in_the_seeds(small: SearchIndex, text: str) -> None:
    found = firsts(small, text)
    assert found
    assert found <= set(IN_SEEDS[text])


@pytest.mark.corpus
@pytest.mark.parametrize("text", EXPECTED)
def test_what_people_type_lands_in_the_whole_data(whole: SearchIndex, text: str) -> None:
    found = firsts(whole, text)
    assert found
    assert found <= set(EXPECTED[text])


@pytest.mark.corpus
def test_suggestions_are_quick_at_every_letter(whole: SearchIndex) -> None:
    begun = {text[:size] for text in EXPECTED for size in range(1, len(text) + 1)}
    taken = []
    for text in sorted(begun):
        start = time.thread_time()
        suggest(whole, text, 10)
        taken.append(time.thread_time() - start)
    assert sorted(taken)[len(taken) * 95 // 100] < SLOWEST


def test_the_index_and_the_graph_agree(small: SearchIndex, planted: Path) -> None:
    """Every thing has its name in the view, and every métier of the view is found by its own."""
    store = ox.Store.read_only(str((planted / "store").resolve()))
    label = ox.NamedNode(f"{prefixes()['skos']}prefLabel")

    def labels(iri: str) -> set[str]:
        quads = store.quads_for_pattern(ox.NamedNode(iri), label, None, ox.DefaultGraph())
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}

    things = small.things(range(10_000)).values()
    assert len(things) > 400
    assert [thing for thing in things if thing.label not in labels(thing.iri)] == []
    for thing in things:
        if thing.type == "metier":
            assert thing.iri in {hit.iri for hit in find_all(small, thing.label, "metier").hits}
