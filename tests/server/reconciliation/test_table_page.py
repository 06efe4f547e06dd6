import csv
from io import StringIO

import pytest
from flask.testing import FlaskClient
from lxml import html

PAGE = "/rapprocher"


def test_the_form_answers_a_pasted_column_without_a_script(client: FlaskClient) -> None:
    column = "Assistant de gestion (H/F)\n\nmenuisiére bois\nzzzz\n"
    response = client.post(PAGE, data={"colonne": column, "type": "metier"})
    rows = [
        [" ".join("".join(map(str, cell.itertext())).split()) for cell in row.iterfind("td")]
        for row in html.fromstring(response.data).iterfind(".//tbody/tr")
    ]
    assert [row[0] for row in rows] == ["Assistant de gestion (H/F)", "menuisiére bois", "zzzz"]
    assert rows[0][1].startswith("assistant/e de gestion")
    assert rows[0][2].startswith("sûr ")
    assert rows[0][3] == (
        "par « assistant de gestion »,"
        " les mêmes mots, à la casse, aux accents et à la ponctuation près"
    )
    assert "accents" in rows[1][3]
    assert rows[2][1:] == ["aucun", "", ""]


def test_the_same_as_a_file(client: FlaskClient) -> None:
    sent = {"colonne": "comptable\n=1+1", "type": "metier", "format": "csv"}
    response = client.post(PAGE, data=sent)
    assert response.mimetype == "text/csv"
    (head, first, second) = csv.reader(
        StringIO(response.text.removeprefix("\ufeff")), delimiter=";"
    )
    assert head == ["intitule", "iri", "nom", "score", "sur"]
    assert first[2] == "comptable"
    assert first[4] == "1"
    assert second[0] == "'=1+1"


def test_so_many_lines_and_known_types_only(client: FlaskClient) -> None:
    many = client.post(PAGE, data={"colonne": "x\n" * 201})
    assert many.status_code == 413
    assert "201" in many.get_json()["detail"]
    assert client.post(PAGE, data={"colonne": "x\n" * 200}).status_code == 200
    assert client.post(PAGE, data={"type": "niveau"}).status_code == 400


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_the_rule_and_the_address(client: FlaskClient, language: str) -> None:
    text = client.get(f"{PAGE}?lang={language}").text
    assert "http://localhost/reconciliation/0.2" in text
    assert ("Une faute de frappe n'est jamais sûre" in text.replace("&#39;", "'")) is (
        language == "fr"
    )
