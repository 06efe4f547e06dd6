"""What every worker of a pool is given, from the settings to the process that evaluates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from server.engine.pool.limits import Limits

__all__ = ["Conditions", "Kept"]

Kept = Literal["disk", "memory"]
"""Where the workers' store is."""


@dataclass(frozen=True)
class Conditions:
    """The bounds, the prefixes of serialisations, and the socket of the broker (a path)."""

    limits: Limits
    kept: Kept
    prefixes: Mapping[str, str]
    broker: str = ""
