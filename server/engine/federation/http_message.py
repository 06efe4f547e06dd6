"""HTTP messages of strangers, read within bounds on their head, their body and all around it."""

from asyncio import StreamReader
from typing import Final

from httptools import HttpParserError, HttpRequestParser, HttpResponseParser

from server.engine.errors import PeerError, worded

__all__ = ["Message", "read_request", "read_response"]

_BLOCK: Final = 1 << 16
_HEAD: Final = 1 << 16
_FRAMING: Final = 1 << 20
"""Bytes of chunk sizes, their extensions and trailers; a body may have as many again as it is."""
_ILL: Final = worded("%(source)s envoie un message HTTP mal formé")
_LONG_HEAD: Final = worded("%(source)s envoie un en-tête HTTP de plus de %(size)s octets")
_LONG_FRAMING: Final = worded("%(source)s envoie un message HTTP qui n'est guère que du découpage")
_LARGE: Final = worded("%(source)s répond plus de %(size)s octets")
_SHORT: Final = worded("%(source)s rompt sa réponse avant la fin")


class Message:
    """A request or a response of a source, as a parser tells it; headers by lower-case names."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.url = b""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.begun = self.complete = False
        """Whether its head is read; whether all of it is."""
        self._parser: HttpRequestParser | HttpResponseParser

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; trailers mean nothing here."""
        if not self.begun:
            self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Note that the head is read, unless a provisional answer's."""
        if isinstance(self._parser, HttpResponseParser):
            self.status = self._parser.get_status_code()
        self.begun = not 100 <= self.status < 200

    def on_body(self, piece: bytes) -> None:
        """Take a piece of the body."""
        self.body += piece

    def on_message_complete(self) -> None:
        """Note that all is read, unless another answer follows."""
        self.complete = self.begun

    async def read(
        self, parser: HttpRequestParser | HttpResponseParser, reader: StreamReader, size: int
    ) -> "Message":
        """Read on until all is read, or the head of an answer that is not 200; PeerError."""
        self._parser = parser
        received = 0
        while not (self.complete or (self.begun and self.status > 200)):
            data = await reader.read(_BLOCK)
            if not data:
                self._end()
                break
            received += len(data)
            try:
                parser.feed_data(data)
            except HttpParserError:
                if not self.complete:  # what follows the end is nobody's
                    raise PeerError(_ILL, source=self._source) from None
            self._bound(received, size)
        return self

    def _bound(self, received: int, size: int) -> None:
        if not self.begun and received > _HEAD:
            raise PeerError(_LONG_HEAD, source=self._source, size=_HEAD)
        if len(self.body) > size:
            raise PeerError(_LARGE, source=self._source, size=size)
        if received > 2 * len(self.body) + _FRAMING:
            raise PeerError(_LONG_FRAMING, source=self._source)

    def _end(self) -> None:
        """Take the end of the connection for that of a body whose length nothing tells."""
        if not self.begun or self.headers.keys() & {"content-length", "transfer-encoding"}:
            raise PeerError(_SHORT, source=self._source)
        self.complete = True


async def read_request(reader: StreamReader, size: int) -> Message:
    """Read a request whose body has so many bytes at most; PeerError where it is none."""
    message = Message("")
    return await message.read(HttpRequestParser(message), reader, size)


async def read_response(reader: StreamReader, size: int, source: str) -> Message:
    """Read a response whose body has so many bytes at most; PeerError where it is none.

    Of one that is not 200, the head suffices.
    """
    message = Message(source)
    return await message.read(HttpResponseParser(message), reader, size)
