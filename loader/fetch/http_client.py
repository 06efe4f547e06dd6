"""HTTP client: one GET, redirects followed, servers checked before they are called, waits bounded.

`http.client` alone is used: `urllib.request` resolves a name a second time after it was judged,
and bounds each wait but not their sum.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Final

from loader.fetch.errors import FetchError, RefusedError, RetryableError, network_reason
from loader.fetch.limits import FetchLimits
from loader.fetch.url_policy import UrlParts, parse_url, resolve_redirect
from server.http.public_addresses import is_public

_PIECE: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a server answered; its body can be read once, while the exchange is open."""

    url: str
    response: HTTPResponse
    deadline: float

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    def header(self, name: str) -> str:
        """Return a header on one line; empty when there is none."""
        return " ".join((self.response.getheader(name) or "").split())

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes, at most as long as the answer says it is."""
        left = self.response.length
        while left is None or left > 0:
            try:
                piece = self.response.read1(_PIECE if left is None else min(_PIECE, left))
            except (OSError, HTTPException) as error:
                raise _network_error(error, self.deadline) from error
            if not piece:
                break
            left = None if left is None else left - len(piece)
            yield piece
        if left != 0 and monotonic() >= self.deadline:
            raise FetchError("temps total dépassé")


@contextmanager
def http_get(
    url: str, headers: Mapping[str, str], limits: FetchLimits, deadline: float
) -> Iterator[HttpAnswer]:
    """Give the answer at an address, redirects followed; `deadline` is on the monotonic clock.

    Only the server of `url` itself may be a private one.
    """
    first = place = parse_url(url)
    for _ in range(limits.redirects + 1):
        trusted = place.server == first.server
        with _exchange(place, trusted, headers, limits, deadline) as answer:
            location = answer.header("Location") if answer.status in _REDIRECTS else ""
            if not location:
                yield answer
                return
        place = resolve_redirect(place, location)
    raise RefusedError(f"plus de {limits.redirects} redirections")


@contextmanager
def _exchange(
    place: UrlParts, trusted: bool, headers: Mapping[str, str], limits: FetchLimits, deadline: float
) -> Iterator[HttpAnswer]:
    kind = HTTPSConnection if place.secure else HTTPConnection
    connection = kind(place.host, place.port)
    with _connect(place, trusted, limits, deadline) as channel, _deadline_at(channel, deadline):
        try:
            if isinstance(channel, ssl.SSLSocket):
                channel.do_handshake()
            connection.sock = channel
            connection.request("GET", place.target, headers={**headers, "Connection": "close"})
            response = connection.getresponse()
        except ssl.SSLCertVerificationError as error:
            raise RefusedError(f"certificat refusé : {error.verify_message}") from error
        except (OSError, HTTPException) as error:
            raise _network_error(error, deadline) from error
        with closing(response):
            yield HttpAnswer(place.url, response, deadline)


def _connect(place: UrlParts, trusted: bool, limits: FetchLimits, deadline: float) -> socket.socket:
    """Return a socket to one of the numbers that a name has now, all of them judged."""
    shown = f"{place.host}:{place.port}"
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        cause = network_reason(error) if isinstance(error, OSError) else "nom invalide"
        raise FetchError(f"{shown} : {cause}") from error
    if not trusted and not all(is_public(str(where[0])) for *_, where in found):
        raise RefusedError(f"redirection vers une adresse privée : {place.url}")
    failure = FetchError(f"{shown} : aucune adresse")
    for *_, where in found:
        wait = min(limits.connect, max(deadline - monotonic(), 0.001))
        try:
            channel = socket.create_connection((str(where[0]), place.port), wait)
            channel.settimeout(limits.read)
            return _wrap_tls(channel, place.host) if place.secure else channel
        except OSError as error:
            failure = FetchError(f"{shown} : {network_reason(error)}")
    raise failure


def _wrap_tls(channel: socket.socket, host: str) -> ssl.SSLSocket:
    """Return a socket that will speak TLS; the handshake is left for when its time is bounded."""
    return ssl.create_default_context().wrap_socket(
        channel, server_hostname=host, do_handshake_on_connect=False
    )


@contextmanager
def _deadline_at(channel: socket.socket, deadline: float) -> Iterator[None]:
    """Shut a socket when its time is over, whatever waits on it: a server may drip for ever."""
    timer = Timer(max(deadline - monotonic(), 0), _shut, (channel,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(channel: socket.socket) -> None:
    with suppress(OSError):
        # The method of SSLSocket would also forget the session that another thread is reading.
        socket.socket.shutdown(channel, socket.SHUT_RDWR)


def _network_error(error: OSError | HTTPException, deadline: float) -> FetchError:
    over = monotonic() >= deadline
    return FetchError("temps total dépassé") if over else RetryableError(network_reason(error))
