"""QR codes as a reader of them sees them: zxing reads what is drawn."""

import re

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from server.browse.qr_code import QrCode, qr_code

ADDRESSES = [
    "https://metiers.example/doc/metier/MET.797",
    "https://w3id.org/metiers-graphe/doc/metier/MET.8120",
    "https://m.example/selection?" + "&".join(f"m=MET.{n}" for n in range(1000, 1040)),
    "http://127.0.0.1:8000/selection?m=MET.1&f=FOR.270&x=é",
]
_RUN = re.compile(r"(?:M(\d+) (\d+)\.5|m(\d+) 0)h(\d+)")
"""A stroke of the path: from a place of a row, or so far from where the last one ended."""
_SCALE = 4
"""Pixels a module."""


def drawn(code: QrCode) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the picture that the path makes: light, and a dark stroke for each of its runs."""
    picture = np.full((code.size, code.size), 255, dtype=np.uint8)
    pen = line = 0
    for run in _RUN.finditer(code.path):
        left, row, gap, length = run.groups()
        line = line if row is None else int(row)
        pen = int(left) if gap is None else pen + int(gap)
        picture[line, pen : pen + int(length)] = 0
        pen += int(length)
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
    """A twentieth of it is hidden, in its middle, whatever its address."""
    for number in range(1, 8_200, 41):
        address = f"https://metiers.example/doc/metier/MET.{number}"
        picture = drawn(qr_code(address))
        middle, half = len(picture) // 2, int(len(picture) * 0.05**0.5 / 2)
        picture[middle - half : middle + half, middle - half : middle + half] = 255
        assert [read.text for read in zxingcpp.read_barcodes(picture)] == [address]


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=40))
def test_any_selection_is_read(numbers: list[int]) -> None:
    address = "https://m.example/selection?" + "&".join(f"m=MET.{each}" for each in numbers)
    assert [read.text for read in zxingcpp.read_barcodes(drawn(qr_code(address)))] == [address]
