"""Express way of a plain query: from the event loop to a worker, past the application.

It does what the application would, and nothing else: what it does not know, and whatever goes
wrong, is the application's to answer. Most of the time of a brief query is the way there.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from werkzeug.http import parse_options_header

from server.engine import EngineError, Question
from server.engine.formats import NAMES, content_type
from server.engine.interface import Streamed
from server.gateway.handover import Handover
from server.gateway.request import Gone, Request
from server.gateway.streaming import Headers
from server.gateway.wsgi import WsgiReply
from server.http.problems import ProblemError
from server.http.security_headers import OF_DATA
from server.releases.current import CurrentRelease
from server.releases.release import Release
from server.settings import Settings
from server.sparql.operation import read_operation
from server.sparql.query_pool import QueryPool, client_of, lasts
from server.sparql.result_format import ResultFormat, by_accept, by_name, question_of, served
from server.sparql.streamed_response import MAX_ROWS

__all__ = ["Express", "Plain"]

_LONGEST = 16_384
"""Bytes of a request that is read on the spot; more would keep the other requests waiting."""
_MOST = 64
"""Media ranges that are read on the spot."""
_ADDRESS = "/sparql"


@dataclass(frozen=True)
class Plain:
    """A query that needs nothing of the application; `negotiated` if Accept chose its form."""

    question: Question
    wanted: ResultFormat
    seconds: float | None
    client: str
    release: Release
    negotiated: bool


class Express:
    """Reads plain queries and answers them; needs a running event loop to answer."""

    def __init__(self, strangers: QueryPool, current: CurrentRelease, settings: Settings) -> None:
        self._strangers = strangers
        self._current = current
        self._settings = settings
        always = {**OF_DATA, MAX_ROWS: str(settings.limits.rows)}
        self._rows = _encoded(always)
        self._ask = _encoded(OF_DATA)

    def read(self, request: Request, handover: Handover) -> Plain | None:
        """Return the query of a request, None where the application is to see to it.

        A query that is refused on its text is the application's to tell, and is judged once.
        """
        release, method = self._current.held, request.method
        path, dot, suffix = request.scope["path"].partition(".")
        long = len(request.body) + len(request.scope["query_string"]) > _LONGEST
        if release is None or method not in ("GET", "POST") or path != _ADDRESS or long:
            return None
        if dot and suffix not in NAMES:
            return None
        if request.header(b"accept").count(b",") >= _MOST:
            return None
        try:
            return self._read(request, release, suffix)
        except EngineError as failure:
            handover.failure = failure.with_traceback(None)
            return None
        except ProblemError:
            return None

    def _read(self, request: Request, release: Release, suffix: str) -> Plain | None:
        media, options = parse_options_header(request.header(b"content-type").decode("latin-1"))
        posted = media.lower() if request.method == "POST" else None
        charset = options.get("charset", "")
        operation = read_operation(posted, charset, request.scope["query_string"], request.body)
        names = (suffix,) if suffix else operation.formats
        accept = request.header(b"accept").decode("latin-1")
        wanted = by_name(names) if names else by_accept([accept] if accept else [])
        if wanted.page or operation.query is None:
            return None
        question = self._strangers.judge(question_of(operation, *served(wanted)))
        client = client_of((request.scope.get("client") or ("",))[0])
        return Plain(question, wanted, operation.timeout, client, release, not suffix)

    async def answer(
        self, plain: Plain, handover: Handover, executor: Executor
    ) -> WsgiReply | None:
        """Return the answer; None where the application is to tell the failure in `handover`."""
        handover.digest = plain.release.manifest.digest if lasts(plain.question) else ""
        try:
            asked = plain.question, plain.release.folder, plain.client, plain.seconds
            asking = self._strangers.ask(*asked)
            handover.wait_on(asking.cancel)
            try:
                answer = await asking
            except asyncio.CancelledError:
                raise Gone from None
            finally:
                handover.stop_waiting()
        except EngineError as failure:
            # its traceback would hold this frame, and the release, until both are collected
            handover.failure = failure.with_traceback(None)
            return None
        headers = self._headers(plain, answer)
        if isinstance(answer.body, bytes):
            return WsgiReply(200, headers, answer.body)
        handover.frames = answer.body
        return WsgiReply(200, headers, None)

    def _headers(self, plain: Plain, answer: Streamed) -> Headers:
        media = plain.wanted.triples if answer.form == "graph" else answer.media_type
        own = [(b"content-type", content_type(media or answer.media_type).encode())]
        if plain.negotiated:
            own.append((b"vary", b"Accept"))
        return own + (self._ask if answer.form == "ask" else self._rows)

    def start(self) -> None:
        """Make the pool, on the running event loop."""
        self._strangers.start()

    def close(self) -> None:
        """End the pool."""
        self._strangers.close()


def _encoded(headers: Mapping[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
