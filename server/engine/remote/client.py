"""Client of a remote engine: one query a call, its answer in pieces, its failures as our errors.

A query is a form (``query=``), which every engine reads. It changes nothing, so it is asked once
more where the connection that it went out on was closed before a first byte came back.
"""

import io
import ssl
import time
import weakref
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Final

import httpx2 as httpx

from server.engine.errors import (
    BusyError,
    DeadlineError,
    RefusedQueryError,
    UnreachableError,
    WrongAnswerError,
    worded,
)
from server.engine.network_reason import network_reason
from server.engine.remote.address import RemoteAddress

__all__ = ["Body", "RemoteClient", "fill"]

_CONNECTING: Final = 5.0
_SAID: Final = 2_000
"""Bytes of what an engine says of a failure that are worth reading."""
_REASON: Final = 300
_AWAY: Final = worded("Le moteur distant ne peut être joint : %(reason)s.")
_SILENT: Final = worded("Le moteur distant ne peut être joint en %(seconds)g s.")
_LATE: Final = worded("Le moteur distant n'a pas tout répondu en %(seconds)g s.")
_BUSY: Final = worded("Le moteur distant est occupé : réessayez dans quelques secondes.")
_UNKNOWN: Final = worded("Le moteur distant refuse l'identité de ce serveur.")
_REFUSED: Final = worded("Le moteur distant refuse cette requête : %(reason)s")
_FAILED: Final = worded("Le moteur distant répond %(status)s : %(reason)s")
_CUT: Final = worded("La réponse du moteur distant est coupée.")
_PARTIAL: Final = worded("Le moteur distant n'a répondu qu'en partie (%(reason)s).")
_CAPPED: Final = worded(
    "Le moteur distant ne donne que les %(rows)s premières lignes : demandez cette réponse par "
    "pages (LIMIT, OFFSET)."
)


class Body(io.RawIOBase):
    """What an engine answers, as a file to be read once; EngineError where it breaks off."""

    def __init__(self, response: httpx.Response, until: float, seconds: float) -> None:
        self.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.server = response.headers.get("server", "")
        self._pieces = response.iter_bytes()
        self._until, self._seconds = until, seconds
        self._rest = b""

    def readable(self) -> bool:
        """Return that it is a file for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read what there is, at most what fits."""
        size, self._rest = fill(buffer, self._rest or self._next())
        return size

    def _next(self) -> bytes:
        try:
            if time.monotonic() < self._until:
                return next(self._pieces, b"")
        except httpx.TimeoutException:
            pass
        except (httpx.TransportError, httpx.DecodingError):
            raise WrongAnswerError(_CUT) from None
        raise DeadlineError(_LATE, seconds=self._seconds)


def fill(buffer: object, data: bytes) -> tuple[int, bytes]:
    """Write what fits of some data into a writable buffer; return how much, and the rest."""
    view = memoryview(buffer)  # type: ignore[arg-type] # `Buffer` has a name from Python 3.12 on
    size = min(len(view), len(data))
    view[:size] = data[:size]
    return size, data[size:]


class RemoteClient:
    """Asks an endpoint, from any thread, on connections that are kept. `seconds` bounds a call."""

    def __init__(self, address: RemoteAddress, seconds: float) -> None:
        self.address = address
        self._seconds = seconds
        headers = {"User-Agent": "metiers-graphe", "Accept-Encoding": "gzip, identity"}
        if address.token:
            headers["Authorization"] = f"Bearer {address.token}"
        timeout = httpx.Timeout(seconds, connect=min(_CONNECTING, seconds))
        auth = _Identity(address.user, address.password) if address.user else None
        self._http = httpx.Client(
            headers=headers, auth=auth, timeout=timeout, trust_env=False,
            verify=ssl.create_default_context(),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=8),
        )  # fmt: skip
        self.close = weakref.finalize(self, self._http.close)
        """Closes the connections; a release that is let go does."""

    @contextmanager
    def asked(self, form: list[tuple[str, str]], accept: str) -> Iterator[Body]:
        """Ask a query; EngineError where it has no answer, or not all of one."""
        until = time.monotonic() + self._seconds
        response = self._sent(form, accept)
        try:
            body = Body(response, until, self._seconds)
            _check(response)
            yield body
        finally:
            response.close()

    def _sent(self, form: list[tuple[str, str]], accept: str) -> httpx.Response:
        data: dict[str, list[str]] = {}
        for name, value in form:
            data.setdefault(name, []).append(value)
        headers = {"Accept": accept}
        request = self._http.build_request("POST", self.address.url, data=data, headers=headers)
        try:
            try:
                return self._http.send(request, stream=True)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                return self._http.send(request, stream=True)
        except httpx.ConnectTimeout:
            raise UnreachableError(_SILENT, seconds=min(_CONNECTING, self._seconds)) from None
        except httpx.TimeoutException:
            raise DeadlineError(_LATE, seconds=self._seconds) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError(_AWAY, reason=network_reason(error)) from None


def _check(response: httpx.Response) -> None:
    """Raise what stands in the place of an answer, or of a whole one."""
    state, headers = response.headers.get("x-sql-state", ""), response.headers
    if response.status_code == 200:
        if state:
            raise WrongAnswerError(_PARTIAL, reason=state)
        if rows := headers.get("x-sparql-maxrows"):
            raise WrongAnswerError(_CAPPED, rows=rows)
        return
    said = _beginning(response)
    if "S1T00" in said or response.status_code in (408, 504):
        raise DeadlineError(_LATE, seconds=response.request.extensions["timeout"]["read"])
    if response.status_code in (401, 403):
        raise UnreachableError(_UNKNOWN)
    if response.status_code in (429, 503):
        raise BusyError(_BUSY)
    reason = said.strip().partition("\n")[0][:_REASON]
    if response.status_code == 400:
        raise RefusedQueryError(_REFUSED, reason=reason)
    raise WrongAnswerError(_FAILED, status=response.status_code, reason=reason)


def _beginning(response: httpx.Response) -> str:
    found = b""
    try:
        for piece in response.iter_bytes():
            found += piece
            if len(found) > _SAID:
                break
    except httpx.HTTPError:
        pass  # the status says enough
    return found[:_SAID].decode("utf-8", "replace")


class _Identity(httpx.DigestAuth):
    """Answers the challenge of an endpoint, Digest or Basic; a password is never sent unasked."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._asked_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request as the last challenge asked; once more where there is a new one."""
        flow = self._basic.auth_flow(request) if self._asked_basic else super().auth_flow(request)
        response = yield next(flow)
        challenge = response.headers.get("www-authenticate", "").lower()
        if response.status_code == 401 and not self._asked_basic and challenge.startswith("basic"):
            self._asked_basic = True
            yield from self._basic.auth_flow(request)
            return
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            return
