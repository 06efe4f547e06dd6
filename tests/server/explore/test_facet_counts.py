from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.engine import Engine
from server.explore.facet_counts import (
    loosenings,
    relaxations,
    selected_bits,
    sorted_places,
    value_counts,
)
from server.explore.facet_data import SORTS, FacetData, FacetedMetier
from server.explore.facet_values import bit_positions, bit_set
from server.explore.selection import Selection
from server.iris import tail
from tests.server.explore.choices import answered, drawn, with_value

fixtures_do_not_change = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def chosen(facts: FacetData[FacetedMetier], **slugs: str) -> Selection:
    return Selection(
        {name: [facts.facets[name].slugs[s] for s in some.split()] for name, some in slugs.items()}
    )


def names(facts: FacetData[FacetedMetier], choice: Selection) -> list[str]:
    places = sorted_places(facts, selected_bits(facts, choice), choice.sort)
    return [tail(facts.items[place].iri) for place in places]


def test_without_a_choice_all_are_left(small_facts: FacetData[FacetedMetier]) -> None:
    assert names(small_facts, Selection({})) == ["MET.797", "MET.3", "MET.2"]


def test_values_of_a_facet_add_up_and_facets_narrow_down(
    small_facts: FacetData[FacetedMetier],
) -> None:
    assert names(small_facts, chosen(small_facts, statut="artisan independant")) == [
        "MET.797", "MET.2",
    ]  # fmt: skip
    both = chosen(small_facts, statut="artisan independant", niveau="bac-2")
    assert names(small_facts, both) == ["MET.797"]


def test_all_values_of_a_facet_can_be_asked_for_at_once(
    small_facts: FacetData[FacetedMetier],
) -> None:
    statuses = chosen(small_facts, statut="salarie independant")
    assert names(small_facts, statuses) == ["MET.797", "MET.3", "MET.2"]
    every = replace(statuses, every=frozenset({"statut"}))
    assert names(small_facts, every) == ["MET.797"]
    assert value_counts(small_facts, every)["statut"]["artisan"] == 0
    assert value_counts(small_facts, every)["niveau"]["bac-2"] == 1


def test_one_value_instead_of_all_leaves_some(small_facts: FacetData[FacetedMetier]) -> None:
    every = frozenset({"statut"})
    torn = replace(chosen(small_facts, statut="artisan independant"), every=every)
    assert names(small_facts, torn) == []
    assert loosenings(small_facts, torn) == [("statut", 2)]
    assert loosenings(small_facts, replace(torn, every=frozenset())) == []


def test_a_domaine_is_in_its_grand_domaine(small_facts: FacetData[FacetedMetier]) -> None:
    assert names(small_facts, chosen(small_facts, rome="M")) == ["MET.797", "MET.3"]
    assert names(small_facts, chosen(small_facts, rome="H M16")) == ["MET.797", "MET.3", "MET.2"]


def test_a_count_is_what_there_would_be_with_the_value(
    small_facts: FacetData[FacetedMetier],
) -> None:
    counted = value_counts(small_facts, chosen(small_facts, niveau="bac-2", statut="artisan"))
    assert counted["niveau"] == {"cap-ou-equivalent": 1, "bac-2": 0}
    assert counted["statut"]["salarie"] == 2
    assert counted["interet"]["j-aime-bouger"] == 0


@pytest.mark.parametrize("sort", SORTS[1:])
def test_what_an_order_says_nothing_of_is_last(
    seeds_facts: FacetData[FacetedMetier], sort: str
) -> None:
    order = seeds_facts.orders[sort]
    assert sorted(order) == list(range(len(seeds_facts.items)))
    metiers = [seeds_facts.items[place] for place in order]
    if sort.endswith("salaire"):
        keys = [metier.salaire for metier in metiers]
    else:
        keys = [metier.niveau.rang if metier.niveau else None for metier in metiers]
    told = [key for key in keys if key is not None]
    assert keys[: len(told)] == told
    assert told == sorted(told, reverse=sort.startswith("-"))


def test_the_fewest_facets_are_lifted(small_facts: FacetData[FacetedMetier]) -> None:
    alone = chosen(small_facts, niveau="bac-2", statut="artisan")
    assert relaxations(small_facts, alone) == [(("statut",), 2), (("niveau",), 1)]
    stuck = chosen(small_facts, niveau="bac-2", statut="artisan", secteur="agroalimentaire")
    assert relaxations(small_facts, stuck) == [(("statut",), 1)]
    assert relaxations(small_facts, chosen(small_facts, niveau="bac-2")) == []


def test_what_is_torn_apart_takes_several_liftings(small_facts: FacetData[FacetedMetier]) -> None:
    torn = chosen(small_facts, statut="independant", rome="H", secteur="agroalimentaire")
    assert relaxations(small_facts, torn) == [
        (("statut", "rome"), 1), (("statut", "secteur"), 1), (("rome", "secteur"), 1),
    ]  # fmt: skip


@fixtures_do_not_change
@given(data=st.data())
def test_every_count_equals_the_results_behind_it(
    data: st.DataObject, seeds_facts: FacetData[FacetedMetier]
) -> None:
    choice = data.draw(drawn(seeds_facts))
    counted = value_counts(seeds_facts, choice)
    assert counted.keys() == seeds_facts.facets.keys()
    for name, facet in seeds_facts.facets.items():
        for slug, value in facet.slugs.items():
            behind = with_value(seeds_facts, choice, name, value)
            assert counted[name][slug] == len(names(seeds_facts, behind))


@fixtures_do_not_change
@given(data=st.data())
def test_the_question_finds_what_the_page_shows(
    data: st.DataObject, seeds_facts: FacetData[FacetedMetier], seeds_engine: Engine
) -> None:
    choice = data.draw(drawn(seeds_facts))
    shown = names(seeds_facts, choice)
    found = [tail(iri) for iri in answered(seeds_engine, choice)]
    assert sorted(found) == sorted(shown)
    ranks = {tail(metier.iri): metier for metier in seeds_facts.items}
    if choice.sort.endswith("salaire"):
        assert [ranks[n].salaire for n in found] == [ranks[n].salaire for n in shown]
    elif choice.sort != "nom":
        assert [ranks[n].niveau for n in found] == [ranks[n].niveau for n in shown]


@fixtures_do_not_change
@given(data=st.data())
def test_a_lift_leaves_as_many_as_it_says(
    data: st.DataObject, seeds_facts: FacetData[FacetedMetier]
) -> None:
    choice = data.draw(drawn(seeds_facts, 1))
    found = relaxations(seeds_facts, choice)
    assert bool(found) == (selected_bits(seeds_facts, choice) == 0)
    for facets, count in found:
        assert count == len(names(seeds_facts, choice.without_facets(facets))) > 0


@given(places=st.sets(st.integers(0, 500)))
def test_a_bit_set_holds_its_places(places: set[int]) -> None:
    assert bit_set(places) == sum(1 << place for place in places)
    assert set(bit_positions(bit_set(places))) == places
