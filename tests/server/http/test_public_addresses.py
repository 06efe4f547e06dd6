import pytest

from server.http.public_addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "192.88.99.1",
        "2606:2800:220:1::1",
        "::ffff:93.184.216.34",
        "2002:5db8:d822::1",  # 6to4 of 93.184.216.34
        "64:ff9b::5db8:d822",  # NAT64 of the same
        "2606:2800:220:1::1%eth0",
    ],
)
def test_the_open_internet_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.9", "192.168.0.1",
        "169.254.169.254",  # link-local, and the metadata of a cloud
        "100.64.0.1",  # CGNAT
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "198.18.0.1",
        "192.0.2.1", "198.51.100.1", "203.0.113.1",  # documentation
        "::", "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1",
        "2001:db8::1", "3fff::1", "5f00::1", "100::1",
        "::7f00:1",  # IPv4-compatible
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:127.0.0.1%lo",
        "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::",  # 6to4
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::5db8:d822",  # NAT64
        "2001:0:7f00:1::", "2001:0:5db8:d822::1",  # Teredo
        "", "example.org", "127.1", "0x7f000001", "2130706433",
    ],
)  # fmt: skip
def test_nothing_else_may(address: str) -> None:
    assert not is_public(address)
