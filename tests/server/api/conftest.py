import pyoxigraph as ox
import pytest

from server.engine.embedded import EmbeddedEngine
from tests.server.release_fixture import quads


@pytest.fixture(scope="session")
def engine() -> EmbeddedEngine:
    store = ox.Store()
    store.extend(quads())
    return EmbeddedEngine(store)
