from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from server.engine.embedded import EmbeddedEngine


@pytest.fixture
def engine(home: Path) -> EmbeddedEngine:
    return EmbeddedEngine(ox.Store.read_only(str(home / "current" / "store")))


@pytest.fixture
def more(home: Path) -> ox.Store:
    """Give the small release in memory, to add to."""
    store = ox.Store()
    store.extend(ox.Store.read_only(str(home / "current" / "store")))
    return store


def add(store: ox.Store, triples: str) -> None:
    """Add triples, written with the prefixes of the project."""
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    store.update(f"BASE <{base()}>\n{header}INSERT DATA {{ {triples} }}")
