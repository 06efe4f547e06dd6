"""Service calls of one question: what each endpoint is asked, how often, and what came of it.

The engine asks for the whole body of a SERVICE, whatever it joins with, and asks again for each row
that an EXISTS or a LATERAL stands in: the same text is therefore sent once, and its failure, too,
is that of the question.
"""

import json
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import AF_UNIX, socket
from typing import Final
from urllib.parse import quote

from server.engine.errors import PeerError, worded
from server.engine.federation.peer_results import read_results, united
from server.engine.federation.value_blocks import blocks

__all__ = ["CALLS", "MAX_ROWS", "SLOW", "ServiceCalls"]

CALLS: Final = 40
"""Calls that one question may make: 2,000 rows of VALUES, in blocks."""
SLOW: Final = 2.0
"""Seconds after which an endpoint is said to be slow."""
MAX_ROWS: Final = "X-SPARQL-MaxRows"
"""The most rows that a server gives, as Virtuoso and this server say."""
_MANY: Final = worded("une question n'appelle pas plus de %(calls)d fois d'autres points d'accès")
_UNREACHABLE: Final = worded("aucun point d'accès ne peut être appelé d'ici pour le moment")
_SLOW: Final = worded("%(endpoint)s a mis %(seconds).1f s à répondre")


class ServiceCalls:
    """Answers the calls of a question through the broker, on behalf of a client.

    `notes` says which endpoints were slow or failed, once each: a client may want to know, where
    SILENT has made nothing of a failure.
    """

    def __init__(self, broker: str, client: str) -> None:
        self.notes: list[PeerError] = []
        self._broker, self._client = broker, client
        self._made = 0
        self._known: dict[tuple[str, str], bytes | PeerError] = {}

    def answer(self, iri: str, text: str) -> bytes:
        """Return the rows that an endpoint has for a query, as SPARQL's JSON; PeerError."""
        key = iri, text
        if key not in self._known:
            began = time.monotonic()
            self._known[key] = self._asked(iri, text)
            seconds = time.monotonic() - began
            if isinstance(self._known[key], bytes) and seconds > SLOW:
                self._note(PeerError(_SLOW, endpoint=iri, seconds=seconds))
        found = self._known[key]
        if isinstance(found, PeerError):
            raise found
        return found

    def _asked(self, iri: str, text: str) -> bytes | PeerError:
        try:
            return united([self._called(iri, block) for block in blocks(text)])
        except PeerError as error:
            self._note(error)
            return error.with_traceback(None)

    def _called(self, iri: str, text: str) -> bytes:
        if self._made == CALLS:
            raise PeerError(_MANY, calls=CALLS)
        self._made += 1
        connection = _BrokerConnection(self._broker)
        try:
            where = f"/{quote(self._client, safe='')}/{quote(iri, safe='')}"
            connection.request("POST", where, text.encode())
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            raise PeerError(_UNREACHABLE) from None
        finally:
            connection.close()
        if response.status != 200:
            said = json.loads(body)
            raise PeerError(said["text"], **said["values"])
        media_type = response.headers.get("Content-Type", "")
        return read_results(iri, media_type, body, _most(response), f"c{self._made}-")

    def _note(self, note: PeerError) -> None:
        if str(note) not in map(str, self.notes):
            self.notes.append(note)


class _BrokerConnection(HTTPConnection):
    """A connection to the socket of the broker, which has no network behind it."""

    def __init__(self, path: str) -> None:
        super().__init__("broker")
        self._path = path

    def connect(self) -> None:
        """Connect; OSError where nobody listens."""
        self.sock = socket(AF_UNIX)
        self.sock.connect(self._path)


def _most(response: HTTPResponse) -> int | None:
    said = response.headers.get(MAX_ROWS, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
