"""Choices drawn at random, and what they leave, reckoned without a bit."""

from collections.abc import Collection, Mapping

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from queries import Query, parse
from server.engine import Engine
from server.explore.facet_data import SORTS, FacetData, FacetedMetier
from server.explore.facet_values import MANY, Facet, FacetValue
from server.explore.selection import EVERY, Selection, read_selection
from server.explore.selection_query import selection_query


def drawn(facts: FacetData[FacetedMetier], most: int = 4) -> st.SearchStrategy[Selection]:
    """Draw choices of a few values in a few facets."""
    some = {name: _values(facet, most) for name, facet in facts.facets.items()}
    values = st.fixed_dictionaries({}, optional=some)
    every = st.sets(st.sampled_from(sorted(MANY)))
    return st.builds(_choice, st.just(facts), values, st.sampled_from(SORTS), every)


def with_value(
    facts: FacetData[FacetedMetier], choice: Selection, name: str, value: FacetValue
) -> Selection:
    """Return what the form asks for when one more box is ticked."""
    pairs = choice.without_facets(()).pairs()
    return read_selection(facts.facets, MultiDict([*pairs, (name, value.slug)])).choice


def answered(engine: Engine, choice: Selection) -> list[str]:
    """Return the IRIs that the question of a choice finds, in its order."""
    query: Query = parse("explore/composed", f"#+ title: x\n{selection_query(choice)}")
    return [row.iri("metier") for row in engine.select(query)]


def _values(facet: Facet, most: int) -> st.SearchStrategy[list[FacetValue]]:
    values = list(facet.slugs.values())
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


def _choice(
    facts: FacetData[FacetedMetier],
    values: Mapping[str, list[FacetValue]],
    sort: str,
    every: Collection[str],
) -> Selection:
    pairs = [(name, value.slug) for name, some in values.items() for value in some]
    pairs += [(EVERY, name) for name in every]
    return read_selection(facts.facets, MultiDict([*pairs, ("tri", sort)])).choice
