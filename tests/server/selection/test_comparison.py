import pytest
from flask.testing import FlaskClient
from lxml import html

from server.selection.comparison import ComparedValue, comparison_row

HTML = {"Accept": "text/html"}
COMPARED = "/selection?m=MET.797&m=MET.3&m=MET.2&vue=comparer"


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    return html.fromstring(response.text)


def cells(found: html.HtmlElement, row: str) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in found.xpath(f'//tr[@id="{row}"]/td')]


def verdict(found: html.HtmlElement, row: str) -> str:
    (said,) = found.xpath(f'//tr[@id="{row}"]/th/span')
    return str(said.text_content())


def test_what_each_has_stands_side_by_side(client: FlaskClient) -> None:
    found = page(client, COMPARED)
    heads = [head.text_content() for head in found.xpath("//thead//th")]
    assert heads == ["assistant/e de gestion", "comptable", "menuisier/ière bois"]
    assert cells(found, "niveau") == [
        "bac + 2 2 sur 3",
        "bac + 2 2 sur 3",
        "CAP ou équivalent seul",
    ]
    assert cells(found, "duree") == ["2 à 3 ans (Après le bac)", "non dit", "non dit"]
    assert cells(found, "salaire")[0] == "1 900 à 2 400 € brut par mois"
    assert cells(found, "secteurs") == ["non dit", "agroalimentaire", "non dit"]
    assert cells(found, "transitions")[0] == "Emploi Vert Transition numérique"


def test_what_all_have_comes_first_and_is_said(client: FlaskClient) -> None:
    found = page(client, COMPARED)
    assert cells(found, "statuts") == [
        "salarié tous indépendant seul", "salarié tous", "salarié tous artisan seul",
    ]  # fmt: skip
    assert verdict(found, "statuts") == "1 en commun"
    assert verdict(found, "niveau") == "en partie"
    assert verdict(found, "salaire") == "différent"


def test_where_nothing_is_shared_no_value_says_so(client: FlaskClient) -> None:
    found = page(client, COMPARED)
    assert not found.xpath('//tr[@id="salaire"]//span[@class="mark"][text()="seul"]')


def test_what_is_the_same_is_said_once(client: FlaskClient) -> None:
    found = page(client, "/selection?m=MET.797&m=MET.3&vue=comparer")
    assert verdict(found, "niveau") == "identique"
    assert cells(found, "niveau") == ["bac + 2", "bac + 2"]


def test_formations_in_common_come_before_the_others(client: FlaskClient) -> None:
    found = page(client, "/selection?m=MET.797&m=MET.3&vue=comparer")
    assert cells(found, "formations") == [
        "BTS de gestion tous bac pro AGOrA seul", "BTS de gestion tous",
    ]  # fmt: skip
    assert verdict(found, "formations") == "1 en commun"


def test_those_that_are_ticked_are_compared_in_the_order_of_the_selection(
    client: FlaskClient,
) -> None:
    found = page(client, f"{COMPARED}&c=MET.2&c=MET.797")
    heads = [head.text_content() for head in found.xpath("//thead//th")]
    assert heads == ["assistant/e de gestion", "menuisier/ière bois"]


def test_four_are_compared_at_most_and_the_others_are_counted(client: FlaskClient) -> None:
    path = "/selection?m=MET.797&m=MET.3&m=MET.2&m=MET.4&m=MET.5&vue=comparer"
    found = page(client, path)
    assert len(found.xpath("//thead//th")) == 4
    assert "un autre de la sélection n'est pas ici" in found.xpath('//*[@class="notice"]')[0].text


@pytest.mark.parametrize("path", ["/selection?vue=comparer", "/selection?m=MET.3&vue=comparer"])
def test_less_than_two_are_not_compared(client: FlaskClient, path: str) -> None:
    assert page(client, path).xpath("//h1")[0].text == "Ma sélection"


def test_the_market_is_a_link_where_an_endpoint_is_named(client: FlaskClient) -> None:
    assert not page(client, COMPARED).xpath('//tr[@id="marche"]')


def test_each_radio_shows_one_métier(client: FlaskClient) -> None:
    found = page(client, COMPARED)
    shown = found.xpath('//input[@name="montre"]')
    labels = found.xpath('//p[@class="heads"]/label/@for')
    assert [each.get("id") for each in shown] == labels == ["montre-1", "montre-2", "montre-3"]
    assert [each.get("checked") is not None for each in shown] == [True, False, False]


@pytest.mark.parametrize(
    ("cells", "is_same", "verdict"),
    [
        (("a", "a"), True, "identique"),
        (("a", "b"), False, "différent"),
        (("a", ""), True, "pas dit de tous"),
        (("a", "", "a"), True, "pas dit de tous"),
        (("", "a", "b"), False, "différent"),
    ],
)
def test_what_is_not_said_is_no_difference(
    cells: tuple[str, ...], is_same: bool, verdict: str
) -> None:
    row = comparison_row("x", "X", [[ComparedValue("", each)] if each else [] for each in cells])
    assert (row.is_same, row.verdict) == (is_same, verdict)
