"""Broker of SERVICE calls: workers reach it over a UNIX socket, and nothing else.

It has a thread and an event loop of its own. A call is given up when the worker that asked leaves.
"""

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Final
from urllib.parse import unquote
from weakref import WeakValueDictionary

from server.engine.errors import PeerError, worded
from server.engine.federation.allowlist import Endpoint, find
from server.engine.federation.http_call import EndpointReply, call, is_literal, resolve
from server.engine.federation.http_message import Message, read_request
from server.engine.federation.service_calls import MAX_ROWS

__all__ = ["OF_CLIENT", "OF_PEER", "WAIT", "Broker", "broker_folder", "remove_folders"]

OF_PEER: Final = 8
"""Calls of one host at one time."""
OF_CLIENT: Final = 4
"""Those of them of one client."""
WAIT: Final = 5.0
"""Seconds in which a call must have its place."""
_LOOKUPS: Final = 2
"""Names of one host that are looked up at one time: nothing can stop a look-up."""
_LONGEST: Final = 1 << 20
_UNLISTED: Final = worded("%(endpoint)s n'est pas dans la liste")
_FULL: Final = worded("trop d'appels à %(endpoint)s sont déjà en cours")


@dataclass
class _Fared:
    """How the calls to an endpoint went."""

    answered: int = 0
    failed: int = 0
    last: str = ""
    reason: str = ""


class Broker:
    """Serves on a path until the context is left."""

    def __init__(self, path: Path, allowed: tuple[Endpoint, ...]) -> None:
        self.path = path
        self._allowed = allowed
        self._fared = {endpoint.iri: _Fared() for endpoint in allowed}
        hosts = {endpoint.host for endpoint in allowed}
        self._of_peer = {host: asyncio.Semaphore(OF_PEER) for host in hosts}
        self._of_client = WeakValueDictionary[tuple[str, str], asyncio.Semaphore]()
        self._lookups = {host: ThreadPoolExecutor(_LOOKUPS, "noms") for host in hosts}

    @contextmanager
    def serving(self) -> Iterator["Broker"]:
        """Serve in a thread."""
        loop, stop = asyncio.new_event_loop(), asyncio.Event()
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.path))
            listening.listen()

            def serve() -> None:
                with asyncio.Runner(loop_factory=lambda: loop) as runner:
                    runner.run(self._serve(listening, stop))

            thread = threading.Thread(target=serve, name="courtier", daemon=True)
            thread.start()
            try:
                yield self
            finally:
                loop.call_soon_threadsafe(stop.set)
                thread.join()
        for lookups in self._lookups.values():
            lookups.shutdown(wait=False, cancel_futures=True)

    def health(self) -> dict[str, Any]:
        """Return how the endpoints fare; from any thread."""
        return {iri: asdict(each) for iri, each in self._fared.items()}

    async def _serve(self, listening: socket.socket, stop: asyncio.Event) -> None:
        server = await asyncio.start_unix_server(self._hear, sock=listening)
        await stop.wait()
        server.close()

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one call of a worker, unless it leaves before."""
        try:
            request = await read_request(reader, _LONGEST)
            answering = asyncio.ensure_future(self._answer(request))
            leaving = asyncio.ensure_future(reader.read())
            try:
                await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
                if answering.done():
                    writer.write(answering.result())
                    await writer.drain()
            finally:
                answering.cancel()
                leaving.cancel()
        except (PeerError, OSError):
            pass  # whoever asked is told nothing: it is no worker, or has left
        finally:
            writer.close()

    async def _answer(self, request: Message) -> bytes:
        client, _, iri = request.url.decode("latin-1").removeprefix("/").partition("/")
        try:
            reply = await self._ask(unquote(iri), unquote(client), request)
        except PeerError as error:
            said = json.dumps({"text": error.text, "values": error.values}).encode()
            return _message("502 Bad Gateway", "application/json", said)
        return _message("200 OK", reply.media_type, reply.body, reply.most)

    async def _ask(self, iri: str, client: str, request: Message) -> EndpointReply:
        """Call the endpoint that an IRI names; PeerError if it is not listed or does not answer."""
        endpoint = find(iri, self._allowed)
        if endpoint is None:
            raise PeerError(_UNLISTED, endpoint=iri)
        try:
            async with AsyncExitStack() as places:
                await self._place(places, endpoint, client)
                query = bytes(request.body)
                reply = await call(endpoint, self._allowed, self._lookup, query)
        except PeerError as error:
            self._note(endpoint, str(error))
            raise
        self._note(endpoint, "")
        return reply

    async def _place(self, places: AsyncExitStack, endpoint: Endpoint, client: str) -> None:
        """Take the places of a call: one of its client's first, so that no client takes all."""
        host = endpoint.host
        own = self._of_client.setdefault((host, client), asyncio.Semaphore(OF_CLIENT))
        try:
            async with asyncio.timeout(WAIT):
                await places.enter_async_context(own)
                await places.enter_async_context(self._of_peer[host])
        except TimeoutError:
            raise PeerError(_FULL, endpoint=endpoint.iri) from None

    async def _lookup(self, endpoint: Endpoint) -> list[str]:
        if is_literal(endpoint.host):
            return [endpoint.host]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._lookups[endpoint.host], resolve, endpoint)

    def _note(self, endpoint: Endpoint, reason: str) -> None:
        for each in self._allowed:
            if each.admits(endpoint):
                fared = self._fared[each.iri]
                fared.answered += not reason
                fared.failed += bool(reason)
                fared.last = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                fared.reason = reason


def _message(status: str, media_type: str, body: bytes, most: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}"
    said = f"\r\n{MAX_ROWS}: {most}" if most else ""
    return f"{head}{said}\r\nConnection: close\r\n\r\n".encode("latin-1") + body


def broker_folder() -> "TemporaryDirectory[str]":
    """Return a new folder for the socket of this process's broker."""
    return TemporaryDirectory(prefix=_prefix(os.getpid()))


def remove_folders(process: int) -> None:
    """Remove what a process that was killed has left behind of its broker."""
    for folder in Path(gettempdir()).glob(f"{_prefix(process)}*"):
        rmtree(folder, ignore_errors=True)


def _prefix(process: int) -> str:
    return f"metiers-{process}-"
