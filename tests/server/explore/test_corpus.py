"""The counts and the questions over all the fiches, with the sectors and the kinds of formation."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.engine import Engine
from server.explore import facet_data as reading
from server.explore.facet_counts import relaxations, selected_bits, sorted_places, value_counts
from server.explore.facet_data import SORTS, FacetData, FacetedMetier, read_facet_data
from server.explore.facet_values import NAMES
from server.explore.selection import Selection
from server.releases.release import open_release
from tests.server.explore.choices import answered, with_value
from tests.site import build

pytestmark = pytest.mark.corpus

SLOWEST = 1.5
"""Seconds for the first read, five times what it takes on a machine with nothing else to do."""


@pytest.fixture(scope="module")
def engine(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    onisep = corpus_folder / "onisep"
    sheets = [onisep / "fiches", *onisep.glob("Onisep_Ideo_Fiches_*.xml")]
    tree = corpus_folder / "rome" / "rome_v3_arborescence_v344.tsv"
    edition = f"--edition={onisep / 'fiches'}=2025-10"
    release = build(tmp_path_factory.mktemp("home"), *sheets, tree, edition)
    return open_release(release).engine


@pytest.fixture(scope="module")
def all_facts(engine: Engine) -> FacetData[FacetedMetier]:
    return read_facet_data(engine)


def sampled(facts: FacetData[FacetedMetier], number: int) -> Iterator[Selection]:
    drawn = random.Random(5)
    for _ in range(number):
        values = {
            name: drawn.sample(list(facet.slugs.values()), drawn.randint(1, 4))
            for name, facet in facts.facets.items()
            if drawn.random() < 0.4
        }
        yield Selection(values, drawn.choice(SORTS))


def test_every_facet_is_there_and_the_first_read_is_short(
    all_facts: FacetData[FacetedMetier], engine: Engine
) -> None:
    assert len(all_facts.items) > 800
    assert tuple(all_facts.facets) == NAMES
    start = time.perf_counter()
    again = reading._read(engine)
    assert time.perf_counter() - start < SLOWEST
    assert len(again.items) == len(all_facts.items)


def test_bands_and_levels_part_all_metiers(all_facts: FacetData[FacetedMetier]) -> None:
    for name in ("salaire", "niveau"):
        bits = [value.bits for value in all_facts.facets[name].values]
        assert sum(one.bit_count() for one in bits) == len(all_facts.items)


def test_counts_are_those_of_the_results_behind(all_facts: FacetData[FacetedMetier]) -> None:
    for choice in sampled(all_facts, 60):
        counted = value_counts(all_facts, choice)
        for name, facet in all_facts.facets.items():
            for slug, value in facet.slugs.items():
                behind = selected_bits(all_facts, with_value(all_facts, choice, name, value))
                assert counted[name][slug] == len(sorted_places(all_facts, behind, "nom"))


def test_questions_find_what_the_pages_show(
    all_facts: FacetData[FacetedMetier], engine: Engine
) -> None:
    for choice in sampled(all_facts, 40):
        places = sorted_places(all_facts, selected_bits(all_facts, choice), choice.sort)
        shown = [all_facts.items[place].iri for place in places]
        assert sorted(answered(engine, choice)) == sorted(shown)


def test_something_can_always_be_lifted(all_facts: FacetData[FacetedMetier]) -> None:
    empty = [choice for choice in sampled(all_facts, 200) if not selected_bits(all_facts, choice)]
    assert len(empty) > 10
    for choice in empty:
        names, count = relaxations(all_facts, choice)[0]
        assert selected_bits(all_facts, choice.without_facets(names)).bit_count() == count > 0
