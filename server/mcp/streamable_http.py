"""The address ``/mcp``: the protocol over streamable HTTP, stateless, so that any process answers.

Each POST is answered by itself, in JSON. The heads, the bodies and the time that they take are
bounded by the gateway, as everybody's.
"""

import asyncio
from collections.abc import MutableMapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from server.gateway.reply import Headers, Reply
from server.gateway.request import Gone, Request
from server.gateway.wsgi import Call
from server.http.language import gettext
from server.http.own_address import is_own
from server.http.problems import ProblemError
from server.http.security_headers import OF_DATA
from server.releases.current import CurrentRelease
from server.settings import Settings
from server.sparql.query_pool import QueryPool

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

__all__ = ["ADDRESS", "AssistantEndpoint"]

ADDRESS: Final = "/mcp"
_HEADERS: Final = [
    (name.lower().encode(), value.encode())
    for name, value in {**OF_DATA, "Cache-Control": "no-store"}.items()
]


class AssistantEndpoint:
    """Answers what assistants post; on the event loop of a pool.

    What it needs is imported by the first of them: a process that none asks stays as it is.
    """

    def __init__(self, pool: QueryPool, current: CurrentRelease, settings: Settings) -> None:
        self._pool, self._current, self._settings = pool, current, settings
        self._started: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._living: asyncio.Task[None] | None = None

    async def answer(self, request: Request, call: Call) -> Reply:
        """Return the answer; ProblemError (403) to a page of another site, Gone if nobody waits."""
        _check_origin(request.header(b"origin").decode("latin-1"), self._settings)
        if self._started is None:
            protocol = await asyncio.to_thread(import_module, "server.mcp.protocol")
            self._started = self._started or self._start(protocol)
        manager = await asyncio.shield(self._started)
        exchange = asyncio.create_task(_exchange(manager, request))
        call.wait_on(exchange.cancel)
        try:
            return await exchange
        except asyncio.CancelledError:
            raise Gone from None
        finally:
            call.stop_waiting()

    def close(self) -> None:
        """End what has begun."""
        if self._living is not None:
            self._living.cancel()

    def _start(self, protocol: ModuleType) -> "asyncio.Future[StreamableHTTPSessionManager]":
        """Return what will be the manager of the protocol's library, once it is ready."""
        manager = protocol.http_manager(self._pool, self._current, self._settings.max_body)
        started = asyncio.get_running_loop().create_future()
        self._living = asyncio.create_task(_live(manager, started))
        return started


async def _live(
    manager: "StreamableHTTPSessionManager",
    started: "asyncio.Future[StreamableHTTPSessionManager]",
) -> None:
    """Hold a manager open, in one task as its library wants it, until it is cancelled."""
    async with manager.run():
        started.set_result(manager)
        await asyncio.Event().wait()


def _check_origin(origin: str, settings: Settings) -> None:
    """Refuse the page of another site, which may have given our address a name of its own."""
    if origin and not is_own(origin.partition("://")[2], settings.hosts):
        raise ProblemError(403, gettext("Cette adresse ne répond pas aux pages d'autres sites."))


async def _exchange(manager: "StreamableHTTPSessionManager", request: Request) -> Reply:
    """Return what the protocol's library answers to a request."""
    sent: list[MutableMapping[str, Any]] = []
    told: list[MutableMapping[str, Any]] = [
        {"type": "http.request", "body": request.body, "more_body": False}
    ]

    async def receive() -> MutableMapping[str, Any]:
        if not told:
            await asyncio.Event().wait()  # whoever leaves has the exchange cancelled
        return told.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {**request.scope, "state": {"client": request.client}}
    await manager.handle_request(scope, receive, send)
    head, *body = sent
    headers: Headers = [*head["headers"], *_HEADERS]
    return Reply(head["status"], headers, b"".join(each.get("body", b"") for each in body))
