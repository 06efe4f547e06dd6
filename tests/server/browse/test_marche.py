"""The labour-market page: off by default, and harmless where its endpoint fails."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.browse import marche
from server.browse.concept import Node
from server.browse.marche import BasinTension, CodeTension
from server.engine import Row
from server.engine.federation.allowlist import read_endpoints
from server.settings import Settings, SettingsError
from server.sparql.query_pool import EXTENSION
from tests.site import free_port

PAGE = "/doc/metier/MET.797/marche"


@pytest.fixture(scope="module")
def deaf(home: Path) -> Iterator[FlaskClient]:
    """Give a site whose labour market nobody answers for."""
    (endpoint,) = read_endpoints(f"http://127.0.0.1:{free_port()}/query")
    app = create_app(Settings(home=home, services=(endpoint,), market=endpoint))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_there_is_no_such_page_unless_an_endpoint_is_named(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 404
    assert "/marche" not in client.get("/doc/metier/MET.797").text


def test_an_endpoint_that_fails_is_told_in_a_line_and_left_alone(deaf: FlaskClient) -> None:
    assert f'href="{PAGE}"' in deaf.get("/doc/metier/MET.797").text
    before = deaf.get("/health").get_json()["services"]
    for language, said in (("fr", "ne répond pas"), ("en", "does not answer")):
        response = deaf.get(PAGE, query_string={"lang": language})
        assert response.status_code == 200
        assert said in response.text
        assert "<table" not in response.text
    ((name, fared),) = deaf.get("/health").get_json()["services"].items()
    assert fared["failed"] == before[name]["failed"] + 1


@pytest.mark.parametrize("notation", ["MET.0", "%3C%3E", "a%20b"])
def test_what_the_graph_does_not_know_has_none(deaf: FlaskClient, notation: str) -> None:
    assert deaf.get(f"/doc/metier/{notation}/marche").status_code == 404


def test_the_endpoint_is_one_that_queries_may_call() -> None:
    environ = {"METIERS_SERVICES": "http://a/sparql", "METIERS_MARCHE": "http://a/sparql"}
    found = Settings.from_environment(environ).market
    assert found is not None
    assert found.iri == "http://a/sparql"
    with pytest.raises(SettingsError):
        Settings.from_environment({**environ, "METIERS_MARCHE": "http://b/sparql"})


def test_bars_are_as_wide_as_basins_are_many() -> None:
    basins = [BasinTension("A", 5, 1, None), BasinTension("B", 1, None, 2)]
    code = CodeTension(Node("x", "y"), "2020", [*basins, basins[1]])
    assert [each[1:] for each in code.classes] == [(1, 50), (0, 0), (0, 0), (0, 0), (2, 100)]


def test_the_newest_figure_counts_and_one_that_is_withheld_stays_so() -> None:
    def row(**said: str) -> Row:
        return Row({name: ox.Literal(value) for name, value in said.items()})

    rows = [
        row(fap3="A0Z", annee="2017-2019", part="NA"),
        row(fap3="A0Z", annee="2003-2005", part="12.5"),
        row(fap3="B0Z", annee="2003-2005", part="3"),
    ]
    found = marche._newest(rows, "part")
    assert found == {"A0Z": ("NA", "2017-2019"), "B0Z": (3.0, "2003-2005")}
