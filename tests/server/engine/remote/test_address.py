import pytest

from server.engine.remote.address import AddressError, RemoteAddress, read_address

URL = "https://example.org/sparql?key=clef"


def test_an_address_has_what_the_environment_says() -> None:
    environ = {"METIERS_ENGINE_GRAPH": "urn:vue", "METIERS_ENGINE_TOKEN": "jeton"}
    assert read_address(URL, environ) == RemoteAddress(URL, "urn:vue", token="jeton")


def test_secrets_are_not_shown() -> None:
    address = read_address(URL, {"METIERS_ENGINE_USER": "u", "METIERS_ENGINE_PASSWORD": "secret"})
    assert "secret" not in repr(address)
    assert address.shown == "https://example.org/sparql"


def test_it_is_read_again_from_its_own_environment() -> None:
    address = RemoteAddress(URL, "urn:vue", "u", "secret")
    environ = address.environment()
    assert read_address(environ["METIERS_ENGINE"], environ) == address


@pytest.mark.parametrize(
    ("url", "environ"),
    [
        ("ftp://example.org/", {}),
        ("http://", {}),
        ("http://example.org:x/", {}),
        ("http://[x/", {}),
        ("http://u:p@example.org/", {}),
        ("http://example.org/#a", {}),
        (URL, {"METIERS_ENGINE_GRAPH": "a b"}),
        (URL, {"METIERS_ENGINE_GRAPH": "vue"}),
        (URL, {"METIERS_ENGINE_USER": "u", "METIERS_ENGINE_TOKEN": "t"}),
        (URL, {"METIERS_ENGINE_TOKEN": "a\nb"}),
    ],
)
def test_what_cannot_be_asked_is_refused(url: str, environ: dict[str, str]) -> None:
    with pytest.raises(AddressError):
        read_address(url, environ)
