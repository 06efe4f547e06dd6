"""The gateway, an ASGI application: one request from its first byte to its last."""

import asyncio
import ctypes
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, Final, Protocol

from prometheus_client import Counter

from server.engine import EngineError
from server.gateway.access_log import AccessLog
from server.gateway.compression import compressor, preferred
from server.gateway.disconnect import DisconnectWatch
from server.gateway.handover import Handover
from server.gateway.request import (
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
from server.gateway.streaming import send_pieces, send_reply, spooled, thread_pieces
from server.gateway.wsgi import Wsgi, WsgiReply, call
from server.releases.current import CurrentRelease
from server.settings import Settings

__all__ = ["Gateway", "ShortWay", "return_free_memory"]

_log = logging.getLogger(__name__)
_FROM_CACHE: Final = Counter("metiers_remembered", "Answers given from memory, or not sent again.")
_CUT: Final = Counter("metiers_cut", "Answers that broke off after their first byte.")
_BRIEF = 0.05
"""Seconds after which it is worth knowing whether the client is still there."""
_ASKING = frozenset({"GET", "HEAD", "POST"})
_ROUND: Final = 5.0
"""Seconds between two times that free memory goes back; one takes about a thousandth of it."""
_trim: Final[Callable[[int], int] | None] = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""Without it the C library keeps what long texts leave free between things that last, and a few
crowds of them double what a process holds; to have it map them apart makes each coding dear."""
_QUICK = 1 << 16
"""Bytes that are coded on the spot; more would keep the other requests waiting."""


class ShortWay(Protocol):
    """What may answer a request on the event loop, past the application."""

    def read(self, request: Request, handover: Handover) -> Any:
        """Return what it can answer, None where the application is to see to the request."""

    async def answer(self, plain: Any, handover: Handover, executor: Executor) -> WsgiReply | None:
        """Return the answer; None where the application is to tell the failure in `handover`."""

    def start(self) -> None:
        """Begin, on the running event loop."""

    def close(self) -> None:
        """Give back what is held."""


class Gateway:
    """Serves a WSGI application; what depends on nothing but the release is remembered."""

    def __init__(
        self,
        application: Wsgi,
        current: CurrentRelease,
        settings: Settings,
        express: ShortWay | None = None,
    ) -> None:
        self._application = application
        self._express = express
        self._current = current
        self._settings = settings
        self._memory = ResponseCache(settings.cache)
        self._executor = ThreadPoolExecutor(settings.threads, "requête")

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
        if self._express is not None:
            self._express.start()
        asyncio.get_running_loop().run_in_executor(self._executor, self._current.open)
        while True:
            event = (await receive())["type"].removeprefix("lifespan.")
            await send({"type": f"lifespan.{event}.complete"})
            if event == "shutdown":
                giving.cancel()
                self._executor.shutdown(wait=False)
                if self._express is not None:
                    self._express.close()
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = await read_request(scope, receive, self._settings.max_body)
        except Gone:
            return
        except Refused as error:
            await send_reply(send, refusal(error.status), scope["method"])
            return
        coding = preferred(request.header(b"accept-encoding"))
        reply = self._remembered(request, coding)
        if reply is not None:
            _FROM_CACHE.inc()
            await send_reply(send, reply, request.method)
        else:
            await self._ask(request, coding, receive, send)

    def _remembered(self, request: Request, coding: str) -> CachedReply | None:
        """Return an answer given before, or that the client has; None if it must be made."""
        if self._current.is_due():
            asyncio.get_running_loop().run_in_executor(self._executor, self._current.follow)
        digest = self._current.digest
        if not digest or request.method not in _ASKING:
            return None
        tag = etag_of(request, digest, SOFTWARE, coding)
        return unchanged(tag) if _has(request, tag) else self._memory.find(tag)

    async def _ask(self, request: Request, coding: str, receive: Receive, send: Send) -> None:
        """Let the application answer, and tell it if the client leaves meanwhile."""
        handover = Handover()
        watch = DisconnectWatch(receive, handover.leave)
        timer = asyncio.get_running_loop().call_later(_BRIEF, watch.start)
        try:
            answer = await self._answered(request, handover)
        except Gone:
            watch.stop()
            return
        finally:
            timer.cancel()
        delivery = self._deliver(request, answer, handover, coding, send)
        try:
            await (watch.while_there(delivery) if answer.body is None else delivery)
        except EngineError as error:
            _CUT.inc()
            _log.warning("réponse coupée : %s", error)
        finally:
            watch.stop()
            if handover.frames is not None:
                handover.frames.close()
            answer.close()

    async def _answered(self, request: Request, handover: Handover) -> WsgiReply:
        """Return the answer to a request: on the short way where there is one."""
        plain = self._express.read(request, handover) if self._express is not None else None
        if plain is not None and self._express is not None:
            answer = await self._express.answer(plain, handover, self._executor)
            if answer is not None:
                return answer
        calling = partial(copy_context().run, call, self._application, request, handover)
        return await asyncio.get_running_loop().run_in_executor(self._executor, calling)

    async def _deliver(
        self, request: Request, answer: WsgiReply, handover: Handover, coding: str, send: Send
    ) -> None:
        """Send an answer, and remember it if it lasts.

        Its tag speaks of the coding that the client prefers, used or not: the next request is to
        find it before the answer is known.
        """
        lasts = bool(handover.digest) and request.method in _ASKING and is_lasting(answer)
        tag = etag_of(request, handover.digest, SOFTWARE, coding) if lasts else b""
        if tag and _has(request, tag):
            await send_reply(send, unchanged(tag), request.method)
            return
        coding = coding if is_worth_coding(answer) else ""
        headers = dressed(answer, coding)
        if tag:
            headers += [(b"etag", tag), CACHED]
        kept = None
        if request.method == "HEAD" and not answer.body:  # the length is that of a GET, or unsaid
            await send_reply(send, CachedReply(answer.status, tuple(headers), b""), "HEAD")
        elif answer.body is not None:
            kept = whole(answer.status, headers, await self._coded(answer.body, coding))
            await send_reply(send, kept, request.method)
        else:
            pieces = self._pieces(answer, handover)
            shortened = compressor(coding) if coding else None
            head = answer.status, headers
            sent = await send_pieces(send, head, pieces, shortened, self._memory.longest)
            kept = whole(answer.status, headers, sent) if sent is not None else None
        if tag and kept is not None and request.method != "HEAD":
            self._memory.keep(tag, kept)

    def _pieces(self, answer: WsgiReply, handover: Handover) -> AsyncIterator[bytes]:
        if handover.frames is None:
            return thread_pieces(answer.rest, self._executor)
        return spooled(handover.frames, self._settings.limits.size)

    async def _coded(self, body: bytes, coding: str) -> bytes:
        if not coding:
            return body
        if len(body) <= _QUICK:
            return _in_one(body, coding)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _in_one, body, coding)


def _has(request: Request, tag: bytes) -> bool:
    """Return whether a client says that it has the answer of a tag."""
    return request.method != "POST" and tag in request.header(b"if-none-match")


def _in_one(body: bytes, coding: str) -> bytes:
    coding_it = compressor(coding)
    return coding_it.write(body) + coding_it.end()


async def return_free_memory(executor: Executor) -> None:
    """Give free memory back to the system from time to time, until cancelled."""
    loop = asyncio.get_running_loop()
    while _trim is not None:
        await asyncio.sleep(_ROUND)
        await loop.run_in_executor(executor, _trim, 0)
