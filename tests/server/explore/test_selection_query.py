import re

import pyoxigraph as ox
import pytest

from server.engine.complexity import check
from server.explore.facet_data import SORTS, FacetData, FacetedMetier
from server.explore.facet_values import FacetValue
from server.explore.selection import Selection
from server.explore.selection_query import selection_query


def asked(name: str, *rows: tuple[ox.NamedNode | ox.Literal | None, ...]) -> str:
    return selection_query(Selection({name: [FacetValue("x", rows, 0)]}))


def values_of(text: str) -> list[str]:
    return re.findall(r"VALUES [^{]*\{ (.*?) \}$", text, re.MULTILINE)


def test_without_a_choice_there_is_no_value() -> None:
    text = selection_query(Selection({}))
    assert "VALUES" not in text
    assert "#-" not in text
    assert text.endswith("ORDER BY\n  ?nom\n")


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_a_query(sort: str) -> None:
    text = selection_query(Selection({}, sort))
    ox.Store().query(text)
    assert ("DESC" in text) == sort.startswith("-")


def test_the_terms_stand_in_the_values() -> None:
    niveau = ox.NamedNode("https://w3id.org/metiers-graphe/id/niveau/bac-2")
    assert values_of(asked("niveau", (niveau,), (niveau,))) == [f"{niveau} {niveau}"]
    low, high = ox.Literal(1900), ox.Literal(2200)
    assert values_of(asked("salaire", (low, high), (None, None), (high, None))) == [
        "(1900 2200) (UNDEF UNDEF) (2200 UNDEF)"
    ]


@pytest.mark.parametrize(
    "text", ['"} DROP ALL #', "a\n} INSERT", "\\", "'\"", "\\1\\g<0>", "{ ?s ?p ?o }", "é\u2028"]
)
def test_a_term_stays_a_term(text: str) -> None:
    literal = ox.Literal(text, language="fr")
    written = asked("formation", (literal,))
    store = ox.Store()
    mg = "https://w3id.org/metiers-graphe/ontology#"
    metier, formation = ox.NamedNode("http://a/m"), ox.NamedNode("http://a/f")
    skos = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for subject, predicate, object_ in (
        (metier, ox.NamedNode(f"{mg}formation"), formation),
        (formation, ox.NamedNode(f"{mg}typeFormation"), literal),
        (metier, ox.NamedNode(f"{mg}fiche"), formation),
        (metier, skos, ox.Literal("m", language="fr")),
    ):
        store.add(ox.Quad(subject, predicate, object_))
    found = store.query(written)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["metier"] for row in found] == [metier]


def test_its_prefixes_are_those_that_it_uses(seeds_facts: FacetData[FacetedMetier]) -> None:
    for facet in seeds_facts.facets.values():
        text = selection_query(Selection({facet.name: facet.values}))
        declared = set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE))
        bare = re.sub(r'"[^"]*"|<[^>]*>|^PREFIX.*', "", text, flags=re.MULTILINE)
        assert set(re.findall(r"(\w+):", bare)) == declared


def test_the_longest_question_may_be_asked(seeds_facts: FacetData[FacetedMetier]) -> None:
    every = {name: list(facet.slugs.values()) for name, facet in seeds_facts.facets.items()}
    check(selection_query(Selection(every)))
