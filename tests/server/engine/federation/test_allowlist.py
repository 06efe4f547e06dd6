import pytest

from server.engine.federation.allowlist import EndpointError, find, read_endpoints

ALLOWED = read_endpoints(
    "https://data.example/sparql http://data.example:8080/a/ http://[2001:db8::1]/x"
)


@pytest.mark.parametrize(
    "iri",
    [
        "https://data.example/sparql",
        "https://DATA.example:443/sparql",
        "https://data.example./sparql",
        "https://data.example/sparql/more",
        "http://data.example:8080/a/b",
        "http://[2001:db8::1]:80/x",
    ],
)
def test_what_is_listed_is_found(iri: str) -> None:
    assert find(iri, ALLOWED) is not None


@pytest.mark.parametrize(
    "iri",
    [
        "http://data.example/sparql",
        "https://data.example:8443/sparql",
        "https://data.example/sparqlx",
        "https://data.example/",
        "https://data.example/sparql/../secret",
        "https://data.example/sparql/%2e%2e/secret",
        "https://data.example/sparql?x=1",
        "https://data.example/sparql#x",
        "https://user@data.example/sparql",
        "https://data.example@evil.example/sparql",
        "https://evil.example/https://data.example/sparql",
        "https://data.example.evil.example/sparql",
        "https://data.example\\@evil.example/sparql",
        "http://data.example:8080/a",
        "http://data.example:99999/a/",
        "file:///sparql",
        "sparql",
        "",
    ],
)
def test_what_is_not_listed_is_not_found(iri: str) -> None:
    assert find(iri, ALLOWED) is None


@pytest.mark.parametrize(
    "text", ["data.example", "ftp://data.example/", "https:///x", "http://a/b?c"]
)
def test_a_list_names_endpoints_only(text: str) -> None:
    with pytest.raises(EndpointError, match="n'est pas l'adresse"):
        read_endpoints(text)


@pytest.mark.parametrize("text", ["http://a/b, http://c/d", "http://a/b; http://c/d"])
def test_a_list_is_separated_by_spaces(text: str) -> None:
    with pytest.raises(EndpointError, match="par des espaces"):
        read_endpoints(text)


def test_an_endpoint_says_its_address() -> None:
    assert [each.iri for each in ALLOWED] == [
        "https://data.example/sparql",
        "http://data.example:8080/a/",
        "http://[2001:db8::1]/x",
    ]
