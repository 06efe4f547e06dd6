"""The gateway, an ASGI application: one request from its first byte to its last."""

import asyncio
import ctypes
import gc
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Final, Protocol

from prometheus_client import Counter

from server.engine import EngineError
from server.gateway.access_log import AccessLog
from server.gateway.compression import compressor, preferred
from server.gateway.disconnect import DisconnectWatch
from server.gateway.reply import Reply
from server.gateway.request import (
    BodyRoom,
    Gone,
    Receive,
    Refused,
    Request,
    Scope,
    Send,
    believed,
    read_request,
)
from server.gateway.response_cache import SOFTWARE, CachedReply, ResponseCache, etag_of, whole
from server.gateway.response_headers import (
    CACHED,
    dressed,
    is_lasting,
    is_worth_coding,
    refusal,
    unchanged,
)
from server.gateway.spool import SpoolRoom
from server.gateway.streaming import send_pieces, send_reply, spooled, thread_pieces
from server.gateway.thread_share import ThreadShare
from server.gateway.wsgi import Call, Wsgi, call
from server.releases.current import CurrentRelease
from server.settings import Settings

__all__ = ["DataRoad", "Gateway", "return_free_memory"]

_log = logging.getLogger(__name__)
_FROM_CACHE: Final = Counter("metiers_remembered", "Answers given from memory, or not sent again.")
_CUT: Final = Counter("metiers_cut", "Answers that broke off after their first byte.")
_BRIEF = 0.05
"""Seconds after which it is worth knowing whether the client is still there."""
_ASKING = frozenset({"GET", "HEAD", "POST"})
_READERS: Final = 2
"""Threads in which long requests are read: all of their work is Python's, one at a time."""
_ROUND: Final = 5.0
"""Seconds between two times that free memory goes back; one takes about a thousandth of it."""
_trim: Final[Callable[[int], int] | None] = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""Without it the C library keeps what long texts leave free between things that last, and a few
crowds of them double what a process holds; to have it map them apart makes each coding dear."""
_QUICK = 1 << 16
"""Bytes that are coded on the spot; more would keep the other requests waiting."""


class DataRoad(Protocol):
    """What answers requests for data, on the event loop."""

    async def answer(self, request: Request, call: Call) -> Reply | None:
        """Return the answer; None where a page of the application is to give it."""

    def charge(self, client: str, seconds: float) -> None:
        """Count the processor time that a page has taken for a client."""

    def start(self) -> None:
        """Begin, on the running event loop."""

    def close(self) -> None:
        """Give back what is held."""


class Gateway:
    """Serves data, and the pages of a WSGI application.

    What depends on nothing but the release is remembered.
    """

    def __init__(
        self, data: DataRoad, application: Wsgi, current: CurrentRelease, settings: Settings
    ) -> None:
        self._data = data
        self._application = application
        self._current = current
        self._settings = settings
        self._memory = ResponseCache(settings.cache)
        self._spools = SpoolRoom(settings.spool)
        self._bodies = BodyRoom(settings.bodies)
        self._executor = ThreadPoolExecutor(settings.threads, "requête")
        self._threads = ThreadShare(self._executor, settings.threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            proxies = self._settings.proxies
            with AccessLog(scope, send, proxies > 0) as seen:
                await self._answer(believed(scope, proxies), receive, seen.send)

    async def _live(self, receive: Receive, send: Send) -> None:
        giving = asyncio.ensure_future(return_free_memory(self._executor))
        self._data.start()
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(_READERS, "lecture"))
        loop.run_in_executor(self._executor, self._current.open)
        while True:
            event = (await receive())["type"].removeprefix("lifespan.")
            await send({"type": f"lifespan.{event}.complete"})
            if event == "shutdown":
                giving.cancel()
                self._executor.shutdown(wait=False)
                self._data.close()
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = await read_request(scope, receive, self._settings.max_body, self._bodies)
        except Gone:
            return
        except Refused as error:
            await send_reply(send, refusal(error.status), scope["method"])
            return
        if self._current.is_due():
            asyncio.get_running_loop().run_in_executor(self._executor, self._current.follow)
        coding = preferred(request.header(b"accept-encoding"))
        tagging = _Tagging(request, coding)
        reply = self._remembered(request, tagging.tag(self._current.digest))
        if reply is not None:
            _FROM_CACHE.inc()
            await send_reply(send, reply, request.method)
        else:
            await self._ask(request, tagging, receive, send)

    def _remembered(self, request: Request, tag: bytes) -> CachedReply | None:
        """Return an answer given before, or that the client has; None if it must be made."""
        if not tag:
            return None
        return unchanged(tag) if _has(request, tag) else self._memory.find(tag)

    async def _ask(
        self, request: Request, tagging: "_Tagging", receive: Receive, send: Send
    ) -> None:
        """Let the request be answered, and tell who answers if the client leaves meanwhile."""
        told = Call()
        watch = DisconnectWatch(receive, told.leave)
        timer = asyncio.get_running_loop().call_later(_BRIEF, watch.start)
        try:
            answer = await self._answered(request, told)
        except Gone:
            watch.stop()
            return
        finally:
            timer.cancel()
        delivery = self._deliver(request, answer, tagging, send)
        try:
            await (watch.while_there(delivery) if answer.body is None else delivery)
        except EngineError as error:
            _CUT.inc()
            _log.warning("réponse coupée : %s", error)
        finally:
            watch.stop()
            answer.close()

    async def _answered(self, request: Request, told: Call) -> Reply:
        answer = await self._data.answer(request, told)
        if answer is not None:
            return answer
        calling = partial(copy_context().run, call, self._application, request, told)
        answer = await self._threads.run(request.client, calling)
        self._data.charge(request.client, told.seconds)
        return answer

    async def _deliver(
        self, request: Request, answer: Reply, tagging: "_Tagging", send: Send
    ) -> None:
        """Send an answer, and remember it if it lasts.

        Its tag speaks of the coding that the client prefers, used or not: the next request is to
        find it before the answer is known.
        """
        tag = tagging.tag(answer.digest) if is_lasting(answer) else b""
        if tag and _has(request, tag):
            await send_reply(send, unchanged(tag), request.method)
            return
        coding = tagging.coding if is_worth_coding(answer) else ""
        headers = dressed(answer, coding)
        if tag:
            headers += [(b"etag", tag), CACHED]
        kept = None
        if request.method == "HEAD" and not answer.body:  # the length is that of a GET, or unsaid
            await send_reply(send, CachedReply(answer.status, tuple(headers), b""), "HEAD")
        elif answer.body is not None:
            kept = whole(answer.status, headers, await self._coded(request, answer.body, coding))
            await send_reply(send, kept, request.method)
        else:
            shortened = compressor(coding) if coding else None
            head = answer.status, headers
            pieces = self._pieces(request, answer)
            sent = await send_pieces(send, head, pieces, shortened, self._memory.longest)
            kept = whole(answer.status, headers, sent) if sent is not None else None
        if tag and kept is not None and request.method != "HEAD":
            self._memory.keep(tag, kept)

    def _pieces(self, request: Request, answer: Reply) -> AsyncIterator[bytes]:
        if answer.frames is not None:
            return spooled(answer.frames, self._settings.limits.size, self._spools, request.client)
        assert answer.rest is not None
        return thread_pieces(answer.rest, partial(self._threads.run, request.client))

    async def _coded(self, request: Request, body: bytes, coding: str) -> bytes:
        if not coding:
            return body
        if len(body) <= _QUICK:
            return _in_one(body, coding)
        return await self._threads.run(request.client, partial(_in_one, body, coding))


class _Tagging:
    """The entity tags of the answers that a request may have, by release; it is most often one."""

    def __init__(self, request: Request, coding: str) -> None:
        self.coding = coding
        self._request = request
        self._last = "", b""

    def tag(self, digest: str) -> bytes:
        """Return the tag of what a release answers; empty where there is none, or it has no tag."""
        if not digest or self._request.method not in _ASKING:
            return b""
        if self._last[0] != digest:
            self._last = digest, etag_of(self._request, digest, SOFTWARE, self.coding)
        return self._last[1]


def _has(request: Request, tag: bytes) -> bool:
    """Return whether a client says that it has the answer of a tag."""
    return request.method != "POST" and tag in request.header(b"if-none-match")


def _in_one(body: bytes, coding: str) -> bytes:
    coding_it = compressor(coding)
    return coding_it.write(body) + coding_it.end()


async def return_free_memory(executor: Executor) -> None:
    """Give free memory back to the system from time to time, until cancelled.

    What only a cycle holds is free too: a process that nobody asks any more finds none by itself,
    and keeps the files of a release that is gone.
    """
    loop = asyncio.get_running_loop()
    while _trim is not None:
        await asyncio.sleep(_ROUND)
        await loop.run_in_executor(executor, gc.collect)
        await loop.run_in_executor(executor, _trim, 0)
