"""The queries of the pictures and the charts: readable, with the project's prefixes."""

import re

import pytest

from ontology import prefixes
from queries import Query, folder
from server.see.corpus_counts import KEYS


@pytest.mark.parametrize("query", folder("see").values(), ids=lambda query: query.name)
def test_a_query_declares_the_prefixes_that_it_uses(query: Query) -> None:
    declared = re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, re.MULTILINE)
    bare = re.sub(r'"[^"]*"|#.*|<[^>]*>', "", query.body)
    used = set(re.findall(r"(?<![\w?])(\w+):", re.sub(r"(?m)^PREFIX.*$", "", bare)))
    assert {name for name, _ in declared} == used
    assert dict(declared).items() <= prefixes().items()
    assert max(map(len, query.text.splitlines())) <= 100


@pytest.mark.parametrize("key", KEYS)
def test_a_query_that_readers_are_sent_to_stands_alone(key: str) -> None:
    query = folder("see")[key]
    assert not query.params
    assert query.description.endswith(".")
