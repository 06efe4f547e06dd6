"""Which files a supervisor listens to, and what it does when they speak."""

import select
from collections.abc import Callable

__all__ = ["HANG_UP", "READABLE", "Events"]

READABLE = select.EPOLLIN
HANG_UP = 0
"""Nothing but the other side's leaving, which is always reported."""


class Events:
    """An epoll and the handlers of its files."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[], None]] = {}

    def watch(self, number: int, mask: int, handler: Callable[[], None]) -> None:
        """Call `handler` whenever a file is readable or hung up."""
        self._handlers[number] = handler
        self._epoll.register(number, mask)

    def unwatch(self, number: int) -> None:
        """Stop listening to a file; it must still be open."""
        if self._handlers.pop(number, None) is not None:
            self._epoll.unregister(number)

    def wait(self, seconds: float | None) -> None:
        """Wait for events, no longer than some seconds, and handle them.

        A file may be closed, and its number given to another, by the handler of an earlier event:
        an event is for whoever listened to that number when it happened.
        """
        found = [(number, self._handlers.get(number)) for number, _ in self._epoll.poll(seconds)]
        for number, handler in found:
            if handler is not None and self._handlers.get(number) is handler:
                handler()
