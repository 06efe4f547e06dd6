from flask.testing import FlaskClient


def test_pages_are_in_french_unless_asked_otherwise(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert '<html lang="fr">' in page.text
    assert "Cookie" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers


def test_a_language_that_is_asked_for_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en").text
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="fr">' in client.get("/?lang=fr").text
    assert '<html lang="fr">' in client.get("/").text


def test_a_language_that_there_is_not_is_not_remembered(client: FlaskClient) -> None:
    page = client.get("/?lang=x%22%3E")
    assert '<html lang="fr">' in page.text
    assert "Set-Cookie" not in page.headers


def test_data_has_no_language_of_pages(client: FlaskClient) -> None:
    with client.get("/manifest.json?lang=en") as manifest:
        assert "Set-Cookie" not in manifest.headers
