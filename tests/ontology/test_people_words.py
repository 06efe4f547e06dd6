import re
from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology import base, graph_files
from ontology.people_words import (
    abbreviations,
    diplomas,
    everyday_names,
    frames,
    intention_phrases,
    longest_phrase,
)
from ontology.words import tokens


def test_everyday_names_are_hidden_labels_of_one_metier_each() -> None:
    names = []
    for quad in parse(everyday_names(), RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, Literal)
        assert re.fullmatch(rf"{base()}id/metier/MET\.\d+", quad.subject.value)
        assert quad.predicate.value.endswith("#hiddenLabel")
        assert quad.object.language in ("fr", "en")
        names.append((" ".join(tokens(quad.object.value)), quad.object.language))
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len(names) > 400


@pytest.mark.parametrize("facet", ["niveau", "interet", "secteur", "statut"])
def test_intentions_are_values_of_code_lists(facet: str) -> None:
    text = "\n".join(graph_files().values())
    meant = {each.value for each in intention_phrases().values() if each.facet == facet}
    assert meant
    assert [value for value in meant if not re.search(rf"^{facet}:{value} ", text, re.M)] == []


def test_other_intentions_are_few() -> None:
    facets = {each.facet: each.value for each in intention_phrases().values()}
    assert {name: facets[name] for name in ("pay", "duree", "alternance")} == {
        "pay": "high", "duree": "short", "alternance": "yes",
    }  # fmt: skip


def test_phrases_are_folded_words() -> None:
    phrases = [*intention_phrases(), *(each for some in frames().values() for each in some)]
    phrases += [name for diploma in diplomas() for name in diploma.names]
    phrases += abbreviations().values()
    assert all(phrases)


def test_the_longest_phrase_is_taken() -> None:
    known = {("b",), ("b", "c"), ("d",)}
    assert list(longest_phrase(["a", "b", "c", "d"], known)) == [(1, 2), (3, 1)]
