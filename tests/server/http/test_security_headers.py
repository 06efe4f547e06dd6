import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/", "/doc/metier/MET.797.ttl", "/nowhere", "/static/site.css"])
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql", "/sparql/tableur.csv", "/store?default", "/id/metier/MET.797",
     "/doc/metier/MET.797", "/graph/rome-v3/v344", "/ontology.ttl", "/recherche?q=x", "/id/nothing",
     "/changes.json", "/manifest.json", "/.well-known/void", "/shapes", "/dump/dataset.nq.gz"],
)  # fmt: skip
def test_data_is_open_to_other_sites(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/metrics", "/health", "/health/live"])
def test_what_is_for_the_operator_is_not(client: FlaskClient, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET HEAD OPTIONS POST"),
        ("/sparql.csv", "GET HEAD OPTIONS POST"),
        ("/sparql/tableur.csv", "GET HEAD OPTIONS POST"),
        ("/store?default", "GET HEAD OPTIONS"),
        ("/id/metier/MET.797", "GET HEAD OPTIONS"),
        ("/doc/metier/MET.797.ttl", "GET HEAD OPTIONS"),
        ("/graph/rome-v3/v344", "GET HEAD OPTIONS"),
        ("/ontology", "GET HEAD OPTIONS"),
        ("/dump/dataset.nq.gz", "GET HEAD OPTIONS"),
        ("/recherche", "GET HEAD OPTIONS"),
    ],
)
def test_a_preflight_is_answered(client: FlaskClient, path: str, methods: str) -> None:
    asked = {"Origin": "https://e.org", "Access-Control-Request-Method": "POST"}
    response = client.options(path, headers=asked)
    assert (response.status_code, response.data) == (200, b"")
    allowed = response.headers["Access-Control-Allow-Methods"]
    assert sorted(allowed.split(", ")) == methods.split()
    assert int(response.headers["Access-Control-Max-Age"]) > 600
    assert response.headers["Cache-Control"] == "no-store"
