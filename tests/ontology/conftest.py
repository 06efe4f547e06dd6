"""What the tests of the vocabulary share: its graph and its shapes, parsed once."""

import pytest
from rdflib import Graph

import ontology


def _parse(*texts: str) -> Graph:
    graph = Graph()
    for text in texts:
        graph.parse(data=text, format="turtle")
    return graph


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    """Parse all of graph/ontologie."""
    return _parse(*ontology.graph_files().values())


@pytest.fixture(scope="session")
def terms() -> Graph:
    """Parse the terms alone, without alignments and schemes."""
    return _parse(ontology.graph_files()["metiers.ttl"])


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return _parse(ontology.shapes())
