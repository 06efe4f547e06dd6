import csv
import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.conftest import DIGEST

KEPT = f"/releases/{DIGEST}/tables/metiers.csv"


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Return an answer whose file is read and closed."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(path, headers=said)
    response.get_data()
    response.close()
    return response


def test_the_page_lists_the_tables_with_their_files(client: FlaskClient) -> None:
    page = get(client, "/tables", Accept="text/html").text
    for form in ("csv", "xlsx", "parquet"):
        assert f'href="/tables/metiers.{form}"' in page
        assert f'href="/releases/{DIGEST}/tables/metiers.{form}"' in page
    assert "<code>niveau_rang</code></th><td><code>integer</code>" in page
    english = get(client, "/tables?lang=en", Accept="text/html").text
    assert "Occupation × training course" in english


def test_the_package_is_what_a_program_is_given(client: FlaskClient) -> None:
    said = get(client, "/tables", Accept="application/json").get_json()
    assert said["version"] == DIGEST
    assert said == get(client, "/tables/datapackage.json").get_json()


def test_a_file_is_that_of_the_release_in_service(client: FlaskClient) -> None:
    response = get(client, "/tables/metiers.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Location"] == KEPT
    assert "immutable" not in response.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert "MET.797" in [row["metier"] for row in rows]
    again = get(client, "/tables/metiers.csv", If_None_Match=response.headers["ETag"])
    assert again.status_code == 304


def test_a_file_of_a_release_never_changes(client: FlaskClient) -> None:
    response = get(client, KEPT)
    said = {part.strip() for part in response.headers["Cache-Control"].split(",")}
    assert said == {"public", "max-age=31536000", "immutable"}
    assert response.data == get(client, "/tables/metiers.csv").data


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("csv-metadata.json", "application/csvm+json"),
        ("metiers.parquet", "application/vnd.apache.parquet"),
        ("metiers.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_says_what_it_is(client: FlaskClient, name: str, kind: str) -> None:
    response = get(client, f"/tables/{name}")
    assert (response.status_code, response.mimetype) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/tables/x.csv", "/tables/..", "/tables/%2e%2e", f"/releases/{'a' * 64}/tables/metiers.csv",
        "/releases/../tables/metiers.csv", "/releases/./tables/metiers.csv",
        "/releases/%2e%2e/tables/x",
        f"/releases/{DIGEST}/tables/..%2fmanifest.json", "/releases/.building/tables/metiers.csv",
        f"/tables/{'a' * 300}.csv", f"/releases/{'a' * 300}/tables/metiers.csv", "/tables/a%00.csv",
    ],
)  # fmt: skip
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404
