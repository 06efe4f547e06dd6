"""The queries of the explorer, on the small release of the server's tests."""

import re
import time

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from queries import Query, find, folder
from server.engine import Row
from server.engine.embedded import EmbeddedEngine

ALL = list(folder("explore").values())
SLOWEST = 0.5


def ask(store: ox.Store, name: str) -> list[Row]:
    return EmbeddedEngine(store).select(find(f"explore/{name}"))


def ends(text: str) -> list[str]:
    return sorted(iri.rpartition("/")[2] for iri in text.split())


@pytest.mark.parametrize("query", ALL, ids=lambda query: query.name)
def test_a_query_declares_what_it_uses(query: Query) -> None:
    declared = re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, re.MULTILINE)
    bare = re.sub(r'"[^"]*"|#.*|<[^>]*>', "", query.body)
    used = set(re.findall(r"(?<![\w?])(\w+):", re.sub(r"(?m)^PREFIX.*$", "", bare)))
    assert {name for name, _ in declared} == used
    assert dict(declared).items() <= prefixes().items()
    assert max(map(len, query.text.splitlines())) <= 100


@pytest.mark.parametrize("query", ALL, ids=lambda query: query.name)
def test_a_query_is_quick_and_finds_something(store: ox.Store, query: Query) -> None:
    start = time.perf_counter()
    assert ask(store, query.name.partition("/")[2])
    assert time.perf_counter() - start < SLOWEST


def test_only_metiers_with_a_fiche_are_explored(store: ox.Store) -> None:
    names = {row.iri("metier").rpartition("/")[2] for row in ask(store, "metiers")}
    assert names == {"MET.797", "MET.2", "MET.3"}


def test_each_value_comes_with_its_metiers(store: ox.Store) -> None:
    found = {
        row.iri("valeur").rpartition("/")[2]: ends(row.text("metiers"))
        for row in ask(store, "liens")
    }
    assert found["bac-2"] == ["MET.3", "MET.797"]
    assert found["artisan"] == ["MET.2"]
    assert found["agroalimentaire"] == ["MET.3"]


def test_a_kind_comes_with_its_metiers(store: ox.Store) -> None:
    (row,) = ask(store, "types")
    assert row.text("type") == "brevet de technicien supérieur"
    assert ends(row.text("metiers")) == ["MET.3", "MET.797"]


def test_a_code_comes_with_what_is_above_it(store: ox.Store) -> None:
    above = {row.iri("code"): row.optional_iri("dessus") for row in ask(store, "rome")}
    assert above[f"{base()}id/rome/v3/M1605"] == f"{base()}id/rome/v3/M16"
    assert above[f"{base()}id/rome/v3/M16"] == f"{base()}id/rome/v3/M"


def test_a_pay_is_the_least_of_a_beginner(store: ox.Store) -> None:
    found = {row.iri("metier")[-7:]: row.number("salaire") for row in ask(store, "salaires")}
    assert found == {"MET.797": 1900.0, "r/MET.3": 2000.0}


def test_the_question_as_it_stands_has_every_choice(store: ox.Store) -> None:
    (row,) = ask(store, "choix")
    assert (row.text("nom"), row.text("niveau"), row.number("salaire")) == (
        "comptable", "bac + 2", 2000.0,
    )  # fmt: skip
