import socket

import pytest

from server.engine.federation.allowlist import read_endpoints
from server.engine.federation.http_call import PrivateAddressError, resolve


def _answering(*addresses: str) -> object:
    def lookup(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 80)) for address in addresses]

    return lookup


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1",
        "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_a_name_may_not_stand_for_a_machine_inside(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _answering("93.184.216.34", address))
    (endpoint,) = read_endpoints("http://data.example/sparql")
    with pytest.raises(PrivateAddressError):
        resolve(endpoint)


def test_public_addresses_are_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _answering("93.184.216.34", "93.184.216.34"))
    (endpoint,) = read_endpoints("http://data.example/sparql")
    assert resolve(endpoint) == ["93.184.216.34"]


def test_an_address_that_is_listed_itself_is_meant() -> None:
    (endpoint,) = read_endpoints("http://127.0.0.1:7200/sparql")
    assert resolve(endpoint) == ["127.0.0.1"]
