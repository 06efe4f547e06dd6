from threading import Thread

import pytest

from server.engine.errors import EvaluationError
from server.engine.streaming import Pipe


def test_pieces_come_out_in_order() -> None:
    pipe = Pipe()
    assert [pipe.write(b"a"), pipe.write(b""), pipe.write(b"bc")] == [1, 0, 2]
    pipe.flush()
    pipe.end()
    assert list(pipe) == [b"a", b"bc"]


@pytest.mark.parametrize("pieces", [[], [b"header"]])
def test_an_error_at_the_beginning_is_raised_before_it_is_read(pieces: list[bytes]) -> None:
    pipe = Pipe()
    for piece in pieces:
        pipe.write(piece)
    pipe.end(EvaluationError("non"))
    with pytest.raises(EvaluationError):
        pipe.hold()


def test_an_error_after_some_pieces_comes_after_them() -> None:
    pipe = Pipe()
    pipe.write(b"a")
    pipe.write(b"b")
    pipe.end(EvaluationError("non"))
    pipe.hold()
    assert [next(pipe), next(pipe)] == [b"a", b"b"]
    with pytest.raises(EvaluationError):
        next(pipe)


def test_a_full_pipe_holds_its_writer_back() -> None:
    pipe = Pipe(room=2)
    written: list[int] = []

    def write() -> None:
        written.extend(pipe.write(b"x") for _ in range(5))
        pipe.end()

    writer = Thread(target=write)
    writer.start()
    writer.join(0.1)
    assert writer.is_alive()
    assert list(pipe) == [b"x"] * 5
    writer.join(5)
    assert len(written) == 5


def test_a_closed_pipe_stops_its_writer() -> None:
    pipe = Pipe(room=1)
    pipe.write(b"x")
    failed: list[BaseException] = []

    def write() -> None:
        try:
            pipe.write(b"y")
        except BrokenPipeError as error:
            failed.append(error)

    writer = Thread(target=write)
    writer.start()
    pipe.close()
    writer.join(5)
    assert failed
    assert list(pipe) == []
