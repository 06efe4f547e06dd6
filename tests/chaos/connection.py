"""Connection of a client: it has an address of its own, asks, and reads to the end or leaves."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote, urlsplit

__all__ = ["ask", "connected", "get", "post", "query", "reply"]

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_BUFFER = 1 << 16
"""Bytes that a client that does not read takes all the same."""


@asynccontextmanager
async def connected(address: str, source: str) -> AsyncIterator[Streams]:
    """Connect from a source address; leave without a word in the end."""
    parts = urlsplit(address)
    raw = socket.socket()
    raw.setblocking(False)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
    try:
        raw.bind((source, 0))
        await asyncio.get_running_loop().sock_connect(raw, (parts.hostname, parts.port))
    except BaseException:
        raw.close()
        raise
    reader, writer = await asyncio.open_connection(sock=raw, limit=_BUFFER)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def reply(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end and return its status; EOFError where it breaks off."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline() or b"!", 16):
            await _skip(reader, size + 2)
        await reader.readline()
    else:
        length = head.partition("content-length:")[2].partition("\r\n")[0].strip()
        await _skip(reader, int(length or 0))
    return status


async def _skip(reader: asyncio.StreamReader, size: int) -> None:
    while size:
        piece = await reader.read(min(size, _BUFFER))
        if not piece:
            raise EOFError
        size -= len(piece)


async def ask(address: str, raw: bytes, source: str) -> int:
    """Ask once, on a connection of its own, and return the status."""
    async with connected(address, source) as (reader, writer):
        writer.write(raw)
        return await reply(reader)


def get(path: str, *headers: str) -> bytes:
    """Return a GET."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers)
    return "\r\n".join((*lines, "", "")).encode()


def query(text: str, accept: str = "application/json", more: str = "") -> bytes:
    """Return a query by GET, with more parameters of its address."""
    return get(f"/sparql?query={quote(text)}{more}", f"Accept: {accept}")


def post(text: str, length: int | None = None) -> bytes:
    """Return a query by POST, that says to be of some length."""
    body = text.encode()
    lines = (
        "POST /sparql HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json",
        "Content-Type: application/sparql-query", f"Content-Length: {length or len(body)}",
    )  # fmt: skip
    return "\r\n".join((*lines, "", "")).encode() + body
