import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from server.explore import selection_view

HTML = {"Accept": "text/html"}


def get(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, headers=HTML)


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = get(client, address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [re.sub(r"[ \t\n]+", " ", node.text_content()).strip() for node in page.xpath(path)]


def test_all_is_shown_at_first(client: FlaskClient) -> None:
    shown = page(client, "/explorer")
    assert texts(shown, "//tbody//a") == [
        "assistant/e de gestion",
        "comptable",
        "menuisier/ière bois",
    ]
    assert texts(shown, "//tbody/tr[1]/td")[1:] == ["bac + 2", "1\u202f900\u00a0€"]
    assert texts(shown, "//tbody/tr[3]/td")[2] == ""
    assert texts(shown, "//*[@role='status']") == ["3 métiers"]
    assert texts(shown, "//fieldset/legend") == [
        "Niveau d'accès", "Centre d'intérêt", "Statut", "Domaine ROME", "Secteur",
        "Type de formation", "Salaire de débutant",
    ]  # fmt: skip
    assert texts(shown, "//ul[@class='chips']") == []


def test_every_number_is_that_of_the_results_behind_it(client: FlaskClient) -> None:
    for address in ("/explorer?", "/explorer?niveau=bac-2&", "/explorer?statut=artisan&rome=H&"):
        boxes = page(client, address).xpath("//input[@type='checkbox']")
        assert len(boxes) > 5
        for box in boxes:
            behind = f"{address}{box.get('name')}={box.get('value')}&format=json"
            told = int(box.getparent().find("b").text)
            assert told == get(client, behind).get_json()["total"]
            assert told == len(get(client, behind).get_json()["results"])


def test_what_is_chosen_is_ticked_and_can_be_taken_back(client: FlaskClient) -> None:
    shown = page(client, "/explorer?statut=salarie&statut=artisan&niveau=bac-2&tri=-salaire")
    assert shown.xpath("//input[@checked]/@value") == ["bac-2", "artisan", "salarie"]
    assert shown.xpath("//input[@type='hidden']/@value") == ["-salaire"]
    chips = shown.xpath("//ul[@class='chips']/li/a/@href")
    assert chips == [
        "/explorer?statut=artisan&statut=salarie&tri=-salaire",
        "/explorer?niveau=bac-2&statut=salarie&tri=-salaire",
        "/explorer?niveau=bac-2&statut=artisan&tri=-salaire",
        "/explorer",
    ]
    assert "retirer « artisan »" in " ".join(texts(shown, "//ul[@class='chips']/li/a")).replace(
        "\u00a0", " "
    )


def test_many_values_of_a_facet_are_taken_back_together(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_view, "_FEW", 1)
    shown = page(client, "/explorer?statut=salarie&statut=artisan&niveau=bac-2")
    assert shown.xpath("//ul[@class='chips']/li/a/@href")[1] == "/explorer?niveau=bac-2"
    assert "2 choix" in texts(shown, "//ul[@class='chips']/li")[1]


def test_columns_sort_upwards_then_downwards(client: FlaskClient) -> None:
    shown = page(client, "/explorer?niveau=bac-2&tri=salaire")
    assert shown.xpath("//thead//a/@href") == [
        "/explorer?niveau=bac-2",
        "/explorer?niveau=bac-2&tri=niveau",
        "/explorer?niveau=bac-2&tri=-salaire",
    ]
    assert shown.xpath("//th/@aria-sort") == ["ascending"]
    assert texts(shown, "//tbody//a") == ["assistant/e de gestion", "comptable"]
    down = page(client, "/explorer?niveau=bac-2&tri=-salaire")
    assert texts(down, "//tbody//a") == ["comptable", "assistant/e de gestion"]
    assert down.xpath("//th/@aria-sort") == ["descending"]


def test_pages_follow_one_another(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection_view, "_SIZE", 1)
    shown = page(client, "/explorer?niveau=bac-2&page=2")
    assert texts(shown, "//tbody//a") == ["comptable"]
    assert shown.xpath("//a[@rel='prev']/@href") == ["/explorer?niveau=bac-2&page=1"]
    assert texts(page(client, "/explorer?page=99"), "//tbody//a") == ["menuisier/ière bois"]
    assert page(client, "/explorer").xpath("//a[@rel='next']/@href") == ["/explorer?page=2"]


def test_nothing_found_says_what_to_lift(client: FlaskClient) -> None:
    shown = page(client, "/explorer?niveau=bac-2&statut=artisan")
    assert texts(shown, "//h2") == ["Aucun métier ne répond à tous ces choix"]
    lifts = shown.xpath("//div[@id='resultats']//ul[@class='thread']/li")
    assert [lift.find("a").get("href") for lift in lifts] == [
        "/explorer?niveau=bac-2", "/explorer?statut=artisan",
    ]  # fmt: skip
    told = texts(shown, "//div[@id='resultats']//ul[@class='thread']/li")
    assert [text.replace("\u00a0", " ") for text in told] == [
        "Sans « Statut : artisan » 2 métiers", "Sans « Niveau d'accès : bac + 2 » 1 métier",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("niveau=zz", "« zz » n'est pas à choisir sous « Niveau d'accès »"),
        ("page=-1", "« -1 » n'est pas un numéro de page"),
        ("tri=prix", "« prix » n'est pas un ordre"),
        ("secteur=a&secteur=b&secteur=c&secteur=d&secteur=e", "Ni de 2 autres choix."),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(
    client: FlaskClient, asked: str, sentence: str
) -> None:
    response = get(client, f"/explorer?{asked}")
    assert response.status_code == 200
    shown = html.fromstring(response.text)
    assert sentence in " ".join(texts(shown, "//*[@class='notice']")).replace("\u00a0", " ")
    assert texts(shown, "//*[@role='status']") == ["3 métiers"]


@pytest.mark.parametrize("format", ["json", "csv"])
@pytest.mark.parametrize("asked", ["niveau=zz", "page=-1", "tri=prix", "rome=M1605"])
def test_data_is_refused_where_the_page_would_leave_out(
    client: FlaskClient, asked: str, format: str
) -> None:
    response = client.get(f"/explorer?{asked}&format={format}")
    assert response.status_code == 400
    assert asked.partition("=")[2] in response.get_json(force=True)["detail"]


def test_too_many_parameters_are_refused(client: FlaskClient) -> None:
    many = "&".join(f"niveau=x{number}" for number in range(10_000))
    assert get(client, f"/explorer?{many}").status_code == 414
    many = "&".join(f"a{number}=" for number in range(1001))
    assert get(client, f"/explorer?{many}").status_code == 400
    same = "&".join(["niveau=bac-2"] * 600)
    assert get(client, f"/explorer?{same}").status_code == 200


@pytest.mark.parametrize(
    "text", ['"><script>alert(1)</script>', "%(title)s {{ 7*7 }}", "\0", "é" * 600]
)
def test_hostile_values_are_only_said(client: FlaskClient, text: str) -> None:
    response = client.get("/explorer", query_string={"interet": text, "tri": text}, headers=HTML)
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    (said,) = texts(html.fromstring(response.text), "//*[@class='notice']")
    assert len(said) < 500


def test_the_same_as_json(client: FlaskClient) -> None:
    response = client.get("/explorer?rome=M&tri=salaire", headers={"Accept": "application/json"})
    assert "Accept" in response.headers["Vary"]
    found = response.get_json()
    assert (found["total"], found["sort"]) == (2, "salaire")
    assert found["url"] == "/explorer?rome=M&tri=salaire"
    assert found["results"][0] == {
        "iri": "https://w3id.org/metiers-graphe/id/metier/MET.797",
        "label": "assistant/e de gestion",
        "niveau": "bac + 2",
        "salaire": 1900.0,
        "condition": None,
        "url": "/doc/metier/MET.797",
    }
    rome = next(facet for facet in found["facets"] if facet["name"] == "rome")
    assert [(v["value"], v["count"], v["chosen"]) for v in rome["values"]] == [
        ("H", 3, False), ("H22", 3, False), ("M", 2, True), ("M16", 2, False),
    ]  # fmt: skip


def test_the_same_for_a_spreadsheet(client: FlaskClient) -> None:
    response = client.get("/explorer?format=csv&tri=-salaire")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="metiers.csv"'
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    iri = "https://w3id.org/metiers-graphe/id/metier/MET.3"
    assert rows[:2] == [
        ["nom", "identifiant", "niveau", "salaire", "condition", "iri"],
        ["comptable", "MET.3", "bac + 2", "2000", "", iri],
    ]
    assert rows[3][:4] == ["menuisier/ière bois", "MET.2", "CAP ou équivalent", ""]
    assert client.get("/explorer", headers={"Accept": "text/csv"}).mimetype == "text/csv"


def test_the_question_behind_is_one_click_away(client: FlaskClient) -> None:
    shown = page(client, "/explorer?rome=M16&niveau=bac-2&tri=niveau")
    (link,) = shown.xpath("//a[starts-with(@href, '/sparql?query=')]/@href")
    answer = client.get(link, headers={"Accept": "application/sparql-results+json"})
    rows = answer.get_json(force=True)["results"]["bindings"]
    assert [row["nom"]["value"] for row in rows] == texts(shown, "//tbody//a")


def test_formats_are_known_ones(client: FlaskClient) -> None:
    assert client.get("/explorer?format=xml").status_code == 400
    assert client.get("/explorer", headers={"Accept": "image/png"}).status_code == 406
    assert (
        client.get("/explorer?format=html", headers={"Accept": "text/csv"}).mimetype == "text/html"
    )
    assert client.get("/explorer").mimetype == "text/html"


def test_the_labels_follow_the_language(client: FlaskClient) -> None:
    shown = page(client, "/explorer?lang=en&interet=j-aime-bouger")
    assert any("I like to be on the move" in text for text in texts(shown, "//fieldset//label"))
    page(client, "/explorer?lang=fr")


def test_a_slash_at_the_end_is_too_much(client: FlaskClient) -> None:
    response = client.get("/explorer/?niveau=bac-2")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/explorer?niveau=bac-2")


def test_the_address_of_the_page_is_the_shortest(client: FlaskClient) -> None:
    shown = page(client, "/explorer?statut=salarie&niveau=bac-2&page=7&tri=nom")
    (canonical,) = shown.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/explorer?niveau=bac-2&statut=salarie")


def test_every_box_is_in_a_named_group_of_one_form(client: FlaskClient) -> None:
    shown = page(client, "/explorer")
    assert shown.xpath("//form[@id='choix']//button")
    for box in shown.xpath("//input[@type='checkbox']"):
        assert box.xpath("ancestor::fieldset/legend")
        assert box.xpath("ancestor::form")[0].get("method", "get") == "get"
        assert box.getparent().tag == "label"
