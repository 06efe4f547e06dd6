"""Disconnect: whether the client of a request is still there."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from server.engine import EvaluationError
from server.engine.errors import worded
from server.gateway.request import Receive

__all__ = ["DisconnectWatch"]

_TOO_SLOW = worded("La réponse était lue trop lentement : d'autres attendaient.")


class DisconnectWatch:
    """Listens to the server, which says when a client has left and takes what is sent to nobody.

    `leave` is called once it has. Brief requests need no watch: it begins with `start`, or with
    what it is to last as long as.
    """

    def __init__(self, receive: Receive, leave: Callable[[], None]) -> None:
        self._receive = receive
        self._leave = leave
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._listen())

    def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()

    async def while_there(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work, and give it up when the client leaves; EngineError where it was cut."""
        self.start()
        assert self._task is not None
        working = asyncio.ensure_future(work)
        await asyncio.wait({working, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
            return
        if working.cancelled():
            raise EvaluationError(_TOO_SLOW)
        working.result()

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._leave()
