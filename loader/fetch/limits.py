"""Limits of a download: seconds, bytes, retries, redirects."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds: `connect`, `read` (one wait for bytes), `whole` (a source, all its tries).

    Bytes: `largest` (as it comes), `unpacked` (an archive's members together). `pauses` are those
    between tries, one less than the tries; `ratio` is unpacked to packed.
    """

    connect: float = 10
    read: float = 30
    whole: float = 900
    pauses: tuple[float, ...] = (1, 4, 16)
    redirects: int = 5
    largest: int = 256 * 2**20
    unpacked: int = 2**30
    ratio: int = 100
    members: int = 10_000


LIMITS: Final = FetchLimits()
