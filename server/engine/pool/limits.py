"""Limits of evaluation: how much a query may take, and what every worker is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final, Literal

from server.engine.remote.address import RemoteAddress

__all__ = ["Conditions", "Kept", "QueryLimits"]


_SOME: Final = {"least": 1}


@dataclass(frozen=True)
class QueryLimits:
    """The bounds of the pool; see the settings for what each is for.

    `least` is the smallest value of each with which a query can be answered.
    """

    workers: int = field(default=4, metadata=_SOME)
    """Queries that may take long, evaluated at one time."""
    seconds: float = field(default=30.0, metadata={"least": 0.1})
    """The longest evaluation, unless the client asks for less."""
    queue: int = field(default=256, metadata=_SOME)
    """Queries that may wait for a worker."""
    wait: float = 5.0
    """The longest wait for a worker, in seconds."""
    memory: int = field(default=1 << 30, metadata={"least": 1 << 24})
    """Bytes of address space that an evaluation may add to a worker."""
    rows: int = field(default=1_000_000, metadata=_SOME)
    """Rows or triples of an answer."""
    size: int = field(default=1 << 30, metadata=_SOME)
    """Bytes of an answer."""
    budget: float = 60.0
    """Seconds of evaluation that one client may use in a minute; 0 for no bound."""

    def share(self, processes: int) -> "QueryLimits":
        """Return the bounds of each of several processes, which know nothing of each other."""
        return replace(
            self,
            workers=max(1, ceil(self.workers / processes)),
            queue=max(1, ceil(self.queue / processes)),
            budget=self.budget / processes,
        )


Kept = Literal["disk", "memory"]
"""Where the workers' store is."""


@dataclass(frozen=True)
class Conditions:
    """The bounds of an evaluation, where the store is, and the prefixes of serialisations.

    `remote` is who evaluates instead of the store, None where nobody does.
    """

    limits: QueryLimits
    kept: Kept
    prefixes: Mapping[str, str]
    remote: RemoteAddress | None = None
