"""Budgets, a rate limit: the seconds of evaluation that each client has used of late."""

from collections import deque

__all__ = ["Budgets"]

_MINUTE = 60.0


class Budgets:
    """Uses of the last minute, by client; `seconds` is what one may use in it, 0 for no bound."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._uses: dict[str, deque[tuple[float, float]]] = {}

    def charge(self, client: str, used: float, now: float) -> None:
        """Note that an evaluation for a client has just ended."""
        if self._seconds:
            self._uses.setdefault(client, deque()).append((now, used))

    def wait(self, client: str, now: float) -> float:
        """Return how long a client must wait until it may ask again, 0 if it need not."""
        uses = self._uses.get(client)
        if not uses:
            return 0.0
        while uses and now - uses[0][0] > _MINUTE:
            uses.popleft()
        left = self._seconds - sum(used for _, used in uses)
        for ended, used in uses if left <= 0 else ():
            left += used
            if left > 0:
                return _MINUTE - (now - ended)
        return 0.0

    def forget(self, now: float) -> None:
        """Drop the clients that have used nothing in the last minute."""
        idle = [
            name for name, uses in self._uses.items() if not uses or now - uses[-1][0] > _MINUTE
        ]
        for name in idle:
            del self._uses[name]
