"""The page of the tree of the ROME, whole and by branch."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html

from server.engine.embedded import EmbeddedEngine
from server.see.tree import path_from_root, read_children, read_trees
from tests.server.see.conftest import add

HTML = {"Accept": "text/html"}


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    return html.fromstring(response.get_data())


def names(tree: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(item.text_content().split()) for item in tree.xpath(path)]


def test_each_version_is_a_tree_of_grands_domaines(client: FlaskClient) -> None:
    found = page(client, "/rome/arbre")
    trees = found.xpath('//ul[@class="tree"]')
    assert [tree.get("aria-labelledby") for tree in trees] == ["v3", "v4"]
    assert names(trees[0], 'li/a[@class="node"]') == [
        "Industrie H 1 domaine",
        "Support à l'entreprise M 1 domaine",
    ]
    assert names(trees[1], 'li/a[@class="node"]') == ["Appui aux organisations M 1 domaine"]
    assert not found.xpath('//ul[@class="tree"]//ul')


def test_without_a_script_a_branch_is_a_link_to_the_page_that_shows_it(client: FlaskClient) -> None:
    address = "/rome/arbre"
    for code in ("M", "M16", "M1605"):
        found = page(client, address)
        toggle = found.xpath(f'//li[@id="v3-{code}"]/a[@class="toggle"]')[0]
        assert toggle.get("aria-label") == f"Ouvrir {code}"
        address = toggle.get("href").partition("#")[0]
        assert address == f"/rome/arbre/v3/{code}"
    found = page(client, address)
    leaves = found.xpath('//li[@id="v3-M1605"]/ul/li/a')
    assert [leaf.get("href") for leaf in leaves] == [
        "/doc/rome/appellation/101", "/doc/rome/appellation/102",
    ]  # fmt: skip
    closing = found.xpath('//li[@id="v3-M1605"]/a[@class="toggle"]')[0]
    assert closing.get("aria-label") == "Refermer M1605"
    assert closing.get("href") == "/rome/arbre/v3/M16#v3-M1605"
    top = found.xpath('//li[@id="v3-M"]/a[@class="toggle"]')[0]
    assert top.get("href") == "/rome/arbre#v3-M"
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_branch_comes_alone(client: FlaskClient) -> None:
    text = client.get("/rome/arbre/v4/M16?forme=branche").text
    assert "<html" not in text
    branch = html.fromstring(text)
    assert branch.tag == "ul"
    assert names(branch, 'li/a[@class="node"]') == [
        "Secrétaire technique M1605 1 appellation",
        "Secrétaire M1607 1 appellation",
    ]


@pytest.mark.parametrize(
    "key", ["v3/Z", "v5/M", "v3", "v3/m16", "v3/M16/x", "v3/%3Cscript%3E", "x"]
)
def test_what_is_not_in_the_tree_is_not_found(client: FlaskClient, key: str) -> None:
    assert client.get(f"/rome/arbre/{key}", headers=HTML).status_code == 404
    assert client.get(f"/rome/arbre/{key}?forme=branche", headers=HTML).status_code == 404


def test_a_slash_too_many_leads_back(client: FlaskClient) -> None:
    assert client.get("/rome/arbre/").location == "/rome/arbre"


def test_names_are_no_markup(more: ox.Store) -> None:
    add(more, 'rome3:H2299 skos:broader rome3:H22 ; skos:prefLabel "<b>x</b>"@fr .')
    engine = EmbeddedEngine(more)
    path = path_from_root(engine, "v3/H22")
    assert path
    children = read_children(engine, path[-1], 3, ())
    assert [child.label for child in children] == [
        "<b>x</b>", "Réalisation de menuiserie bois",
    ]  # fmt: skip


def test_where_there_is_no_rome_there_is_no_tree() -> None:
    engine = EmbeddedEngine(ox.Store())
    assert read_trees(engine, ()) == {}
    assert path_from_root(engine, "v3/M") is None
