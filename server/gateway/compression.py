"""Compression: which content coding a client prefers, and bytes written in it."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import brotli
import zstandard

__all__ = ["Coder", "compressible", "compressor", "preferred"]

_LONGEST = 4096
"""Bytes of a header that are read: a longer one is no client's, and the event loop waits for it."""
_ORDER = ("zstd", "br", "gzip")
_TYPES = (b"text/", b"application/", b"image/svg")
_DENSE = (b"application/gzip", b"application/zstd", b"application/octet-stream")


class Coder(Protocol):
    """Bytes in, fewer bytes out."""

    def write(self, data: bytes) -> bytes:
        """Take bytes, return what can go out now: all of it, so that nobody waits."""

    def end(self) -> bytes:
        """Return what is left."""


class _Gzip:
    def __init__(self) -> None:
        self._coder = zlib.compressobj(6, zlib.DEFLATED, 31)

    def write(self, data: bytes) -> bytes:
        return self._coder.compress(data) + self._coder.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._coder.flush()


class _Brotli:
    def __init__(self) -> None:
        self._coder = brotli.Compressor(quality=4)

    def write(self, data: bytes) -> bytes:
        return bytes(self._coder.process(data) + self._coder.flush())

    def end(self) -> bytes:
        return bytes(self._coder.finish())


class _Zstandard:
    def __init__(self) -> None:
        self._coder = zstandard.ZstdCompressor(level=3).compressobj()

    def write(self, data: bytes) -> bytes:
        written = self._coder.compress(data)
        return written + self._coder.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._coder.flush()


_CODERS: dict[str, Callable[[], Coder]] = {"zstd": _Zstandard, "br": _Brotli, "gzip": _Gzip}


@lru_cache(256)
def preferred(accepted: bytes) -> str:
    """Return the coding that an Accept-Encoding header prefers, empty for none (RFC 9110)."""
    weights: dict[str, float] = {}
    for part in accepted[:_LONGEST].decode("latin-1").lower().split(","):
        name, *params = (each.strip() for each in part.split(";"))
        weight = next((each[2:] for each in params if each.startswith("q=")), "1")
        try:
            weights[name] = float(weight)
        except ValueError:
            weights[name] = 0.0
    offered = {name: weights.get(name, weights.get("*", 0.0)) for name in _ORDER}
    best = max(_ORDER, key=lambda name: offered[name])
    return best if offered[best] > 0 and offered[best] >= weights.get("identity", 0.0) else ""


def compressor(name: str) -> Coder:
    """Return a new coder of a name that `preferred` gave."""
    return _CODERS[name]()


def compressible(content_type: bytes) -> bool:
    """Return whether bodies of a type are worth it."""
    return content_type.startswith(_TYPES) and not content_type.startswith(_DENSE)
