import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

V3 = "Assistanat technique et administratif"
HTML = {"Accept": "text/html"}


def post(client: FlaskClient, document: object) -> tuple[int, Any]:
    response = client.post("/resolve", json=document)
    return response.status_code, response.get_json()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/met/797", "/doc/metier/MET.797"),
        ("/met/MET.797", "/doc/metier/MET.797"),
        ("/for/270", "/doc/formation/FOR.270"),
        (f"/rome/M1605?label={V3}", "/doc/rome/v3/M1605"),
        ("/rome/m1605?label=secretaire technique", "/doc/rome/v4/M1605"),
        ("/rome/H2206", "/doc/rome/v3/H2206"),
        ("/rncp/99999", "/doc/certification/1"),
        ("/rncp/RNCP99999", "/doc/certification/1"),
        ("/fap/L0Z60", "/doc/fap/L0Z60"),
        ("/nsf/T", "/doc/nsf/T"),
        ("/ogr/101", "/doc/rome/appellation/101"),
        ("/isco/4120", "/doc/esco/isco/C4120"),
        (
            "/esco/aaaaaaaa-0000-4000-8000-000000000001",
            "/doc/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001",
        ),
    ],
)
def test_a_code_leads_to_the_one_thing_that_has_it(
    client: FlaskClient, address: str, place: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response.location) == (303, place)
    assert client.get(place).status_code == 200


def test_a_code_of_two_things_lists_both(client: FlaskClient) -> None:
    page = client.get("/rome/M1605", headers=HTML)
    assert page.status_code == 200
    assert 'href="/doc/rome/v3/M1605"' in page.text
    assert 'href="/doc/rome/v4/M1605"' in page.text
    document = client.get("/rome/M1605", headers={"Accept": "application/json"}).get_json()
    assert [some["scheme"] for some in document["meanings"]] == ["rome-v3", "rome-v4"]


@pytest.mark.parametrize("address", ["/rome/Z9999", "/met/x", "/rncp/1", "/esco/<script>"])
def test_a_code_of_nothing_is_not_found(client: FlaskClient, address: str) -> None:
    page = client.get(address, headers=HTML)
    assert page.status_code == 404
    assert "<script>" not in page.text


def test_the_addresses_of_before_are_as_they_were(client: FlaskClient) -> None:
    for address in ("/rome", "/rome/arbre", "/rome/arbre/v3/M16"):
        assert client.get(address, headers=HTML).status_code == 200


def test_what_is_told_of_a_column_is_for_its_owner_alone(client: FlaskClient) -> None:
    response = client.post("/resolve", json={"codes": ["M1605"]})
    assert response.headers["Cache-Control"] == "no-store"


def test_a_column_is_resolved_in_json(client: FlaskClient) -> None:
    codes = ["M1605", {"code": "M1605", "label": V3}, 101, "K1401Conception", "K1401", ""]
    status, said = post(client, {"codes": codes})
    assert status == 200
    results = said["results"]
    assert [each["row"] for each in results] == [1, 2, 3, 4, 5, 6]
    assert [each["status"] for each in results] == [
        "ambiguous", "resolved", "resolved", "malformed", "unknown", "empty",
    ]  # fmt: skip
    assert results[1]["meanings"][0]["provenance"] == ["rome-v3/v344"]
    assert results[3]["within"] == "K1401"
    assert said["metiers"]["MET.797"]["rncp"] == ["RNCP99999"]
    assert said["column"]["codes"] == 4
    assert "1 code sur 4" in said["column"]["verdict"]


def test_one_code_is_resolved_by_its_address(client: FlaskClient) -> None:
    said = client.get("/resolve", query_string={"code": "M1605", "label": V3}).get_json()
    assert said["results"][0]["settled_by"] == "label"
    assert client.get("/resolve").status_code == 422


CSV = f"offre;rome;libellé\r\n1;M1605;{V3}\r\n2;H2206;x\r\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_column_is_resolved_in_csv(client: FlaskClient) -> None:
    response = client.post(
        "/resolve?column=rome&label-column=libell%C3%A9",
        data=CSV.encode("windows-1252"),
        content_type="text/csv",
    )
    assert response.mimetype == "text/csv"
    one, other = rows(response.text)
    assert (one["offre"], one["libellé"]) == ("1", V3)
    assert (one["mg_status"], one["mg_settled_by"]) == ("resolved", "label")
    assert one["mg_iri"].endswith("/id/rome/v3/M1605")
    assert (one["mg_metiers"], one["mg_niveaux"], one["mg_rncp"]) == (
        "MET.797", "bac + 2", "RNCP99999",
    )  # fmt: skip
    assert other["mg_metiers_noms"] == "menuisier/ière bois | MET.5"
    assert response.headers["X-Column-Verdict"] == "rome-v3; agreeing=2; codes=2"


def test_a_form_takes_a_file(client: FlaskClient) -> None:
    file = (io.BytesIO(CSV.encode()), "offres.csv")
    response = client.post(
        "/resolve", data={"file": file, "column": "rome", "label-column": ""}, headers=HTML
    )
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert client.post("/resolve", data={"x": (io.BytesIO(), "y")}).status_code == 422


@pytest.mark.parametrize(("asked", "given"), [("text/csv", "json"), ("application/json", "csv")])
def test_a_form_is_answered_in_the_other(client: FlaskClient, asked: str, given: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "json": {"json": {"codes": ["M1605"]}},
        "csv": {"data": b"code\nM1605\n", "content_type": "text/csv"},
    }
    response = client.post("/resolve", headers={"Accept": asked}, **bodies[given])
    assert (response.status_code, response.mimetype) == (200, asked)
    assert "M1605" in response.text
    refused = client.post("/resolve", headers={"Accept": "image/png"}, **bodies[given])
    assert refused.status_code == 406


@pytest.mark.parametrize(
    ("document", "row"),
    [
        ([], 0), ({}, 0), ({"codes": "M1605"}, 0), ({"codes": [], "scheme": 1}, 0), ("x", 0),
        ({"codes": ["M1605"], "scheme": "rome-v5"}, 0),
        ({"codes": ["M1605", None]}, 2), ({"codes": ["M1605", "M1605", ["x"]]}, 3),
        ({"codes": [{"label": "x"}]}, 1), ({"codes": [{"code": "x", "label": 1}]}, 1),
        ({"codes": [True]}, 1), ({"codes": ["a", "x" * 2000]}, 2),
        ({"codes": [{"code": "x", "label": "x" * 2000}]}, 1),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_row(
    client: FlaskClient, document: object, row: int
) -> None:
    status, said = post(client, document)
    assert (status, said.get("row", 0)) == (422, row)
    assert said["detail"]


@pytest.mark.parametrize(
    ("body", "query", "row"),
    [
        ("", "", 0), ("a,b\n1\n", "", 1), ('a,b\n1,2\n"x" y,2\n', "", 2),
        ("code\nM1605\n", "?column=rome", 0), ("code\nM1605\n", "?label-column=x", 0),
        ("code\nM1605\n" + "x" * 2000 + "\n", "", 2), ("code\nM1605\n", "?scheme=x", 0),
    ],
)  # fmt: skip
def test_a_csv_that_cannot_be_read_is_refused_with_its_row(
    client: FlaskClient, body: str, query: str, row: int
) -> None:
    response = client.post(f"/resolve{query}", data=body, content_type="text/csv")
    assert (response.status_code, response.get_json().get("row", 0)) == (422, row)


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ('{"codes": ["M1605", "\\ud800"]}', 2),
        ('{"codes": [{"code": "x", "label": "\\udc00"}]}', 1),
        ("[" * 5000, 0), ('{"codes": [1e999]}', 1), ("null", 0),
    ],
)  # fmt: skip
def test_what_no_answer_could_say_again_is_refused(
    client: FlaskClient, body: str, row: int
) -> None:
    response = client.post("/resolve", data=body, content_type="application/json")
    assert (response.status_code, response.get_json().get("row", 0)) == (422, row)


def test_a_name_that_is_misspelt_is_not_passed_over(client: FlaskClient) -> None:
    """Else its labels settle nothing, and nobody is told."""
    table: dict[str, Any] = {"data": "code,l\nM1605,x\n", "content_type": "text/csv"}
    for refused, name in (
        (client.get("/resolve?code=M1605&libelle=x"), "libelle"),
        (client.post("/resolve?column=code&label_column=l", **table), "label_column"),
        (client.post("/resolve?scheme=rome", json={"codes": ["M1605"]}), "scheme"),
        (client.post("/resolve", json={"codes": ["M1605"], "schema": "rome"}), "schema"),
        (client.post("/resolve", json={"codes": [{"code": "M1605", "libelle": V3}]}), "libelle"),
        (client.post("/resolve", data={"file": (io.BytesIO(b"code\n"), "x"), "columns": "code"}),
         "columns"),
    ):  # fmt: skip
        said = refused.get_json()
        assert (refused.status_code, said["parameter"]) == (422, name)
        assert "il est inconnu ; il y a " in said["detail"]
    assert client.post("/resolve?column=code&lang=en", **table).status_code == 200


def test_what_the_parser_of_csv_says_is_said_in_the_language_of_the_page(
    client: FlaskClient,
) -> None:
    for lang, words in (("fr", "un guillemet ne s'y ferme pas"), ("en", "a quote does not end")):
        said = client.post(f"/resolve?lang={lang}", data='code\n"x', content_type="text/csv")
        assert words in said.get_json()["detail"]
        assert "unexpected" not in said.text


def test_there_is_an_end_to_what_is_taken(client: FlaskClient) -> None:
    assert post(client, {"codes": ["M1605"] * 10_000})[0] == 200
    assert post(client, {"codes": ["M1605"] * 10_001})[0] == 413
    csv_ = "code\n" + "M1605\n" * 10_001
    assert client.post("/resolve", data=csv_, content_type="text/csv").status_code == 413
    assert client.post("/resolve", data="x" * 2**21, content_type="text/csv").status_code == 413
    assert client.post("/resolve", data=b"x", content_type="image/png").status_code == 415
    broken = client.post("/resolve", data="{", content_type="application/json")
    assert (broken.status_code, broken.mimetype) == (422, "application/problem+json")
    assert json.loads(broken.text)["status"] == 422
