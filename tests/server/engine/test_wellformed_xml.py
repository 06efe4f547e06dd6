import pytest

from server.engine import NotAcceptableError
from server.engine.wellformed_xml import WellFormed


class Output:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.flushed = 0

    def write(self, data: bytes) -> int:
        self.pieces.append(data)
        return len(data)

    def flush(self) -> None:
        self.flushed += 1


def test_pieces_are_handed_on_as_they_are_wherever_they_were_cut() -> None:
    document = (
        '<?xml version="1.0"?><a xmlns="http://e/é">œuvre\x7f\t\r\n&amp;&#x9;<b/></a>'.encode()
    )
    for size in (1, 2, 7, 1000):
        output = Output()
        guard = WellFormed(output)
        pieces = [document[start : start + size] for start in range(0, len(document), size)]
        assert [guard.write(piece) for piece in pieces] == [len(piece) for piece in pieces]
        guard.flush()
        assert output.pieces == pieces
        assert output.flushed == 1


@pytest.mark.parametrize(
    "end",
    [f"{chr(code)}</a>" for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)]
    + [
        "&#1;</a>",
        "&#xFFFF;</a>",
        "<e:/></a>",
        "<e:1/></a>",
        "<1/></a>",
        "<xmlns:b/></a>",
        "<z:b/>",
    ],
)
def test_a_piece_that_is_not_well_formed_is_held_back(end: str) -> None:
    output = Output()
    guard = WellFormed(output)
    guard.write(b'<a xmlns:e="http://e/">')
    with pytest.raises(NotAcceptableError, match="XML"):
        guard.write(end.encode())
    assert len(output.pieces) == 1
