"""Streaming of an answer: evaluated and serialised in a thread while it is sent.

Results belong to the thread that asked for them, so each answer has a thread of its own, where all
of this happens. What leaves it must not carry the results: no traceback, no cause.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from threading import Condition, Thread

from server.engine.errors import EngineError, EvaluationError, worded
from server.engine.evaluation import FAILURES, Results, explained, head_of, serialize
from server.engine.interface import Answer, Form

__all__ = ["Pipe", "stream"]


class Pipe:
    """A file to write to on one side, an iterator of bytes on the other.

    The writer waits when `room` pieces are unread. It must call `end`, once; an error given there
    is raised to the reader after the pieces written before it. A reader that closes makes the next
    write fail with BrokenPipeError, which is how an evaluation nobody reads comes to its end.
    """

    def __init__(self, room: int = 32) -> None:
        self._room = room
        self._pieces: deque[bytes] = deque()
        self._changed = Condition()
        self._ended = False
        self._closed = False
        self._error: EngineError | None = None

    def write(self, data: bytes) -> int:
        """Hand over one piece; BrokenPipeError if the reader has gone."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._pieces) < self._room or self._closed)
            if self._closed:
                raise BrokenPipeError("le lecteur est parti")
            if data:
                self._pieces.append(data)
                self._changed.notify_all()
        return len(data)

    def flush(self) -> None:
        """Do nothing: a piece is handed over when it is written."""

    def end(self, error: EngineError | None = None) -> None:
        """Say that nothing more will be written, and why if it is a failure."""
        with self._changed:
            self._error = error
            self._ended = True
            self._changed.notify_all()

    def hold(self) -> None:
        """Block until the beginning is known to be good; raise the error that ended it if not.

        One piece proves nothing: a serialiser that fails at the first row still writes its header.
        """
        with self._changed:
            self._changed.wait_for(lambda: len(self._pieces) > 1 or self._ended or self._closed)
            if self._error is not None and len(self._pieces) < 2:
                self._pieces.clear()
                raise self._error

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._ended or self._closed)
            if not self._pieces:
                if self._error is not None and not self._closed:
                    raise self._error
                raise StopIteration
            piece = self._pieces.popleft()
            self._changed.notify_all()
        return piece

    def close(self) -> None:
        """Stop reading; what is unread is dropped."""
        with self._changed:
            self._closed = True
            self._pieces.clear()
            self._changed.notify_all()


def stream(
    evaluate: Callable[[], Results],
    solutions: str | None,
    triples: str | None,
    prefixes: Mapping[str, str],
) -> Answer:
    """Return the answer once its beginning is good; raise EngineError where it is not."""
    pipe = Pipe()
    head: list[tuple[Form, str]] = []

    def work() -> None:
        error: EngineError | None = EvaluationError(worded("L'évaluation s'est interrompue."))
        try:
            results = evaluate()
            head.append(head_of(results, solutions, triples))
            serialize(results, head[0][1], pipe, prefixes)
            error = None
        except BrokenPipeError:
            error = None
        except FAILURES as failure:
            error = explained(failure)
        finally:
            pipe.end(error)

    Thread(target=work, name="requête", daemon=True).start()
    pipe.hold()
    return Answer(*head[0], frames=pipe)
