"""Bodies that threads read, and that somebody else gives up."""

import threading
from collections.abc import Iterator
from time import sleep

from server.gateway.reply import ThreadBody


class Body:
    """A body that takes its time, and counts how often it is closed."""

    def __init__(self) -> None:
        self.closed = 0
        self.go_on = threading.Event()
        self.reading = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        yield b"a"
        self.reading.set()
        self.go_on.wait(5)
        yield b"b"

    def close(self) -> None:
        self.closed += 1


def test_a_body_is_read_to_its_end_and_closed_once() -> None:
    body = Body()
    body.go_on.set()
    read = ThreadBody(body)
    assert [read.read() for _ in range(3)] == [b"a", b"b", b""]
    read.close()
    read.close()
    assert body.closed == 1


def test_a_body_that_is_given_up_while_it_is_read_is_closed_by_its_reader() -> None:
    body = Body()
    read = ThreadBody(body)
    assert read.read() == b"a"
    reader = threading.Thread(target=read.read)
    reader.start()
    body.reading.wait(5)
    read.close()
    sleep(0.01)
    assert body.closed == 0
    body.go_on.set()
    reader.join(5)
    assert body.closed == 1
    assert read.read() == b""
