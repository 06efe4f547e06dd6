"""Worker process: evaluates one query at a time, and may be killed at any moment."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import islice

import pyoxigraph as ox

from server.engine.errors import EngineError, TooLargeError, worded
from server.engine.evaluation import (
    FAILURES,
    Results,
    explained,
    head_of,
    serialize,
)
from server.engine.federation.relay import Relay
from server.engine.federation.service_refusal import redirected
from server.engine.formats import GRAPH, SHEET, XLSX
from server.engine.interface import Form, Question
from server.engine.pool.isolation import bound_memory, bound_processor, die_with_peer
from server.engine.pool.limits import Conditions, QueryLimits
from server.engine.pool.packets import (
    HEAD,
    PIECE,
    PacketKind,
    pack_error,
    pack_head,
    receive_question,
    send,
)
from server.engine.typed_rows import typed_rows

__all__ = ["Evaluator", "PacketOutput", "work"]

Evaluator = Callable[[Question], AbstractContextManager[Results]]
"""Evaluates a query; its results are read within the context."""

_TOO_LARGE = worded(
    "La réponse dépasse %(rows)s lignes ou %(size)s octets : restreignez-la, ou demandez-la par "
    "pages (LIMIT, OFFSET)."
)
_CUT = "\n# La réponse dépasse {rows} lignes ou {size} octets : elle est coupée ici.\n"
_PATIENCE = 0.003
"""Seconds of writing after which what there is goes out, however little."""
_ROW_ENDS = {
    "application/sparql-results+json": b"}},{",
    "application/json": b"}},{",
    "application/sparql-results+xml": b"</result>",
    "application/xml": b"</result>",
    "text/csv": b"\r\n",
    SHEET: b"\r\n",
    "text/tab-separated-values": b"\n",
    "text/turtle": b"\n",
    "application/n-triples": b"\n",
    "application/ld+json": b'"@id"',
    "application/rdf+xml": b"\n",
    "application/trig": b"\n",
    "application/n-quads": b"\n",
    XLSX: b"PK\x01\x02",
}
"""What stands once a row or a triple, or nearly: a bound needs no more, and it costs no parsing."""
_COMMENTS = frozenset(
    {"text/turtle", "application/n-triples", "application/trig", "application/n-quads"}
)


class PacketOutput:
    """A file for the engine's serialisers; `end` must follow the last write.

    One piece proves nothing: a serialiser that fails at the first row has written its header. So
    the first is held until the second comes, and an answer that fits goes out in one packet. What
    is written at once, a long text for one, may be longer than a packet, and is cut. Where there
    may be `warnings`, which grow as the evaluation goes on, only a full packet goes out early.
    """

    def __init__(
        self,
        to: socket.socket,
        form: Form,
        media_type: str,
        limits: QueryLimits,
        total: int | None = None,
        warnings: Sequence[EngineError] | None = None,
    ) -> None:
        self.sent = False
        """Whether the client may have bytes already."""
        self.rows = 0
        self.size = 0
        self._to = to
        self._said = form, media_type, total
        self._warnings = warnings
        self._commented = media_type in _COMMENTS
        self._mark = _ROW_ENDS[media_type]
        self._limits = limits
        self._held: list[bytes] = []
        self._room = PIECE - 2 - (HEAD if warnings is not None else len(_head(*self._said)))
        self._began = 0.0

    def write(self, data: bytes) -> int:
        """Take one piece; TooLargeError where the answer outgrows its bounds."""
        self._began = self._began or time.monotonic()
        self.rows += data.count(self._mark)
        self.size += len(data)
        if self.rows > self._limits.rows or self.size > self._limits.size:
            self._break_off()
        for start in range(0, len(data), self._room):
            self._hold(data[start : start + self._room])
        return len(data)

    def flush(self) -> None:
        """Do nothing: the output knows when to send."""

    def end(self) -> None:
        """Send what is held, and that it is all."""
        if self.sent:
            self._flush()
            send(self._to, PacketKind.END)
        else:
            head = self._head()
            length = len(head).to_bytes(2, "big")
            self._to.sendmsg([PacketKind.WHOLE.value, length, head, *self._held])

    def _hold(self, piece: bytes) -> None:
        held = sum(map(len, self._held))
        late = time.monotonic() - self._began > _PATIENCE
        if self._held and ((late and self._warnings is None) or held + len(piece) > self._room):
            self._flush()
        self._held.append(piece)

    def _flush(self) -> None:
        if not self.sent:
            self.sent = True
            send(self._to, PacketKind.HEAD, self._head())
        if self._held:
            self._to.sendmsg([PacketKind.DATA.value, *self._held])
            self._held.clear()
        self._began = time.monotonic()

    def _head(self) -> bytes:
        return pack_head(*self._said, self._warnings) if self._warnings else _head(*self._said)

    def _break_off(self) -> None:
        bounds = {"rows": self._limits.rows, "size": self._limits.size}
        if self._commented and self.sent:
            self._held.append(_CUT.format(**bounds).encode())
            self._flush()
        raise TooLargeError(_TOO_LARGE, **bounds)


@lru_cache
def _head(form: Form, media_type: str, total: int | None) -> bytes:
    return pack_head(form, media_type, total, ())


_BACKSTOP = 5.0
"""Seconds after the deadline at which a worker ends itself, should nobody have killed it."""


def work(
    evaluated: Evaluator,
    channel: socket.socket,
    conditions: Conditions,
    broker: str,
    isolated: bool,
) -> None:
    """Say READY, then answer the questions that come through a socket until it closes.

    `broker` is the path of the socket that calls of SERVICE go through; `isolated` tells whether
    the process has no network.
    """
    limits = conditions.limits
    relay: Relay | None = None
    bound_memory(limits.memory)
    die_with_peer(channel)
    process = os.pidfd_open(os.getpid())
    ready = PacketKind.READY.value + (b"1" if isolated else b"0")
    socket.send_fds(channel, [ready], [process])
    os.close(process)
    while (question := receive_question(channel)) is not None:
        bound_processor(limits.seconds + _BACKSTOP)
        warnings: Sequence[EngineError] | None = None
        if question.calls:
            relay = relay or Relay(broker)
            warnings = relay.begin(question.client).notes
            question = replace(question, text=redirected(question.text, relay.address))
        answer(evaluated, question, channel, conditions, warnings)


def answer(
    evaluated: Evaluator,
    question: Question,
    channel: socket.socket,
    conditions: Conditions,
    warnings: Sequence[EngineError] | None = None,
) -> None:
    """Send the answer to one question, or the error that stands in its place.

    `warnings` may grow as long as the evaluation lasts; None where there can be none.
    What nobody foresaw ends the process, and the pool tells the client.
    """
    try:
        with evaluated(question) as results:
            _send(results, question, channel, conditions, warnings)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except FAILURES as failure:
        send(channel, PacketKind.ERROR, pack_error(explained(failure)))


def _send(
    results: Results,
    question: Question,
    channel: socket.socket,
    conditions: Conditions,
    warnings: Sequence[EngineError] | None,
) -> None:
    form, media_type = head_of(results, question.solutions, question.triples)
    limits = conditions.limits
    if question.page is not None:
        document, total = _counted(results, media_type, question, conditions)
        output = PacketOutput(channel, form, media_type, limits, total, warnings)
        output.write(document)
    else:
        output = PacketOutput(channel, form, media_type, limits, None, warnings)
        serialize(results, media_type, output, conditions.prefixes, question.graph)
    output.end()


def _counted(
    results: Results, media_type: str, question: Question, conditions: Conditions
) -> tuple[bytes, int]:
    """Return the document of a question that has its rows or its triples counted, and how many."""
    limits = conditions.limits
    if not isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        triples = sorted(islice(results, limits.rows + 1), key=str)
        output = BytesIO()
        kind = GRAPH[media_type]
        ox.serialize(triples, output, kind, prefixes=dict(conditions.prefixes))
        document, total = output.getvalue(), len(triples)
    else:
        assert question.page is not None
        document, total = typed_rows(results, media_type, question.page, question.preface)
    if total > limits.rows:
        raise TooLargeError(_TOO_LARGE, rows=limits.rows, size=limits.size)
    return document, total
