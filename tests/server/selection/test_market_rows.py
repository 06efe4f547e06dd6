"""What a comparison says of the labour market: figures of codes and families, asked on request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.browse.concept import Node
from server.browse.marche import BasinTension, CodeTension, FamilyFigures, Market
from server.engine.federation.allowlist import read_endpoints
from server.selection.market_rows import market_rows
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.site import free_port

HTML = {"Accept": "text/html"}
COMPARED = "/selection?m=MET.797&m=MET.2&vue=comparer"


def code(name: str, *tensions: int) -> CodeTension:
    basins = [BasinTension(str(n), tension, None, None) for n, tension in enumerate(tensions)]
    return CodeTension(Node(f"x/{name}", name), "2020", basins)


def test_each_code_says_in_how_many_basins_it_is_tense() -> None:
    market = Market([code("M1605", 5, 4, 3, 1)], (), ())
    (row,) = market_rows([market, Market((), (), ())])
    assert [[(one.code, one.label) for one in cell] for cell in row.cells] == [
        [("M1605", "tendu (classes 4 et 5) dans 2 bassins sur 4, 2020")], [],
    ]  # fmt: skip


def test_each_family_has_its_figures_and_what_is_withheld_stays_so() -> None:
    family = FamilyFigures("L0Z", ("Secrétaires",), 1650, "2017-2019", "NA", "2017-2019")
    pay, women = market_rows([Market((), [family], ()), Market((), [family], ())])
    assert [one.label for one in pay.cells[0]] == ["1\u202f650\u00a0€, 2017-2019"]
    assert [one.label for one in women.cells[0]] == ["non diffusé (NA), 2017-2019"]
    assert pay.is_same


def test_two_families_of_one_figure_are_two() -> None:
    families = [FamilyFigures(name, (), 1650, "2019", "", "") for name in ("L0Z", "L1Z")]
    (row,) = market_rows([Market((), families, ()), Market((), families[:1], ())])
    assert [(one.code, one.held) for one in row.cells[0]] == [("L0Z", 2), ("L1Z", 1)]


@pytest.fixture
def deaf(home: Path) -> Iterator[FlaskClient]:
    """Give a site whose labour market nobody answers for."""
    (endpoint,) = read_endpoints(f"http://127.0.0.1:{free_port()}/query")
    app = create_app(Settings(home=home, services=(endpoint,), market=endpoint))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_the_market_is_asked_where_a_reader_asks_for_it(deaf: FlaskClient) -> None:
    first = deaf.get(COMPARED, headers=HTML).text
    assert 'href="/doc/metier/MET.797/marche"' in first
    assert "marche=oui" in first
    assert "ne répond pas" not in first
    before = deaf.get("/health").get_json()["services"]
    asked = deaf.get(f"{COMPARED}&marche=oui", headers=HTML)
    assert asked.status_code == 200
    assert "ne répond pas" in asked.text
    ((name, fared),) = deaf.get("/health").get_json()["services"].items()
    assert fared["failed"] == before[name]["failed"] + 1, "the others are not asked in vain"


def test_without_an_endpoint_nothing_is_offered(client: FlaskClient) -> None:
    text = client.get(f"{COMPARED}&marche=oui", headers=HTML).text
    assert "marche" not in text.partition("<main")[2].partition("</main>")[0]
