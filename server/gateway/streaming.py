"""Streaming of answers to the client, none of which holds a thread while it waits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import IO

from server.engine import EngineError, EvaluationError
from server.engine.errors import worded
from server.engine.interface import AsyncFrames
from server.gateway.compression import Coder
from server.gateway.reply import Headers, ThreadBody
from server.gateway.request import Send
from server.gateway.response_cache import CachedReply
from server.gateway.spool import Spool, SpoolRoom

__all__ = ["FileBody", "send_pieces", "send_reply", "spooled", "thread_pieces"]

_log = logging.getLogger(__name__)
_BLOCK = 1 << 18


class FileBody:
    """What an application gives as a body to send a file (`wsgi.file_wrapper`)."""

    def __init__(self, file: IO[bytes], _block: int = 0) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(_BLOCK), b"")

    def close(self) -> None:
        """Close the file."""
        self.file.close()


async def send_reply(send: Send, reply: CachedReply, method: str) -> None:
    """Send an answer that is all there; its head alone if that was asked for."""
    body = b"" if method == "HEAD" else reply.body
    start = {"status": reply.status, "headers": list(reply.headers)}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": body})


async def thread_pieces(
    body: ThreadBody, run: Callable[[Callable[[], bytes]], Awaitable[bytes]]
) -> AsyncIterator[bytes]:
    """Yield the pieces of a body that may block; `run` runs what reads one, in a thread."""
    while piece := await run(body.read):
        yield piece


async def spooled(
    frames: AsyncFrames, room: int, shared: SpoolRoom, client: str
) -> AsyncIterator[bytes]:
    """Yield the frames of an answer, whose worker waits for no reader; EngineError if one is cut.

    What is not read yet lies in a spool of `room` bytes, within what all of them share.
    """
    spool = Spool(room, shared, client)
    filling = asyncio.ensure_future(_fill(spool, frames))
    try:
        while piece := await spool.get():
            yield piece
    finally:
        filling.cancel()
        spool.close()
        frames.close()


async def _fill(spool: Spool, frames: AsyncFrames) -> None:
    """Fill a spool; whatever happens, whoever reads it is told that nothing more comes, and why."""
    error: EngineError | None = EvaluationError(worded("L'évaluation s'est interrompue."))
    try:
        async for piece in frames:
            await spool.put(piece)
        error = None
    except EngineError as failure:
        error = failure
    except OSError as failure:
        _log.warning("réponse interrompue : %s", failure)
    finally:
        spool.end(error)


async def send_pieces(
    send: Send,
    head: tuple[int, Headers],
    pieces: AsyncIterator[bytes],
    coder: Coder | None,
    kept: int,
) -> bytes | None:
    """Send an answer in pieces; what they raise is raised, and the answer is left without end.

    Return what was sent, None if that is more than `kept` bytes.
    """
    status, headers = head
    sent, size = [], 0
    await send({"type": "http.response.start", "status": status, "headers": headers})
    async for piece in pieces:
        if data := coder.write(piece) if coder else piece:
            size += len(data)
            if size <= kept:
                sent.append(data)
            else:
                sent.clear()
            await send({"type": "http.response.body", "body": data, "more_body": True})
    last = coder.end() if coder else b""
    await send({"type": "http.response.body", "body": last})
    return b"".join((*sent, last)) if size + len(last) <= kept else None
