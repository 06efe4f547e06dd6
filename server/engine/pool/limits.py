"""How much a stranger's query may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Conditions", "Kept", "QueryLimits"]


@dataclass(frozen=True)
class QueryLimits:
    """The bounds of the pool; see the settings for what each is for."""

    workers: int = 4
    """Queries evaluated at one time."""
    seconds: float = 30.0
    """The longest evaluation, unless the client asks for less."""
    queue: int = 64
    """Queries that may wait for a worker."""
    wait: float = 5.0
    """The longest wait for a worker, in seconds."""
    memory: int = 1 << 30
    """Bytes of address space that an evaluation may add to a worker."""
    rows: int = 1_000_000
    """Rows or triples of an answer."""
    size: int = 1 << 30
    """Bytes of an answer."""
    budget: float = 60.0
    """Seconds of evaluation that one client may use in a minute; 0 for no bound."""


Kept = Literal["disk", "memory"]
"""Where the workers' store is."""


@dataclass(frozen=True)
class Conditions:
    """The bounds, the prefixes of serialisations, and the socket of the broker (a path)."""

    limits: QueryLimits
    kept: Kept
    prefixes: Mapping[str, str]
    broker: str = ""
