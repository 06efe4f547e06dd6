from flask.testing import FlaskClient


def test_the_page_shows_what_is_found(client: FlaskClient) -> None:
    response = client.get("/recherche?q=metiers+du+bois", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert 'href="/doc/metier/MET.2"' in response.text
    assert 'value="metiers du bois"' in response.text
    assert response.headers["Vary"] == "Accept"


def test_the_same_as_json(client: FlaskClient) -> None:
    response = client.get(
        "/recherche?q=comptable&type=metier", headers={"Accept": "application/json"}
    )
    found = response.get_json()
    assert (found["total"], found["page"], found["pages"]) == (2, 1, 1)
    assert found["results"][0] == {
        "iri": "https://w3id.org/metiers-graphe/id/metier/MET.3",
        "type": "metier",
        "label": "comptable",
        "note": "note de comptable",
        "url": "/doc/metier/MET.3",
    }


def test_what_was_typed_is_escaped(client: FlaskClient) -> None:
    text = client.get('/recherche?q="><script>alert(1)</script>').text
    assert "<script" not in text


def test_without_words_it_invites(client: FlaskClient) -> None:
    assert "Écrivez un métier" in client.get("/recherche").text


def test_nothing_found_says_so(client: FlaskClient) -> None:
    assert "Rien ne correspond" in client.get("/recherche?q=xyzzy").text
