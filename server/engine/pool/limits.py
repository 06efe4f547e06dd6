"""How much a stranger's query may take."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
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
