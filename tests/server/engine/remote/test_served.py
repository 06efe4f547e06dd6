"""An application in front of a remote engine: its health, its refusals, what strangers ask."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask

from server.app import create_app
from server.engine.pool.limits import QueryLimits
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.engines.engines import oxigraph
from tests.loader.command import Metiers
from tests.server.release_fixture import write_release
from tests.site import free_port

__all__ = ["Metiers"]

METIER = "/doc/metier/MET.797"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_release(tmp_path / "home", "a1")
    return tmp_path / "home"


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def served(home: Path, tmp_path: Path, running: ExitStack) -> Iterator[Flask]:
    """Serve from an endpoint that ends with `running`."""
    store = ox.Store.read_only(str(home / "current" / "store"))
    address = replace(running.enter_context(oxigraph(store, tmp_path)), token="jeton-secret")
    limits = QueryLimits(seconds=1.0)
    application = create_app(Settings(home=home, remote=address, recheck=0, limits=limits))
    yield application
    application.extensions[EXTENSION].close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_health_tells_the_engine_and_whether_it_is_there(
    served: Flask, running: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    client = served.test_client()
    ready = client.get("/health")
    assert (ready.status_code, ready.get_json()["engine"]["kind"]) == (200, "remote")
    assert ready.get_json()["engine"]["server"].startswith("Oxigraph/")
    assert client.get("/voisinage/metier/MET.797").status_code == 200
    running.close()
    gone = client.get("/health")
    assert gone.status_code == 503
    assert "ne peut être joint" in gone.get_json()["reason"]
    page = client.get("/voisinage/metier/MET.797", headers={"Accept": "text/html"})
    assert page.status_code == 503
    asked = client.get("/sparql", query_string={"query": "ASK {}"})
    assert (asked.status_code, asked.get_json()["title"]) == (503, "Moteur distant injoignable")
    for said in (ready.text, gone.text, page.text, asked.text, caplog.text):
        assert "jeton-secret" not in said


def test_a_strangers_query_is_ended_at_its_deadline(served: Flask) -> None:
    client = served.test_client()
    late = client.get("/sparql", query_string={"query": BOMB})
    assert (late.status_code, late.get_json()["title"]) == (503, "Requête trop longue à évaluer")
    after = client.get("/sparql.csv", query_string={"query": "SELECT (1 AS ?one) {}"})
    assert after.data == b"one\r\n1\r\n"


def test_serve_says_why_it_refuses(metiers: Metiers, home: Path) -> None:
    metiers._patch.setenv("METIERS_HOME", str(home))
    metiers._patch.setenv("METIERS_ENGINE", "disk")  # what the option sets ends with the test
    outcome = metiers("serve", "--engine", f"http://127.0.0.1:{free_port()}/sparql")
    assert (outcome.status, outcome.out) == (1, "")
    assert "/sparql : Le moteur distant ne peut être joint : connexion refusée." in outcome.err
    assert "Error" not in outcome.err
