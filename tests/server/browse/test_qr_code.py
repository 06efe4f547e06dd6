"""QR codes as a reader of them sees them: zxing reads what is drawn."""

import re

import numpy as np
import pytest
import zxingcpp

from server.browse.qr_code import QrCode, qr_code

ADDRESSES = [
    "https://metiers.example/doc/metier/MET.797",
    "https://w3id.org/metiers-graphe/doc/metier/MET.8120",
    "https://m.example/selection?" + "&".join(f"m=MET.{n}" for n in range(1000, 1040)),
    "http://127.0.0.1:8000/selection?m=MET.1&f=FOR.270&x=é",
]
_RUN = re.compile(r"M(\d+) (\d+)\.5h(\d+)")
_SCALE = 4
"""Pixels a module."""


def drawn(code: QrCode) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the picture that the path makes: light, and a dark stroke for each of its runs."""
    picture = np.full((code.size, code.size), 255, dtype=np.uint8)
    for run in _RUN.finditer(code.path):
        left, line, length = map(int, run.groups())
        picture[line, left : left + length] = 0
    return picture.repeat(_SCALE, axis=0).repeat(_SCALE, axis=1)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_drawn_is_read_as_the_address(address: str) -> None:
    code = qr_code(address)
    assert "".join(run.group() for run in _RUN.finditer(code.path)) == code.path
    (read,) = zxingcpp.read_barcodes(drawn(code))
    assert read.text == code.text == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_quiet_around_as_the_standard_asks(address: str) -> None:
    picture = drawn(qr_code(address))
    quiet = 4 * _SCALE
    assert picture[quiet, quiet] == 0
    for edge in (picture[:quiet], picture[-quiet:], picture[:, :quiet], picture[:, -quiet:]):
        assert edge.min() == 255


def test_it_bears_a_thumb() -> None:
    """A twentieth of it is hidden, in its middle."""
    picture = drawn(qr_code(ADDRESSES[0]))
    middle, half = len(picture) // 2, int(len(picture) * 0.05**0.5 / 2)
    picture[middle - half : middle + half, middle - half : middle + half] = 255
    assert [read.text for read in zxingcpp.read_barcodes(picture)] == ADDRESSES[:1]
