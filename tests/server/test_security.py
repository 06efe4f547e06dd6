import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/", "/doc/metier/MET.797.ttl", "/nowhere", "/static/site.css"])
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; script-src 'none'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers


@pytest.mark.parametrize(
    "path",
    ["/sparql", "/id/metier/MET.797", "/doc/metier/MET.797", "/graph/rome-v3/v344", "/ontology.ttl",
     "/recherche?q=x", "/id/nothing"],
)  # fmt: skip
def test_data_is_open_to_other_sites(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    response = client.options("/sparql", headers={"Access-Control-Request-Method": "POST"})
    assert response.status_code == 200
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
